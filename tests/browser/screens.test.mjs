// The screens as eyes, hands and assistive technology meet them.

import assert from 'node:assert/strict';
import { axe } from './lib/axe.mjs';
import { DESKTOP, PHONE, rig } from './lib/browser.mjs';
import { plainKinds } from './lib/catalogue.mjs';
import { Latchkey, makeKey, providers, recordedAs, words } from './lib/latchkey.mjs';
import { stage, STAGES } from './lib/stages.mjs';

const promise = rig({ catalogue: providers, timeout: 120_000 });
const SCREENS = ['Check', 'Scan', 'Practices', 'Keys', 'Respond', 'Trust'];

for (const colorScheme of ['light', 'dark']) {
  for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    promise(`axe finds nothing on Check in any state (${device}, ${colorScheme})`, { ...size, colorScheme, reducedMotion: 'reduce' }, async (it) => {
      for (const name of Object.keys(STAGES)) {
        await stage(it, name);
        assert.deepEqual(await axe(it.page), [], name);
        const wide = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${name}: ${wide} px wider than the screen`);
      }
    });
  }
}

promise('axe finds nothing on the other screens', async (it) => {
  await new Latchkey(it).open();
  for (const name of SCREENS) {
    await it.page.getByRole('navigation').first().getByRole('link', { name, exact: true }).click();
    await it.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await it.page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
    assert.deepEqual(await axe(it.page), [], name);
  }
});

promise('a screen whose part of the program is slow shows its title at once, and one whose part fails says so', async (it) => {
  const { page } = it;
  await (await new Latchkey(it).open()).box.focus();
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((r) => r.name.includes('/checks-') && r.responseEnd));
  let answer;
  const held = new Promise((done) => { answer = done; });
  let broken = true;
  await page.route(/\.wasm/, async (route) => (broken ? route.abort() : (await held, route.continue())));
  const to = (name) => page.getByRole('navigation').first().getByRole('link', { name, exact: true }).click();
  await to('Scan');
  await page.getByRole('alert').getByText('did not arrive').waitFor();
  assert.deepEqual(await axe(page), [], 'a part that failed');
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  for (const name of ['Trust', 'Keys']) {
    await to(name);
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    assert.equal(await page.locator('main section[aria-busy=true]').count(), 1, name);
    assert.deepEqual(await axe(page), [], name);
  }
  const place = () => page.getByRole('heading', { level: 1, name: 'Keys', exact: true }).boundingBox();
  const before = await place();
  answer();
  await page.locator('main section[aria-busy=true]').waitFor({ state: 'detached' });
  assert.deepEqual(await place(), before, 'the title stays where it was');
});

promise('each screen has its address and its title, and Back works', async (it) => {
  await new Latchkey(it).open();
  const { page } = it;
  const titles = new Set();
  for (const name of SCREENS) {
    await page.getByRole('navigation').first().getByRole('link', { name, exact: true }).click();
    await page.waitForFunction((n) => location.hash === `#/${n.toLowerCase()}` && document.title.includes(n), name);
    titles.add(await page.title());
  }
  assert.equal(titles.size, SCREENS.length);
  for (const name of SCREENS.slice(0, -1).reverse()) {
    await page.goBack();
    await page.waitForFunction((n) => location.hash === `#/${n.toLowerCase()}` && document.title.includes(n), name);
  }
});

promise('a deep link opens its screen', async (it) => {
  for (const name of SCREENS) {
    await it.page.goto('about:blank');
    await new Latchkey(it).open(`#/${name.toLowerCase()}`);
    await it.page.waitForFunction((n) => document.title.includes(n), name);
  }
});

promise('what stands in the box stays while other screens are looked at', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await latchkey.put(line, 1);
  await it.page.getByRole('link', { name: 'Trust', exact: true }).first().click();
  await it.page.waitForFunction(() => document.title.includes('Trust'));
  await it.page.goBack();
  await latchkey.count(1);
  assert.equal(await latchkey.box.inputValue(), line);
});

promise('an address that is no screen leads to Check', async (it) => {
  const latchkey = await new Latchkey(it).open('#/nowhere');
  await latchkey.box.waitFor();
});

promise('the keyboard does it all: / to the box, Ctrl+Enter checks, Esc cancels, ? lists them', async (it) => {
  const { page } = it;
  const latchkey = await new Latchkey(it).open();
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'paste');
  await page.keyboard.type('/?');
  assert.equal(await latchkey.box.inputValue(), '/?', 'in the box they are letters');

  const hanging = makeKey(it.world, 'groq', { answer: { hang: true } });
  await latchkey.put(hanging.line, 1);
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.querySelector('[data-finding]').dataset.state === 'checking');
  await page.keyboard.press('Escape');
  assert.equal(words((await latchkey.settled(1000))[0]), 'unknown not-sent');

  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('?');
  const list = page.getByRole('dialog');
  await list.waitFor();
  assert.match(await list.innerText(), /Ctrl|⌘/);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
});

promise('a check can be made with Tab, Enter and Space alone', async (it) => {
  const { page } = it;
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await latchkey.put(line, 1);
  await latchkey.box.focus();
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab');
    if (await latchkey.start.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  assert.equal(words((await latchkey.settled())[0]), 'live');
});

promise('the button says how many keys go to how many providers', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const made = [makeKey(it.world, 'groq'), makeKey(it.world, 'groq'), makeKey(it.world, 'openai')];
  await latchkey.put(made.map((m) => m.line).join('\n'), 3);
  assert.match(await latchkey.start.innerText(), /3 keys.* 2 providers/);
});

promise('samples show every state, and send nothing', async (it) => {
  const latchkey = await new Latchkey(it).open();
  await latchkey.button('Try with samples').click();
  await latchkey.rows.first().waitFor();
  if (await latchkey.rows.first().evaluate((row) => row.dataset.state === 'recognised')) await latchkey.start.click();
  await latchkey.count(9);
  const rows = await latchkey.settled();
  assert.deepEqual([...new Set(rows.map((r) => r.state))].sort(), ['dead', 'limited', 'live', 'unknown']);
  await it.page.getByText(/sample|demonstration/i).first().waitFor();
  assert.deepEqual(it.world.requests, []);
});

promise('a few dozen keys are checked, with a bar that says how far', async (it) => {
  const latchkey = await new Latchkey(it).open();
  // All of a list so long are in the document.
  const plain = plainKinds(providers(), recordedAs).slice(0, 60);
  const made = plain.flatMap(({ provider, kind }) => [0, 1].map(() => makeKey(it.world, provider.provider, { kind: kind.id })));
  await latchkey.put(made.map((m) => m.line).join('\n'), made.length);
  const bar = it.page.getByRole('progressbar', { name: 'Checking' });
  await latchkey.start.click();
  await bar.waitFor();
  const rows = await latchkey.settled();
  assert.deepEqual(rows.map((r, i) => `${made[i].provider.provider} ${made[i].kind.id}: ${words(r)}`), made.map((m) => `${m.provider.provider} ${m.kind.id}: live`));
  await bar.waitFor({ state: 'hidden' });
});

promise('a verdict is told to a screen reader', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await latchkey.put(line, 1);
  await latchkey.check();
  const live = it.page.locator('[aria-live], [role="status"], [role="log"]').filter({ hasText: /live/i });
  await live.first().waitFor({ state: 'attached' });
});

promise('the page does not jump when a verdict arrives', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const made = [makeKey(it.world, 'groq'), makeKey(it.world, 'openai')];
  await latchkey.put(made.map((m) => m.line).join('\n'), 2);
  const places = () => latchkey.rows.evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().top + window.scrollY)));
  const before = await places();
  await latchkey.check();
  assert.deepEqual(await places(), before);
});

promise('the other language has the same page', { locale: 'zh-CN' }, async (it) => {
  await it.page.goto(it.world.url);
  await new Latchkey(it).ready();
  assert.match(await it.page.evaluate(() => document.documentElement.lang), /^zh/);
  assert.deepEqual(await axe(it.page), []);
});
