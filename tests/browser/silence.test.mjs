// What happens where no answer comes, or one that fits nothing: each ends in its state and cause, and none is death.

import assert from 'node:assert/strict';
import { play } from './lib/server.mjs';
import { rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providerOf, providers, recordedAs, words } from './lib/latchkey.mjs';

const PLAIN = 'groq';
const UNKNOWN_HOST = 'api.mistral.ai';
const promise = rig({ catalogue: providers, unknown: [UNKNOWN_HOST] });
const JSON_TYPE = [['content-type', 'application/json']];

// One key, one answer, one verdict.
async function verdictOf(it, provider, how) {
  const made = makeKey(it.world, provider, how);
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.line, 1);
  await latchkey.start.click();
  return latchkey.verdict();
}

const hostOf = (id) => new URL(providerOf(id).requests[0].url).host;
const keyed = (it) => it.world.keyed.length;

promise('a refused preflight is closed to browsers, and the key never leaves', async (it) => {
  it.world.preflights.set(hostOf(PLAIN), 'refuse');
  assert.equal(await verdictOf(it, PLAIN), 'unknown cors');
  assert.equal(keyed(it), 0);
  assert.ok(it.world.requests.some((r) => r.probe), 'a bare request asked whether the host is up');
});

promise('an answer that no page may read is closed to browsers', async (it) => {
  const answer = { ...play(recordedAs(PLAIN, providerOf(PLAIN).requests[0].check, 'dead')), readable: false };
  assert.equal(await verdictOf(it, PLAIN, { answer }), 'unknown cors');
});

promise('a host that does not exist is unreachable', async (it) => {
  assert.equal(hostOf('mistral'), UNKNOWN_HOST);
  assert.equal(await verdictOf(it, 'mistral'), 'unknown unreachable');
  assert.deepEqual(it.world.requests, []);
});

promise('a connection that is cut is tried twice, then the host is asked without the key', async (it) => {
  assert.equal(await verdictOf(it, PLAIN, { answer: { cut: true } }), 'unknown cors');
  assert.equal(keyed(it), 2);
});

promise('a connection that is cut once does no harm', async (it) => {
  const live = play(recordedAs(PLAIN, providerOf(PLAIN).requests[0].check, 'live'));
  assert.equal(await verdictOf(it, PLAIN, { answer: [{ cut: true }, live] }), 'live');
});

promise('a browser without network says so', async (it) => {
  const made = makeKey(it.world, PLAIN);
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.line, 1);
  await it.context.setOffline(true);
  await latchkey.start.click();
  assert.equal(await latchkey.verdict(), 'unknown offline');
});

promise('an answer that does not come within the deadline is a time-out', async (it) => {
  assert.equal(await verdictOf(it, PLAIN, { answer: { hang: true } }), 'unknown timeout');
});

promise('an answer whose preflight hangs is a time-out', async (it) => {
  it.world.preflights.set(hostOf(PLAIN), 'hang');
  assert.equal(await verdictOf(it, PLAIN), 'unknown timeout');
  assert.equal(keyed(it), 0);
});

for (const status of [500, 502, 503, 529]) {
  promise(`a ${status} is the provider's trouble`, async (it) => {
    assert.equal(await verdictOf(it, PLAIN, { answer: { status, headers: [['content-type', 'text/html']], body: '<h1>oops</h1>' } }), 'unknown provider-error');
  });
}

const UNEXPECTED = {
  'a portal’s page in place of JSON': { status: 200, headers: [['content-type', 'text/html']], body: '<!doctype html><title>Welcome to the hotel</title><form>…</form>' },
  'an empty 200': { status: 200, headers: JSON_TYPE, body: '' },
  'a 200 of another shape': { status: 200, headers: JSON_TYPE, body: '{"hello":"world"}' },
  'a body of 6 MB': { status: 200, headers: JSON_TYPE, body: `{"object":"list","data":[${'{"id":"m","object":"model"},'.repeat(225_000)}{"id":"m"}]}` },
  'a firewall’s 403': { status: 403, headers: [['content-type', 'text/html']], body: '<html><title>Attention Required! | Cloudflare</title></html>' },
  'a 401 without a word': { status: 401, headers: [], body: '' },
};
for (const [what, answer] of Object.entries(UNEXPECTED)) {
  promise(`${what} is unexpected, neither alive nor dead`, async (it) => {
    assert.equal(await verdictOf(it, PLAIN, { answer }), 'unknown unexpected');
  });
}

promise('a redirect is not followed with the key', async (it) => {
  const { url } = providerOf(PLAIN).requests[0];
  const answer = { status: 302, headers: [['location', `${new URL(url).origin}/elsewhere`]], body: '' };
  assert.equal(await verdictOf(it, PLAIN, { answer }), 'unknown cors');
  assert.ok(it.world.requests.every((r) => r.url === url || r.probe));
});

const slow = { status: 429, headers: JSON_TYPE, body: '' };

promise('a 429 that says nothing of the key is no verdict on it', async (it) => {
  assert.equal(await verdictOf(it, PLAIN, { answer: slow }), 'unknown rate-limited');
});

promise('after a 429 its host is left alone for as long as the answer names', async (it) => {
  const live = play(recordedAs(PLAIN, providerOf(PLAIN).requests[0].check, 'live'));
  const named = { ...slow, body: '{"error":{"message":"Too many requests. Please try again in 800ms."}}' };
  const keys = [makeKey(it.world, PLAIN, { answer: named }), ...Array.from({ length: 9 }, () => makeKey(it.world, PLAIN, { answer: { ...live, delay: 100 } }))];
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(keys.map((k) => k.line).join('\n'), keys.length);
  const rows = await latchkey.check();
  assert.deepEqual(rows.map((r) => r.state), ['unknown', ...Array(9).fill('live')]);
  const throttled = it.world.keyed.find((r) => r.status === 429).doneAt;
  const late = it.world.keyed.filter((r) => r.at > throttled + 50).map((r) => r.at - throttled);
  assert.ok(late.length >= 3 && Math.min(...late) > 700, `sent after ${late} ms`);
});

promise('what could not be told can be asked again', async (it) => {
  const live = play(recordedAs(PLAIN, providerOf(PLAIN).requests[0].check, 'live'));
  const made = makeKey(it.world, PLAIN, { answer: [{ status: 500, headers: [], body: '' }, live] });
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.line, 1);
  assert.equal(words((await latchkey.check())[0]), 'unknown provider-error');
  await latchkey.button('Retry').click();
  await it.page.waitForFunction(() => document.querySelector('[data-finding]').dataset.state === 'live');
});

// ---- OpenAI hides its no from pages; its socket says it ----

const NO = { status: 401, headers: JSON_TYPE, body: '{"error":{"code":"invalid_api_key","message":"Incorrect API key provided"}}' };
const event = (code, type = 'invalid_request_error') => JSON.stringify({ type: 'error', error: { type, code, message: 'no', param: null, event_id: null } });

promise('a dead OpenAI key is told by its socket', async (it) => {
  const door = { events: [event('invalid_api_key')], close: [3000, 'invalid_request_error.invalid_api_key'] };
  assert.equal(await verdictOf(it, 'openai', { answer: NO, door }), 'dead invalid');
  assert.deepEqual([...new Set(it.world.keyed.map((r) => r.method))], ['GET', 'WEBSOCKET']);
});

promise('a dead OpenAI key whose no can be read needs no socket', async (it) => {
  assert.equal(await verdictOf(it, 'openai', { answer: { ...NO, readable: true } }), 'dead invalid');
  assert.deepEqual(it.world.keyed.map((r) => r.method), ['GET']);
});

promise('a living OpenAI key needs no socket', async (it) => {
  assert.equal(await verdictOf(it, 'openai'), 'live');
  assert.ok(it.world.keyed.every((r) => r.method === 'GET'));
});

const DOORS = {
  'a session is live': [{ events: ['{"type":"session.created","session":{"id":"s"}}'] }, 'live'],
  'an event that names the key is death, though the socket stays open': [{ events: [event('invalid_api_key')] }, 'dead invalid'],
  'the reason alone, without an event, is death': [{ events: [], close: [3000, 'invalid_request_error.invalid_api_key'] }, 'dead invalid'],
  'too few permissions is a narrow scope': [{ events: [], close: [3000, 'invalid_request_error.insufficient_permissions'] }, 'limited scope'],
  'a missing model says nothing': [{ events: [event('missing_model')], close: [4000, 'invalid_request_error.missing_model'] }, 'unknown hidden'],
  'an invalid model says nothing': [{ events: [event('invalid_model')], close: [4000, 'invalid_request_error.invalid_model'] }, 'unknown hidden'],
  'a model not found says nothing': [{ events: [event('model_not_found')], close: [4004, 'invalid_request_error.model_not_found'] }, 'unknown hidden'],
  'an unknown reason says nothing': [{ events: [], close: [3000, 'invalid_request_error.something_new'] }, 'unknown hidden'],
  'an unknown event says nothing': [{ events: ['{"type":"weather.changed"}'], close: [1000, ''] }, 'unknown hidden'],
  'a beta that ended says nothing': [{ events: [event('beta_api_shape_disabled')], close: [4000, 'invalid_request_error.beta_api_shape_disabled'] }, 'unknown hidden'],
  'a server error says nothing': [{ events: [event('server_error', 'server_error')], close: [1011, 'server_error'] }, 'unknown hidden'],
  'a plain close says nothing': [{ events: [], close: [1000, ''] }, 'unknown hidden'],
  'a cut connection says nothing': [{ events: [], close: [1006, ''] }, 'unknown hidden'],
  'a refused upgrade says nothing': [{ refuse: 401 }, 'unknown hidden'],
  'silence says nothing': [{ events: [] }, 'unknown hidden'],
};
promise('of all that OpenAI’s socket may say, only invalid_api_key is death', async (it) => {
  const keys = Object.values(DOORS).map(([door]) => makeKey(it.world, 'openai', { answer: NO, door }));
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(keys.map((k) => k.line).join('\n'), keys.length);
  const rows = await latchkey.check();
  const names = Object.keys(DOORS);
  assert.deepEqual(rows.map((r, i) => `${names[i]}: ${words(r)}`), Object.entries(DOORS).map(([name, [, verdict]]) => `${name}: ${verdict}`));
  await it.page.waitForTimeout(300);
  const open = it.world.keyed.filter((r) => r.socket && !r.closed);
  assert.deepEqual(open.map((r) => r.url), [], 'every socket is closed');
});

promise('Cerebras hides its no and has no other door: hidden', async (it) => {
  assert.equal(await verdictOf(it, 'cerebras', { answer: NO }), 'unknown hidden');
});

// ---- many at once ----

promise('at most six keys are at one host at a time', async (it) => {
  const live = play(recordedAs(PLAIN, providerOf(PLAIN).requests[0].check, 'live'));
  const keys = Array.from({ length: 18 }, () => makeKey(it.world, PLAIN, { answer: { ...live, delay: 150 } }));
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(keys.map((k) => k.line).join('\n'), keys.length);
  const rows = await latchkey.check();
  assert.ok(rows.every((r) => r.state === 'live'));
  const most = Math.max(...it.world.keyed.map((r) => it.world.keyed.filter((o) => o.at <= r.at && o.doneAt > r.at).length));
  assert.ok(most <= 6, `${most} at once`);
  assert.ok(most >= 3, `only ${most} at once`);
});

promise('a key that stands twice is sent once', async (it) => {
  const { line } = makeKey(it.world, PLAIN);
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(`${line}\n\nagain: ${line}\n`);
  await latchkey.rows.first().waitFor();
  const rows = await latchkey.check();
  assert.ok(rows.every((r) => r.state === 'live'));
  const { check } = providerOf(PLAIN).requests[0];
  assert.equal(it.world.keyed.filter((r) => r.check === check).length, 1);
});

promise('Cancel stops at once, and nothing leaves afterwards', async (it) => {
  const keys = Array.from({ length: 20 }, () => makeKey(it.world, PLAIN, { answer: { hang: true } }));
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(keys.map((k) => k.line).join('\n'), keys.length);
  await latchkey.start.click();
  await it.page.getByRole('progressbar', { name: 'Checking' }).waitFor();
  await it.page.waitForTimeout(300);
  const before = keyed(it);
  assert.ok(before > 0 && before <= 6, `${before} keys were on their way`);
  await latchkey.button('Cancel').click();
  const rows = await latchkey.settled(1000);
  assert.deepEqual([...new Set(rows.map(words))], ['unknown not-sent']);
  await it.page.waitForTimeout(600);
  assert.equal(keyed(it), before);
});
