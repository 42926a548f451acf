// The self-test of the catalogue: made-up keys alone, what they show, and what that may change.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { Latchkey, answersOf, makeKey, providerOf, providers, words } from './lib/latchkey.mjs';
import { Register } from './lib/register.mjs';
import { play } from './lib/server.mjs';

const promise = rig({ catalogue: providers, timeout: 300_000 });
const PLAIN = 'groq';
const json = (status, body) => ({ status, headers: [['content-type', 'application/json']], body: JSON.stringify(body) });

// A recorded refusal: of the check itself or of one at the same address, else of another check of the same provider.
function refusal({ provider, check }) {
  const all = answersOf(provider);
  const { requests } = providerOf(provider);
  const { url } = requests.find((r) => r.check === check);
  const here = requests.filter((r) => r.url === url).map((r) => r.check);
  const refusals = ['dead invalid', 'dead', 'unknown elsewhere', 'unknown unconfirmed'];
  const among = (list) => refusals.map((start) => list.find((a) => words(a.expect).startsWith(start))).find(Boolean);
  return play(among(all.filter((a) => a.check === check)) ?? among(all.filter((a) => here.includes(a.check))) ?? among(all));
}

class SelfTest {
  constructor(it) {
    Object.assign(this, it);
    this.of = this.page.getByRole('combobox', { name: 'Whose checks' });
    this.start = this.page.getByRole('button', { name: 'Start the self-test' });
    this.rows = this.page.locator('[data-self-test]');
    this.drifted = this.page.locator('[data-drifted]');
  }

  async open() {
    await new Latchkey(this).open('#/trust');
    await this.start.waitFor();
    return this;
  }

  async run(provider) {
    await this.of.selectOption(provider);
    await this.start.click();
    await this.page.getByRole('button', { name: 'Cancel the self-test' }).waitFor();
    await this.start.waitFor({ timeout: 200_000 });
    return this.read();
  }

  read() {
    return this.rows.evaluateAll((rows) => rows.map((row) => ({ provider: row.dataset.selfTest, check: row.dataset.check, shown: row.dataset.shown, text: row.innerText })));
  }
}

promise('nothing is sent before the click, which says what it costs', async (it) => {
  const test = await new SelfTest(it).open();
  await it.page.getByText(/This sends \d+ requests to \d+ hosts/).waitFor();
  await test.of.selectOption(PLAIN);
  await it.page.getByText('This sends 1 request to 1 host').waitFor();
  assert.deepEqual(it.world.requests, []);
});

promise('a refusal that is judged as one is as expected, and no key of the person’s was used', async (it) => {
  it.world.madeUp = refusal;
  const test = await new SelfTest(it).open();
  const latchkey = new Latchkey(it);
  // A key in the box stays there.
  await it.page.evaluate(() => (location.hash = '#/check'));
  await latchkey.put(makeKey(it.world, PLAIN).line, 1);
  await it.page.evaluate(() => (location.hash = '#/trust'));
  const [row] = await test.run(PLAIN);
  assert.deepEqual([row.provider, row.shown], [PLAIN, 'refused']);
  assert.match(row.text, /yes.*readable.*Dead.*401/s);
  assert.deepEqual(it.world.keyed.map((r) => r.madeUp), [true]);
  await it.page.getByText('No check has drifted.').waitFor();
});

promise('a made-up key that is taken for a good one, and a refusal that nobody knows, are drift', async (it) => {
  const test = await new SelfTest(it).open();
  it.world.madeUp = ({ provider, check }) => play(answersOf(provider).find((a) => a.check === check && words(a.expect) === 'live'));
  assert.equal((await test.run(PLAIN))[0].shown, 'drifted-accepted');
  it.world.madeUp = () => json(401, { problem: 'a new shape' });
  const rows = await test.run(PLAIN);
  assert.deepEqual(rows.map((r) => r.shown), ['drifted-unrecognised'], 'the newest of each check');
  assert.equal(await test.drifted.getAttribute('data-drifted'), '1');
  it.world.madeUp = () => json(429, {});
  assert.equal((await test.run(PLAIN))[0].shown, 'untold');
});

promise('the table is copied as Markdown, with codes and without bodies', { permissions: ['clipboard-read', 'clipboard-write'] }, async (it) => {
  const test = await new SelfTest(it).open();
  it.world.madeUp = () => json(401, { error: { code: 'new_code', message: 'words at length' } });
  await test.run(PLAIN);
  await it.page.getByRole('button', { name: 'Copy the table as Markdown' }).click();
  await it.page.getByRole('button', { name: 'Copied' }).waitFor();
  const text = await it.page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^Commit: `[0-9a-f+a-z]+`\n\n\| provider \|/);
  assert.match(text, /\| groq \| models \| api\.groq\.com \| drifted-unrecognised \| unknown: unexpected \| 401 \| `new_code` \|/);
  assert.ok(!text.includes('words at length'));
});

promise('what it learned changes the words of an unreadable answer, in memory alone', async (it) => {
  const { line } = makeKey(it.world, PLAIN, { answer: { ...json(401, {}), readable: false } });
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(line, 1);
  assert.equal(words((await latchkey.check())[0]), 'unknown cors');
  it.world.madeUp = () => ({ ...json(401, {}), readable: false });
  await it.page.evaluate(() => (location.hash = '#/trust'));
  const test = new SelfTest(it);
  await test.start.waitFor();
  assert.equal((await test.run(PLAIN))[0].shown, 'hidden');
  await it.page.evaluate(() => (location.hash = '#/check'));
  await latchkey.button('Retry').click();
  assert.equal(await latchkey.verdict(), 'unknown hidden');
  assert.equal(await it.page.evaluate(() => localStorage.length), 0);
});

promise('what it learned is stored only where the person has this browser remember', async (it) => {
  it.watch.permit('storage');
  it.world.madeUp = () => ({ ...json(401, {}), readable: false });
  const test = await new SelfTest(it).open();
  await test.run(PLAIN);
  const kept = () => it.page.evaluate(() => localStorage.getItem('latchkey-self-tests'));
  assert.equal(await kept(), null);
  await it.page.evaluate(() => (location.hash = '#/keys'));
  await new Register(it.page).remember();
  await it.page.waitForFunction(() => localStorage.getItem('latchkey-self-tests'));
  assert.match(await kept(), /^groq hidden \d+\n$/);
  // It is there again after a reload, is shown with what is stored, and goes with it.
  await new Latchkey(it).open('#/trust');
  await it.page.getByText('groq hidden').waitFor();
  await it.page.getByRole('button', { name: 'Forget everything' }).click();
  await it.page.waitForFunction(() => localStorage.length === 0);
});

promise('a run is cancelled at once', async (it) => {
  it.world.madeUp = () => ({ hang: true });
  const test = await new SelfTest(it).open();
  await test.start.click();
  await it.page.getByRole('button', { name: 'Cancel the self-test' }).click();
  await test.start.waitFor({ timeout: 3_000 });
  const sent = it.world.keyed.length;
  await it.page.waitForTimeout(500);
  assert.equal(it.world.keyed.length, sent);
});

promise('every check’s recorded refusal is judged as one, of every provider, one at a time a host', async (it) => {
  const under = new Map();
  it.world.madeUp = (asked) => ({ ...refusal(asked), delay: 5 });
  const test = await new SelfTest(it).open();
  const rows = await test.run('');
  assert.ok(rows.length > 100, `${rows.length} checks`);
  const drifted = rows.filter((r) => r.shown.startsWith('drifted')).map((r) => `${r.provider} ${r.check}: ${r.shown}`);
  // Of a few checks no refusal is on record: there the self-test finds the gap.
  const own = (r) => answersOf(r.provider).some((a) => a.check === r.check && /^(dead|unknown (elsewhere|unconfirmed))/.test(words(a.expect)));
  assert.deepEqual(rows.filter((r) => r.shown.startsWith('drifted') && own(r)).map((r) => `${r.provider} ${r.check}: ${r.shown}`), []);
  assert.ok(drifted.length < rows.length / 20, drifted.join(', '));
  for (const row of rows.filter(own)) {
    const hides = providerOf(row.provider).access === 'hides-no';
    assert.ok(['refused', 'unconfirmed', 'untold'].includes(row.shown) || (hides && row.shown === 'hidden'), `${row.provider} ${row.check}: ${row.shown}`);
  }
  // A socket has no end of its own in the list.
  for (const r of it.world.keyed.filter((seen) => seen.doneAt)) {
    const list = under.get(r.host) ?? [];
    for (const other of list) assert.ok(other.doneAt <= r.at || r.doneAt <= other.at, `two at once at ${r.host}`);
    under.set(r.host, [...list, r]);
  }
});
