// What a key needs beside itself: second halves, sites, worlds; and what is asked by `curl` because a page may not.

import assert from 'node:assert/strict';
import { play } from './lib/server.mjs';
import { rig } from './lib/browser.mjs';
import { answersOf, Latchkey, makeKey, providers, recordedAs, words } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers });

// Two worlds of one provider, with one form of key.
const WORLDS = 'moonshot';
const [FIRST, SECOND] = ['api.moonshot.ai', 'api.moonshot.cn'];
const yes = () => play(recordedAs(WORLDS, 'balance', 'live'));
const no = () => play(recordedAs(WORLDS, 'balance', 'unknown elsewhere'));

async function over(it, worlds, prepare = async () => {}) {
  const made = makeKey(it.world, WORLDS, { kind: 'api', worlds });
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.line, 1);
  await prepare(latchkey);
  await latchkey.start.click();
  const verdict = await latchkey.verdict();
  const asked = it.world.keyed.filter((r) => r.check === 'balance').map((r) => r.host);
  return { verdict, asked, latchkey, row: (await latchkey.read())[0] };
}

promise('the button says how many hosts of one provider a key goes to', async (it) => {
  const made = makeKey(it.world, WORLDS, { kind: 'api' });
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.line, 1);
  assert.match(await latchkey.start.innerText(), /2 hosts of Moonshot/);
});

promise('worlds are asked one after another, and all have to refuse a key before it is dead', async (it) => {
  const { verdict, asked, row } = await over(it, { [FIRST]: no(), [SECOND]: no() });
  assert.equal(verdict, 'dead invalid');
  assert.deepEqual(asked, [FIRST, SECOND]);
  assert.equal(row.host, `${FIRST} ${SECOND}`);
});

promise('the first world that knows a key ends the asking', async (it) => {
  const { verdict, asked } = await over(it, { [FIRST]: yes(), [SECOND]: no() });
  assert.equal(verdict, 'live');
  assert.deepEqual(asked, [FIRST]);
});

promise('a key that lives in the second world is live there, and its facts come from there', async (it) => {
  const { verdict, asked, row } = await over(it, { [FIRST]: no(), [SECOND]: yes() });
  assert.equal(verdict, 'live');
  assert.deepEqual(asked, [FIRST, SECOND]);
  assert.equal(row.host, SECOND);
  await it.page.waitForFunction(() => document.querySelector('[data-finding]').dataset.state === 'live');
  const more = it.world.keyed.filter((r) => r.check !== 'balance').map((r) => r.host);
  assert.ok(more.every((host) => host === SECOND), `facts are asked of ${SECOND} alone: ${more}`);
});

for (const [what, silent] of [['does not answer in time', { hang: true }], ['cannot be read', { ...no(), readable: false }]]) {
  promise(`refused by one world while the other ${what}: it may live elsewhere`, async (it) => {
    const { verdict, row } = await over(it, { [FIRST]: no(), [SECOND]: silent });
    assert.equal(verdict, 'unknown elsewhere');
    assert.equal(row.host, FIRST);
  });
}

promise('a name beside the key says which world is asked first, and a refusal there is not the last word', async (it) => {
  const made = makeKey(it.world, WORLDS, { kind: 'api', worlds: { [FIRST]: no(), [SECOND]: no() } });
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(`MOONSHOT_BASE_URL=https://${SECOND}/v1\n${made.line}`, 1);
  await latchkey.start.click();
  assert.equal(await latchkey.verdict(), 'dead invalid');
  assert.deepEqual(it.world.keyed.map((r) => r.host), [SECOND, FIRST]);
});

promise('a world that the person chooses is asked alone', async (it) => {
  const { verdict, asked } = await over(it, { [FIRST]: yes(), [SECOND]: no() }, async (latchkey) => {
    await latchkey.rows.locator('button.row').click();
    await latchkey.page.getByLabel('Platform').selectOption(SECOND);
    assert.match(await latchkey.start.innerText(), new RegExp(`at ${SECOND}`));
  });
  assert.equal(verdict, 'dead invalid');
  assert.deepEqual(asked, [SECOND]);
});

// ---- second halves, at providers whose page checks need one ----

const needy = providers().flatMap((p) => p.kinds.filter((k) => k.checkable && k.needs.some((id) => p.companions.find((c) => c.id === id && !c.each))).map((k) => [p, k]));
const basic = needy.find(([p, k]) => p.requests.some((r) => r.page && r.kinds.includes(k.id) && r.headers.authorization?.startsWith('Basic {') && !r.headers.authorization.startsWith('Basic {key}')));

for (const [provider, kind] of needy.slice(0, 4)) {
  promise(`${provider.name}, ${kind.name}: without its other half nothing is sent, and the row asks for it`, async (it) => {
    const made = makeKey(it.world, provider.provider, { kind: kind.id });
    const latchkey = await new Latchkey(it).open();
    await latchkey.put(made.line, 1);
    assert.ok((await it.page.locator('[data-finding] [data-companion]').count()) > 0, 'there is a field');
    await latchkey.give(provider, kind, made.companions, '[data-finding]');
    await latchkey.start.click();
    assert.equal(await latchkey.verdict(), 'live');
  });
}

if (basic) {
  const [provider, kind] = basic;
  promise(`${provider.name}: a pair goes out as one Basic header, its second half found beside the key`, async (it) => {
    const made = makeKey(it.world, provider.provider, { kind: kind.id });
    const names = Object.entries(made.companions).map(([id, value]) => [provider.companions.find((c) => c.id === id).env[0], value]);
    const latchkey = await new Latchkey(it).open();
    await latchkey.put([...names.map(([name, value]) => `${name}=${value}`), made.line].join('\n'));
    await it.page.locator('[data-finding]').first().waitFor();
    await latchkey.start.click();
    const row = (await latchkey.settled()).find((r) => r.kind === kind.id);
    assert.equal(words(row), 'live');
  });
}

// ---- many keys, one form ----

const CURL = 'twilio';

promise('two keys that miss the same half are given it once', async (it) => {
  const made = [1, 2].map(() => makeKey(it.world, CURL, { kind: 'auth-token' }));
  const account = `AC${'0123456789abcdef'.repeat(2)}`;
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.map((m) => `TWILIO_AUTH_TOKEN=${m.key}`).join('\n\n'), 2);
  const all = it.page.locator('[data-for-all]');
  await all.waitFor();
  await all.getByLabel('Account SID').fill(`${account}0`);
  await all.getByLabel('Account SID').press('Enter');
  assert.match(await all.innerText(), /not the form/);
  await all.getByLabel('Account SID').fill(account);
  await all.getByLabel('Account SID').press('Enter');
  await all.waitFor({ state: 'detached' });
  assert.equal(await it.page.locator('[data-finding] input').count(), 0, 'no row asks any more');
});

// ---- what a page may not ask ----

promise('a check whose path holds the account is a command, and what it prints is judged here', async (it) => {
  const made = makeKey(it.world, CURL, { kind: 'auth-token' });
  const account = `AC${'0123456789abcdef'.repeat(2)}`;
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(`TWILIO_ACCOUNT_SID=${account}\nTWILIO_AUTH_TOKEN=${made.key}`);
  const row = it.page.locator(`[data-finding][data-kind="auth-token"]`);
  await row.locator('button.row').click();
  const command = await row.locator('[data-curl]').innerText();
  assert.ok(command.includes(`Accounts/${account}.json`), command);
  assert.ok(!command.includes(made.key));
  const answer = answersOf(CURL).find((a) => a.name === 'live.http');
  const printed = `HTTP/2 200\ncontent-type: application/json\n\n${answer.body}`;
  await row.getByRole('textbox', { name: 'Paste the answer' }).fill(printed);
  await it.page.waitForFunction(() => document.querySelector('[data-kind="auth-token"]').dataset.state === 'live');
  assert.equal(it.world.requests.length, 0, 'nothing was sent');
});

promise('keys that stand in what was pasted back are masked', async (it) => {
  const made = makeKey(it.world, CURL, { kind: 'auth-token' });
  const other = makeKey(it.world, 'groq');
  const account = `AC${'0123456789abcdef'.repeat(2)}`;
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(`TWILIO_ACCOUNT_SID=${account}\nTWILIO_AUTH_TOKEN=${made.key}`);
  const row = it.page.locator(`[data-finding][data-kind="auth-token"]`);
  await row.locator('button.row').click();
  const body = JSON.stringify({ code: 20003, message: `Authenticate ${made.key} ${other.key}`, status: 401 });
  const box = row.getByRole('textbox', { name: 'Paste the answer' });
  // As a paste does it: the text is never an attribute.
  await box.fill(`HTTP/2 401\ncontent-type: application/json\n\n${body}`);
  await it.page.waitForFunction(() => document.querySelector('[data-kind="auth-token"]').dataset.cause === 'unconfirmed');
  const shown = await row.innerText();
  assert.match(shown, /Authenticate …/);
  assert.ok(!shown.includes(other.key) && !shown.includes(made.key));
  assert.equal(await box.inputValue().catch(() => ''), '', 'what was pasted is not kept');
});
