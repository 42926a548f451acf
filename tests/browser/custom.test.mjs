// The page for hosts of the person's own: a key goes to the origin that they typed and confirmed, and nowhere else.

import assert from 'node:assert/strict';
import http from 'node:http';
import { PHONE, rig } from './lib/browser.mjs';
import { axe } from './lib/axe.mjs';
import { BEARER, Custom, LIST, NO, OWN, json, own } from './lib/custom.mjs';
import { Latchkey, providers, recordedAs } from './lib/latchkey.mjs';
import { play } from './lib/server.mjs';

const promise = rig({ catalogue: () => [...providers(), ...OWN] });
promise('its policy is wide, and the main page’s is not', async (it) => {
  await new Custom(it).open();
  const connect = async (file) => {
    const html = await (await it.page.request.get(it.world.url + file)).text();
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
    assert.ok(!policy.includes('unsafe-inline') && policy.startsWith("default-src 'none'"), policy.slice(0, 80));
    return policy.split('; ').find((rule) => rule.startsWith('connect-src ')).split(' ').slice(1);
  };
  assert.deepEqual(await connect('custom.html'), ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*']);
  const main = await connect('index.html');
  assert.ok(main.every((source) => source === "'self'" || /^(https|wss):\/\/[^*/]+\/./.test(source)), 'exact addresses alone');
});

promise('the main page leads there and says why it is apart', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const link = it.page.getByRole('link', { name: 'Check at a host of your own' }).first();
  await link.waitFor();
  assert.match(await it.page.locator('.elsewhere').first().innerText(), /exact addresses/);
  await link.click();
  await it.page.getByRole('heading', { name: 'A host of your own' }).waitFor();
  assert.match(await it.page.title(), /A host of your own/);
  await it.page.getByRole('link', { name: 'To the main page' }).click();
  await latchkey.box.waitFor();
});

promise('nothing is sent before the exact origin is confirmed, and a new address takes that back', async (it) => {
  const custom = await new Custom(it).open();
  await custom.fill('', 'https://Gateway.ACME.test:443/v1', custom.known('gateway', { models: LIST }));
  assert.ok(await custom.start.isDisabled());
  await it.page.keyboard.press('Enter');
  await it.page.waitForTimeout(300);
  assert.deepEqual(it.world.requests, [], 'not even a preflight');
  await it.page.getByText('This key belongs to https://gateway.acme.test and may go there.').waitFor();
  await custom.confirm.check();
  assert.equal(await custom.start.innerText(), 'Check at https://gateway.acme.test');
  assert.ok(await custom.start.isEnabled());
  await custom.address.fill('https://gateway.acme.test.evil.test/v1');
  assert.ok(!(await custom.confirm.isChecked()) && (await custom.start.isDisabled()));
});

promise('a key that its gateway takes is live, and a made-up one was refused', async (it) => {
  const custom = await new Custom(it).open();
  it.world.madeUp = () => NO;
  await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
  assert.deepEqual(await custom.check(), { verdict: 'live', host: 'gateway.acme.test', provider: 'openai-form' });
  assert.equal(await it.page.locator('[data-fact="models"]').innerText(), 'qwen3:8b, llama3.2');
  assert.deepEqual(it.world.keyed.map((r) => [r.host, Boolean(r.madeUp)]), [['gateway.acme.test', false], ['gateway.acme.test', true]]);
  const rows = it.page.getByRole('table', { name: 'Requests' }).locator('tbody tr');
  assert.equal(await rows.count(), 2, 'the wire log has both');
});

promise('a gateway that lists its models for anyone says nothing of the key', async (it) => {
  const custom = await new Custom(it).open();
  it.world.madeUp = () => LIST;
  await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
  assert.equal((await custom.check()).verdict, 'unknown unexpected');
  await it.page.getByText('It lists its models for anyone').waitFor();
});

for (const [what, answer, verdict] of [
  ['the documented words of a refusal are dead', NO, 'dead invalid'],
  ['LiteLLM’s refusal is dead', json(401, { error: { message: 'Authentication Error, …', type: 'token_not_found_in_db', code: '401' } }), 'dead invalid'],
  ['a spent budget is limited', json(400, { error: { message: 'Budget has been exceeded!', type: 'budget_exceeded' } }), 'limited no-quota'],
  ['words that many use are unconfirmed', json(401, { error: 'Unauthorized' }), 'unknown unconfirmed'],
  ['a portal says nothing', { status: 200, headers: [['content-type', 'text/html']], body: '<title>Sign in</title>' }, 'unknown unexpected'],
  ['trouble of its own says nothing', { status: 502, headers: [], body: '' }, 'unknown provider-error'],
]) {
  promise(`a gateway: ${what}`, async (it) => {
    const custom = await new Custom(it).open();
    await custom.fill('', 'https://gateway.acme.test/v1/', custom.known('gateway', { models: answer }));
    assert.equal((await custom.check()).verdict, verdict);
  });
}

promise('a forge of one’s own is asked behind the path that was typed', async (it) => {
  const custom = await new Custom(it).open();
  const answer = play(recordedAs('gitea', 'user', 'live'));
  await custom.fill('gitea user', 'https://git.acme.test:8443/forge/', custom.known('git', { user: answer }));
  assert.deepEqual(await custom.check(), { verdict: 'live', host: 'git.acme.test:8443', provider: 'gitea' });
});

promise('a GitLab of one’s own is judged by GitLab’s rules, without a word of gitlab.com', async (it) => {
  const custom = await new Custom(it).open();
  const answer = play(recordedAs('gitlab', 'self', 'dead revoked'));
  await custom.fill('gitlab self', 'gitlab.acme.test', custom.known('gitlab-own', { self: answer }));
  assert.deepEqual(await custom.check(), { verdict: 'dead revoked', host: 'gitlab.acme.test', provider: 'gitlab' });
  assert.ok(!(await custom.answer.innerText()).includes('gitlab.com'));
});

promise('a server on this machine is asked by plain http', async (it) => {
  const custom = await new Custom(it).open();
  const seen = [];
  const server = http.createServer((req, res) => {
    seen.push([req.method, req.url, req.headers.authorization ?? null, req.headers.cookie ?? null]);
    res.writeHead(req.method === 'OPTIONS' ? 204 : 200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization', 'content-type': 'application/json' });
    res.end(req.method === 'OPTIONS' ? '' : LIST.body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  // It stays known: the watch looks once more at the end.
  it.world.catalogue.push(own('ollama-here', `${origin}/v1/models`, BEARER));
  try {
    await custom.fill('', origin.replace('http://', ''), '');
    await it.page.getByText('This address is on your machine').waitFor();
    assert.equal((await custom.check()).verdict, 'unknown unexpected', 'without a key there is none to judge');
    assert.deepEqual(seen, [['GET', '/v1/models', null, null]]);
    assert.equal(await it.page.locator('[data-fact="models"]').innerText(), 'qwen3:8b, llama3.2');
  } finally {
    server.close();
  }
});

promise('another machine in the clear is not asked: the page says why, and gives a command', async (it) => {
  const custom = await new Custom(it).open();
  const key = custom.known('gateway', {});
  await custom.fill('', 'http://192.168.0.9:8000', key);
  await it.page.getByText('may not ask another machine by plain http:').waitFor();
  assert.ok(await custom.start.isDisabled());
  const command = await custom.command.innerText();
  assert.ok(command.includes("--proto '=http'") && command.includes('http://192.168.0.9:8000/v1/models') && !command.includes(key));
  await it.page.getByRole('textbox', { name: 'Paste the answer' }).fill(`HTTP/1.1 401 Unauthorized\n\n${NO.body}`);
  assert.equal((await custom.verdict()).verdict, 'dead invalid');
  assert.deepEqual(it.world.requests, []);
});

promise('what a browser could read otherwise than a person is refused', async (it) => {
  const custom = await new Custom(it).open();
  for (const [address, says] of [
    ['https://gateway.acme.test@evil.test/v1', /before the @/],
    ['https://gateway.acme.test\\@evil.test', /no host/],
    ['javascript:alert(1)', /port|begins with/i],
    ['https://2130706433/', /no host/],
    ['https://gateway.acme.test/v1?to=evil', /follows/],
  ]) {
    await custom.fill('', address, 'nothing');
    assert.match(await it.page.locator('.field', { has: custom.address }).getByRole('status').innerText(), says, address);
    assert.equal(await custom.confirm.count(), 0, address);
    assert.ok(await custom.start.isDisabled(), address);
  }
  assert.deepEqual(it.world.requests, []);
});

promise('a provider with hosts of its own takes no other, and one that refuses browsers is left to a command', async (it) => {
  const custom = await new Custom(it).open();
  const key = custom.known('gateway', {});
  await custom.fill('azure-openai models', 'https://acme.openai.azure.com.evil.test', key);
  await it.page.getByText('Keys of this kind belong to other hosts').waitFor();
  await custom.address.fill('https://acme.openai.azure.com/');
  await it.page.getByText('lets no page read its answers').waitFor();
  assert.ok(await custom.start.isDisabled());
  assert.match(await custom.command.innerText(), /https:\/\/acme\.openai\.azure\.com\/openai\/models/);
  assert.deepEqual(it.world.requests, []);
});

promise('a server that lets no page in is told how to', async (it) => {
  const custom = await new Custom(it).open();
  it.world.preflights.set('gateway.acme.test', 'refuse');
  await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
  assert.equal((await custom.check()).verdict, 'unknown cors');
  await it.page.getByText(`OLLAMA_ORIGINS=${it.world.origin}`).waitFor();
  assert.equal(it.world.keyed.length, 0, 'the key never left');
  assert.match(await custom.command.innerText(), /gateway\.acme\.test/);
});

promise('the key is gone when the page is left, and nothing of it was kept', async (it) => {
  const custom = await new Custom(it).open();
  it.world.madeUp = () => NO;
  await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
  await custom.check();
  await it.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  assert.equal(await custom.key.inputValue(), '');
});

promise('neither fragment nor query gives it an address or a key', async (it) => {
  await it.page.goto(`${it.world.url}custom.html?address=https://evil.test&key=abc#https://evil.test`);
  const custom = new Custom(it);
  await custom.address.waitFor();
  assert.deepEqual([await custom.address.inputValue(), await custom.key.inputValue()], ['', '']);
});

for (const [device, options] of Object.entries({ desktop: {}, phone: PHONE })) {
  promise(`it is accessible and fits the screen (${device})`, options, async (it) => {
    const custom = await new Custom(it).open();
    it.world.madeUp = () => NO;
    await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
    await custom.check();
    assert.deepEqual(await axe(it.page), []);
    const wide = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
  });
}

promise('the keyboard is enough', async (it) => {
  const custom = await new Custom(it).open();
  it.world.madeUp = () => NO;
  const key = custom.known('gateway', { models: LIST });
  await custom.what.focus();
  await it.page.keyboard.press('Tab');
  await it.page.keyboard.type('gateway.acme.test');
  await it.page.keyboard.press('Tab');
  await it.page.keyboard.insertText(key);
  await it.page.keyboard.press('Tab');
  await it.page.keyboard.press('Space');
  await it.page.keyboard.press('Tab');
  await it.page.keyboard.press('Enter');
  assert.equal((await custom.verdict()).verdict, 'live');
});

promise('in Chinese it is Chinese', { locale: 'zh-CN' }, async (it) => {
  await it.page.goto(`${it.world.url}custom.html`);
  await it.page.getByRole('heading', { name: '自己的主机' }).waitFor();
  await it.page.getByRole('textbox', { name: '地址' }).waitFor();
});
