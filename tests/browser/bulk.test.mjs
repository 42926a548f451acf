// Ten thousand keys: all get their verdicts, the page stays awake, and nothing is sent twice.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rig } from './lib/browser.mjs';
import { crowd } from './lib/crowd.mjs';
import { Latchkey, makeKey, providers } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers, timeout: 300_000 });

/** Gives the page a text as a file, as a drop does. */
async function drop(page, name, text) {
  await page.locator('.check input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
}

const status = (page) => page.locator('.check .summary [role=status]');
const words = (sums) => Object.entries(sums).filter(([, n]) => n > 0).map(([name, n]) => `${name} ${n}`).join(', ');

async function save(it, name) {
  it.watch.permit('windows');
  const [download] = await Promise.all([it.page.waitForEvent('download'), it.page.getByRole('button', { name, exact: true }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

/** Rows of CSV, as a spreadsheet reads them. */
function csv(text) {
  return text
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter(Boolean)
    .map((row) => [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => (m[1] ?? m[2]).replaceAll('""', '"')));
}

promise('ten thousand keys of many providers: each is sent once, each gets its verdict, few rows are in the document', async (it) => {
  const { page, world } = it;
  const { lines, sums, kinds } = crowd(world, 10_000);
  assert.ok(kinds.length >= 20, `${kinds.length} kinds`);
  const latchkey = await new Latchkey(it).open();
  await drop(page, 'keys.txt', lines.join('\n'));
  await page.getByText('10000 credentials found').waitFor({ timeout: 30_000 });
  assert.ok((await latchkey.rows.count()) <= 100, `${await latchkey.rows.count()} rows are drawn`);

  // What is said aloud, in the order of saying.
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.querySelector('.check .summary [role=status]').textContent)).observe(document.querySelector('.check .summary'), { subtree: true, childList: true, characterData: true });
  });
  await latchkey.start.click();
  const bar = page.getByRole('progressbar', { name: 'Checking' });
  await bar.getByText(/of 10000, about \d+ (s|min) left/).waitFor({ timeout: 60_000 });
  let most = 0;
  while (await bar.isVisible()) {
    most = Math.max(most, await latchkey.rows.count());
    await page.waitForTimeout(500);
  }
  assert.ok(most <= 100, `up to ${most} rows were drawn`);
  await status(page).getByText(words(sums)).waitFor();
  const said = [...new Set((await page.evaluate(() => window.said)).filter(Boolean))];
  assert.equal(said.at(-1), words(sums));
  assert.ok(said.length < 10, `said ${said.length} things: ${said}`);

  // Each key once at its main check; a key in trouble is not asked again by itself.
  const mains = world.keyed.filter((r) => r.check === r.plan.check && !['live'].includes(r.more));
  const perKey = new Map();
  for (const { key, check } of mains) perKey.set(`${key} ${check}`, (perKey.get(`${key} ${check}`) ?? 0) + 1);
  assert.equal(Math.max(...perKey.values()), 1, 'each check of a key was sent once');
  assert.equal(new Set(world.keyed.map((r) => r.key)).size, 10_000);

  // Filters count what was said, and show it alone.
  const filter = page.getByRole('group', { name: 'Show' });
  await filter.getByRole('button', { name: `Live ${sums.live}` }).click();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-finding]')].every((row) => row.dataset.state === 'live'));
  assert.equal(await latchkey.rows.first().getAttribute('aria-setsize'), String(sums.live));

  // The report holds all of them.
  const rows = csv(await save(it, 'CSV'));
  assert.equal(rows.length, 10_001);
  const state = rows[0].indexOf('state');
  for (const [name, count] of Object.entries(sums)) assert.equal(rows.filter((row) => row[state] === name).length, count, name);
  assert.equal(it.world.needles.find(rows.map((row) => row.join(' ')).join('\n')), null, 'the report holds no key');

  // Retry is for the unknown alone.
  const before = world.keyed.length;
  await filter.getByRole('button', { name: /^All/ }).click();
  await latchkey.button(`Retry ${sums.unknown} unknown`).click();
  await bar.waitFor();
  await bar.waitFor({ state: 'hidden', timeout: 120_000 });
  assert.equal(world.keyed.length - before, sums.unknown);
});

promise('Cancel stops ten thousand at once, and Resume sends only what was not answered', async (it) => {
  const { page, world } = it;
  const { lines, sums } = crowd(world, 2_000, { delay: 30 });
  const latchkey = await new Latchkey(it).open();
  await drop(page, 'keys.txt', lines.join('\n'));
  await page.getByText('2000 credentials found').waitFor({ timeout: 30_000 });
  await latchkey.start.click();
  await page.waitForFunction(() => Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')) > 200, null, { timeout: 60_000 });
  await latchkey.button('Cancel').click();
  await page.getByRole('progressbar', { name: 'Checking' }).waitFor({ state: 'hidden', timeout: 2_000 });
  const answered = new Set(world.keyed.filter((r) => r.status).map((r) => r.key));
  const sent = world.keyed.length;
  await page.waitForTimeout(400);
  assert.equal(world.keyed.length, sent, 'nothing leaves afterwards');
  const resume = latchkey.button('Resume');
  const left = Number(/\d+/.exec(await resume.textContent())[0]);
  assert.ok(left < 2_000 - 200 && left >= 2_000 - answered.size, `${left} left, ${answered.size} answered`);
  await resume.click();
  await page.getByRole('progressbar', { name: 'Checking' }).waitFor({ state: 'hidden', timeout: 120_000 });
  await status(page).getByText(words(sums)).waitFor();
  const again = world.keyed.slice(sent).map((r) => r.key);
  assert.ok(new Set(again).size === left, `${new Set(again).size} were sent again`);
});

promise('a long list is walked by keys and by screen readers from one end to the other', async (it) => {
  const { page, world } = it;
  const { lines } = crowd(world, 600);
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(lines.join('\n'));
  await page.getByText('600 credentials found').waitFor();
  const first = latchkey.rows.first();
  assert.equal(await first.getAttribute('aria-posinset'), '1');
  assert.equal(await first.getAttribute('aria-setsize'), '600');
  // By Tab: each row follows the one before.
  await first.locator('.row').focus();
  const line = () => page.evaluate(() => Number(document.activeElement.closest('[data-finding]')?.dataset.line));
  for (let n = 1; n <= 60; n++) {
    assert.equal(await line(), n);
    await page.keyboard.press('Tab');
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  // The last row that is drawn is followed by a button that goes on.
  await page.getByRole('button', { name: 'Go on to the rows after' }).focus();
  // The focus brings the button into sight, and with it more rows: the last one is read in the moment of the press.
  await page.evaluate(() => document.addEventListener('click', () => {
    window.lastDrawn = Math.max(...[...document.querySelectorAll('[data-finding]')].map((row) => Number(row.dataset.line)));
  }, { capture: true, once: true }));
  await page.keyboard.press('Enter');
  const last = await page.evaluate(() => window.lastDrawn);
  assert.ok(last > 60 && last < 600, `the last row that was drawn is ${last}`);
  await page.waitForFunction((n) => Number(document.activeElement.closest('[data-finding]')?.dataset.line) === n, last + 1);
  // End and Home of the page reach both ends of the list.
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.querySelector('[data-finding][aria-posinset="600"]'));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('[data-finding][aria-posinset="1"]'));
  // And one can walk past it.
  await page.getByRole('button', { name: 'Past the list' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'which');
});

promise('a row that has the focus stays while the page is scrolled away from it, and an opened one moves the rest', async (it) => {
  const { page, world } = it;
  const { lines } = crowd(world, 600);
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(lines.join('\n'));
  await page.getByText('600 credentials found').waitFor();
  const third = page.locator('[data-finding][data-line="3"]');
  await third.locator('.row').click();
  await third.locator('.details').waitFor();
  const gap = () => page.evaluate(() => {
    const row = (n) => document.querySelector(`[data-finding][data-line="${n}"]`).getBoundingClientRect();
    return row(4).top - row(3).bottom;
  });
  assert.ok(Math.abs(await gap()) < 1, 'the next row stands right beneath the opened one');
  await page.evaluate(() => window.scrollTo(0, 20_000));
  await page.waitForFunction(() => [...document.querySelectorAll('[data-finding]')].some((row) => Number(row.dataset.line) > 200));
  assert.equal(await page.evaluate(() => document.activeElement.closest('[data-finding]')?.dataset.line), '3');
  // What is in sight stays where it is while heights are found out.
  const place = () => page.evaluate(() => {
    const row = [...document.querySelectorAll('[data-finding]')].find((r) => r.getBoundingClientRect().top > 0 && Number(r.dataset.line) > 10);
    return [row.dataset.line, Math.round(row.getBoundingClientRect().top)];
  });
  const before = await place();
  await page.waitForTimeout(300);
  assert.deepEqual(await place(), before);
});

promise('the list is sorted, grouped and filtered, and the choice of rows is named with its count', async (it) => {
  const { page, world } = it;
  const keys = [
    ...Array.from({ length: 3 }, () => makeKey(world, 'groq')),
    makeKey(world, 'groq', { answer: { status: 401, headers: [['content-type', 'application/json']], body: '{"error":{"message":"Invalid API Key","type":"invalid_request_error","code":"invalid_api_key"}}' } }),
    makeKey(world, 'anthropic', { answer: { status: 503, headers: [], body: '' } }),
  ];
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(keys.map((k) => k.line).reverse().join('\n'), 5);
  await latchkey.check();
  const states = async () => (await latchkey.read()).map((row) => row.state);
  assert.deepEqual(await states(), ['unknown', 'dead', 'live', 'live', 'live']);
  await page.getByLabel('Order').selectOption({ label: 'By verdict, live first' });
  assert.deepEqual(await states(), ['live', 'live', 'live', 'dead', 'unknown']);
  await page.getByLabel('Group by provider').check();
  const heads = await page.locator('.ledger .group').allTextContents();
  assert.deepEqual(heads, ['Anthropic 1 key: unknown 1', 'Groq 4 keys: live 3, dead 1']);
  assert.deepEqual(await states(), ['unknown', 'live', 'live', 'live', 'dead']);
  const filter = page.getByRole('group', { name: 'Show' });
  await filter.getByRole('button', { name: 'Dead 1' }).click();
  await latchkey.count(1);
  assert.equal(await filter.getByRole('button', { name: 'Dead 1' }).getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await states(), ['dead']);
});

promise('a report is masked and starts neither a formula nor markup, in each of its formats', async (it) => {
  const { page, world } = it;
  const hostile = '=HYPERLINK("https://evil.example","x")|`</td><script>alert(1)</script>';
  const refusal = { status: 401, headers: [['content-type', 'application/json']], body: JSON.stringify({ error: { message: 'Invalid API Key', type: 'invalid_request_error', code: 'invalid_api_key' } }) };
  const { line } = makeKey(world, 'groq', { answer: refusal });
  const latchkey = await new Latchkey(it).open();
  await drop(page, `${hostile.replaceAll('/', '')}.env`, line);
  await latchkey.count(1);
  await latchkey.check();
  const [head, row] = csv(await save(it, 'CSV'));
  assert.equal(head.length, row.length);
  assert.ok(row.every((cell) => !/^\s*[=+@-]/.test(cell)), row.join(' | '));
  assert.ok(row[head.indexOf('file')].startsWith("'=HYPERLINK"));
  const json = JSON.parse(await save(it, 'JSON'));
  assert.deepEqual(json.sums, { live: 0, limited: 0, dead: 1, unknown: 0 });
  assert.equal(json.credentials[0].cause, 'invalid');
  assert.equal(json.credentials[0].provider, 'Groq');
  const markdown = await save(it, 'Markdown');
  assert.match(markdown, /\ndead 1\n/);
  assert.ok(!/^[^`]*<script>/m.test(markdown), markdown);
  for (const text of [JSON.stringify(json), markdown]) assert.equal(world.needles.find(text), null);
});
