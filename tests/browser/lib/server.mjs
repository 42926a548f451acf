// The world outside of the page: every provider under its true host name, and the site that the page comes from.
//
// One TLS port plays all providers (HTTP/2, HTTP/1.1 and WebSocket); Chromium is told to look for their hosts
// there (`chromiumFlags`). Whoever else is called lands at the sink, which writes down the name and hangs up.
// The server trusts nobody: a request that the catalogue does not plan, a header too many, a key in a second
// place is written into `wrong`, and each test ends with `wrong` being empty (lib/watch.mjs).

import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import tls from 'node:tls';
import { pageRequests } from './catalogue.mjs';
import { Needles } from './needle.mjs';
import { acceptWebSocket, refuseWebSocket } from './websocket.mjs';

// What a browser puts on a request by itself, whatever the page asks. Cookies and the referrer are not here.
const BROWSER_HEADERS = new Set([
  'accept', 'accept-encoding', 'accept-language', 'cache-control', 'connection', 'content-length', 'host', 'origin', 'pragma',
  'priority', 'sec-ch-ua', 'sec-ch-ua-mobile', 'sec-ch-ua-platform', 'sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site',
  'sec-fetch-storage-access', 'user-agent',
]);
const SOCKET_HEADERS = new Set([
  ...BROWSER_HEADERS, 'sec-websocket-extensions', 'sec-websocket-key', 'sec-websocket-protocol', 'sec-websocket-version', 'upgrade',
]);
const PREFLIGHT_HEADERS = new Set([...BROWSER_HEADERS, 'access-control-request-headers', 'access-control-request-method']);

// Chromium's own errands, which no page can send it on. Seen with an empty page.
const CHROMIUM_HOSTS = new Set([
  'accounts.google.com', 'clients2.google.com', 'content-autofill.googleapis.com', 'optimizationguide-pa.googleapis.com',
  'safebrowsing.googleapis.com', 'safebrowsingohttpgateway.googleapis.com', 'translate.googleapis.com', 'update.googleapis.com',
  'www.google.com',
]);

const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.ico': 'image/x-icon', '.js': 'text/javascript', '.json': 'application/json',
  '.mjs': 'text/javascript', '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json',
};

const SLOT = /\{([a-z][a-z0-9-]*)\}/g;

/**
 * What the server does with a request: `status`, `headers`, `body` (an answer), or `hang`, `cut`; for a socket
 * `events` and `close`, or `refuse` (a status). `readable` overrides whether the answer carries
 * Access-Control-Allow-Origin; `delay` is in ms.
 * @typedef {{status?: number, headers?: [string, string][], body?: string|Buffer, hang?: boolean, cut?: boolean, events?: string[],
 *   close?: [number, string], refuse?: number, readable?: boolean, delay?: number}} Behaviour
 */

export class World {
  /** Every request that reached a provider's host, preflights and probes included, in the order of arrival. */
  requests = [];
  /** What should not have happened. Sentences. */
  wrong = [];
  /** Names under which someone else was called. */
  strangers = [];
  /** Requests for the site's own files. */
  siteRequests = [];
  /** How a host's preflights end: `admit` (default), `refuse`, `hang`. */
  preflights = new Map();
  /**
   * What a key is answered that no test made, as the page makes some up: `({ provider, check, host }) => Behaviour`.
   * Without it such a key is wrong.
   */
  madeUp = null;
  /** All keys of the test, to be looked for everywhere. */
  needles = new Needles();
  #keys = new Map();
  // Those that are looked for in every request; one of ten thousand is no closer watched than all others of its kind.
  #closely = new Set();
  #plans = new Map();
  #routes = new Map();
  #held = new Map();
  #open = new Set();
  #servers = [];

  /**
   * `catalogue`: the providers. `site`: a folder, served under `http://127.0.0.1:PORT/sub/path/`.
   */
  static async start({ catalogue, site = null, base = '/sub/path/' }) {
    const world = new World();
    world.catalogue = catalogue;
    world.site = site;
    world.base = base;
    world.hosts = [...new Set(catalogue.flatMap((p) => pageRequests(p).map((r) => new URL(r.url).host)))].sort();
    const { key, cert, spki } = certificate(world.hosts);
    world.spki = spki;

    const providers = http2.createSecureServer({ key, cert, allowHTTP1: true }, (req, res) => world.#answer(req, res));
    providers.on('upgrade', (req, socket) => world.#upgrade(req, socket));
    providers.on('sessionError', () => {});
    providers.on('tlsClientError', () => {});
    world.port = await world.#listen(providers);

    const sinkTls = tls.createServer({ key, cert, SNICallback: (name, done) => (world.#stranger(name), done(new Error('nobody here'))) });
    sinkTls.on('tlsClientError', () => {});
    const sink = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (chunk) => {
        if (chunk[0] !== 22) {
          world.#stranger(/^host: *([^\r\n]+)/im.exec(chunk.toString('latin1'))?.[1] ?? 'a stranger without a name');
          socket.destroy();
          return;
        }
        socket.pause();
        socket.unshift(chunk);
        sinkTls.emit('connection', socket);
      });
    });
    world.sinkPort = await world.#listen(sink);

    world.sitePort = await world.#listen(http.createServer((req, res) => world.#serveFile(req, res)));
    world.origin = `http://127.0.0.1:${world.sitePort}`;
    world.url = world.origin + base;
    return world;
  }

  /** Flags that make Chromium find the providers here; `unknown` hosts do not exist at all. */
  chromiumFlags({ unknown = [] } = {}) {
    const rules = [
      ...unknown.map((host) => `MAP ${host} ~NOTFOUND`),
      ...this.hosts.map((host) => `MAP ${host} 127.0.0.1:${this.port}`),
      `MAP * 127.0.0.1:${this.sinkPort}`,
      'EXCLUDE 127.0.0.1',
    ];
    return [`--host-resolver-rules=${rules.join(', ')}`, `--ignore-certificate-errors-spki-list=${this.spki}`];
  }

  /**
   * Makes a key known. `answers` maps a check's id to what it is answered with (a list: one a request, the
   * last one again and again); `check@host` is one world's. `companions` are the values of its other slots, and
   * `secrets` those of them that are as secret as the key. One `inCrowd` is not looked for everywhere.
   */
  know(key, { provider, kind = null, answers, companions = {}, secrets = [], literals, open = false, inCrowd = false }) {
    this.#keys.set(key, { provider, kind, answers, companions, turns: {} });
    if (inCrowd) return;
    this.#closely.add(key);
    // What is no secret (an account's number, a publishable key) may be shown whole.
    if (!open) this.needles.add(key, literals);
    for (const secret of secrets) this.needles.add(secret, literals);
  }

  /** Serves `body` at a path of the site, in the file's place. Headers as an object. */
  route(path, body, headers = { 'content-type': TYPES['.html'] }) {
    this.#routes.set(path, { body, headers });
  }

  /** Lets the site's files that end so wait until the function that is returned is called. */
  hold(ending) {
    let release;
    const promise = new Promise((resolve) => (release = resolve));
    this.#held.set(ending, promise);
    return () => {
      this.#held.delete(ending);
      release();
    };
  }

  /** Forgets all that was said and seen; for the next test. */
  reset() {
    for (const list of [this.requests, this.wrong, this.strangers, this.siteRequests]) list.length = 0;
    for (const map of [this.#keys, this.#closely, this.#routes, this.#held, this.preflights]) map.clear();
    this.needles = new Needles();
    this.madeUp = null;
  }

  /** The requests that carried a key. */
  get keyed() {
    return this.requests.filter((r) => r.key);
  }

  async stop() {
    for (const socket of this.#open) socket.destroy();
    await Promise.all(this.#servers.map((server) => new Promise((done) => server.close(done))));
  }

  async #listen(server) {
    server.on('connection', (socket) => {
      this.#open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#open.delete(socket));
    });
    this.#servers.push(server);
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return server.address().port;
  }

  #stranger(name) {
    if (!CHROMIUM_HOSTS.has(name) && !name.endsWith('.gvt1.com')) this.strangers.push(name);
  }

  // ---- providers ----

  async #answer(req, res) {
    const seen = await this.#read(req);
    if (seen.method === 'OPTIONS') return this.#preflight(seen, req, res);
    this.#judge(seen, BROWSER_HEADERS);
    if (seen.probe) return this.#send(seen, res, { status: 401, headers: [['content-type', 'application/json']], body: '{}', readable: false });
    if (!seen.known) return this.#send(seen, res, { status: 500, headers: [], body: '' });
    return this.#send(seen, res, this.#turn(seen));
  }

  async #read(req) {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => !name.startsWith(':')));
    const host = req.headers[':authority'] ?? req.headers.host ?? '';
    const scheme = 'upgrade' in headers ? 'wss' : 'https';
    const seen = {
      at: Date.now(),
      version: req.httpVersion,
      host,
      method: scheme === 'wss' ? 'WEBSOCKET' : req.method,
      url: `${scheme}://${host}${req.url}`,
      headers,
      body: Buffer.concat(chunks).toString(),
      key: null,
      provider: null,
      check: null,
      probe: false,
      preflight: req.method === 'OPTIONS',
      status: null,
    };
    this.requests.push(seen);
    return seen;
  }

  // Fits the request to the catalogue's plans, and takes the key out of its one place.
  #judge(seen, browserHeaders) {
    const say = (what) => this.wrong.push(`${seen.method} ${seen.url.slice(0, 200)}: ${what}`);
    const here = this.#plansAt(bare(seen.url));
    if (here.length === 0) return say('no plan names this address');

    if (seen.method === 'GET' && seen.headers['sec-fetch-mode'] === 'no-cors') {
      seen.probe = true;
      for (const name of Object.keys(seen.headers)) if (!browserHeaders.has(name)) say(`a probe with the header ${name}`);
      const text = JSON.stringify(seen);
      for (const key of this.#closely) if (text.includes(key)) say('a probe that carries a key');
      return;
    }

    const fits = here
      .filter((r) => r.method === seen.method)
      .map((r) => ({ plan: r, slots: slotsIn(r, seen) }))
      .filter((f) => f.slots?.key)
      .map((f) => ({ ...f, key: f.slots.key }));
    // Of two checks at one address, the one that the key's answers are for.
    const meant = (f) => Object.keys(this.#keys.get(f.key)?.answers ?? {}).some((check) => check.split('@')[0] === f.plan.check);
    const fit = fits.find(meant) ?? fits.find((f) => this.#keys.has(f.key)) ?? fits[0];
    if (!fit) return say('fits no plan: method, query, or the key not in its place');
    const { plan, key, slots } = fit;
    Object.assign(seen, { key, provider: plan.provider, check: plan.check, plan, known: this.#keys.get(key) });
    if (!seen.known && this.madeUp) {
      const answer = this.madeUp({ provider: plan.provider, check: plan.check, host: seen.host });
      seen.known = { provider: plan.provider, kind: null, answers: { [plan.check]: answer }, companions: slots, turns: {} };
      seen.madeUp = true;
    }
    if (!seen.known) return say('carries a key that no test made');
    if (seen.known.provider !== plan.provider) say(`carries a key of ${seen.known.provider}`);
    if (seen.known.kind && plan.kinds?.length && !plan.kinds.includes(seen.known.kind)) say(`is not planned for ${seen.known.kind}`);

    for (const [slot, value] of Object.entries(slots)) {
      if (slot !== 'key' && seen.known.companions?.[slot] !== value) say(`{${slot}} is not this key's own`);
    }
    const wanted = filled(plan, slots);
    if (wanted.url !== seen.url) say(`not the planned URL ${plan.url}`);
    for (const [name, value] of Object.entries(wanted.headers)) {
      if (seen.headers[name] !== value) say(`header ${name} is not as planned`);
    }
    for (const name of Object.keys(seen.headers)) {
      if (!(name in (plan.headers ?? {})) && !browserHeaders.has(name)) say(`a header that is not planned: ${name}`);
    }
    if (plan.protocols && seen.headers['sec-websocket-protocol'] !== wanted.protocols.join(', ')) say('the subprotocols are not as planned');
    if (seen.body !== wanted.body) say('the body is not as planned');
    if (seen.headers.origin !== this.origin) say(`comes from ${seen.headers.origin}`);
    const places = occurrences(JSON.stringify([seen.url, seen.headers, seen.body]), key);
    const planned = occurrences(JSON.stringify([wanted.url, wanted.headers, wanted.body, wanted.protocols]), key);
    if (places !== planned) say(`the key stands in ${places} places, planned are ${planned}`);
    const text = JSON.stringify([seen.url, seen.headers, seen.body]);
    for (const other of this.#closely) {
      if (other !== key && !key.includes(other) && text.includes(other)) say('carries a second key');
    }
  }

  #plansAt(url) {
    if (!this.#plans.has(url)) {
      const plans = this.catalogue.flatMap((p) => pageRequests(p).map((r) => ({ ...r, provider: p.provider })));
      this.#plans.set(url, plans.filter((r) => bare(r.url) === url));
    }
    return this.#plans.get(url);
  }

  #turn(seen) {
    const { answers, turns } = seen.known;
    // `check@host` answers for one world of several.
    const list = [answers[`${seen.check}@${seen.host}`] ?? answers[seen.check]].flat().filter(Boolean);
    if (list.length === 0) {
      this.wrong.push(`${seen.method} ${seen.url}: the test has no answer for the check ${seen.check}`);
      return { cut: true };
    }
    const turn = turns[seen.check] ?? 0;
    turns[seen.check] = turn + 1;
    return list[Math.min(turn, list.length - 1)];
  }

  async #preflight(seen, req, res) {
    for (const name of Object.keys(seen.headers)) {
      if (!PREFLIGHT_HEADERS.has(name)) this.wrong.push(`preflight of ${seen.url}: carries ${name}`);
    }
    const how = this.preflights.get(seen.host) ?? 'admit';
    if (how === 'hang') return;
    const method = seen.headers['access-control-request-method'];
    const asked = (seen.headers['access-control-request-headers'] ?? '').split(',').map((n) => n.trim()).filter(Boolean);
    // A fixed list, as the stricter providers have: one header too many fails.
    const plan = this.#plansAt(bare(seen.url)).find((r) => r.method === method && asked.every((name) => name in (r.headers ?? {})));
    if (how === 'refuse' || !plan) {
      if (how !== 'refuse') this.wrong.push(`preflight of ${seen.url}: asks for ${method} with ${asked.join(', ')}`);
      seen.status = 404;
      res.writeHead(404, { 'content-type': 'text/plain' });
      return res.end('no');
    }
    seen.status = 204;
    res.writeHead(204, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': Object.keys(plan.headers ?? {}).join(', '),
    });
    res.end();
  }

  async #send(seen, res, how) {
    if (how.delay) await new Promise((done) => setTimeout(done, how.delay));
    if (how.hang) return;
    seen.doneAt = Date.now();
    if (how.cut) return (res.stream ?? res.socket).destroy();
    seen.status = how.status;
    const provider = this.catalogue.find((p) => p.provider === seen.provider);
    const headers = {};
    for (const [name, value] of how.headers ?? []) headers[name] = name in headers ? [headers[name], value].flat() : value;
    if (how.readable ?? !(provider?.access === 'hides-no' && how.status === 401)) {
      headers['access-control-allow-origin'] = '*';
      if (provider?.exposes?.length) headers['access-control-expose-headers'] = provider.exposes.join(', ');
    }
    if (res.destroyed) return;
    res.writeHead(how.status, headers);
    res.end(how.body ?? '');
  }

  async #upgrade(req, socket) {
    const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((p) => p.trim()).filter(Boolean);
    socket.on('error', () => {});
    const seen = await this.#read(Object.assign(emptyBody(), { headers: req.headers, url: req.url, method: req.method, httpVersion: '1.1' }));
    seen.protocols = offered;
    this.#judge(seen, SOCKET_HEADERS);
    if (!seen.known) return socket.destroy();
    const how = this.#turn(seen);
    if (how.delay) await new Promise((done) => setTimeout(done, how.delay));
    if (how.refuse) return refuseWebSocket(socket, how.refuse);
    if (how.cut) return socket.destroy();
    seen.status = 101;
    // The first one offered that holds no secret, as OpenAI does: it answers `realtime`.
    const quiet = offered.find((p) => !p.includes(seen.key)) ?? null;
    const ws = acceptWebSocket(req, socket, quiet);
    seen.socket = ws;
    socket.on('close', () => {
      seen.closed = true;
      if (ws.received.length) this.wrong.push(`${seen.url}: the page sent ${ws.received.length} messages on a socket`);
    });
    for (const event of how.events ?? []) ws.text(event);
    if (how.close) {
      if (how.close[0] === 1006) ws.cut();
      else ws.close(...how.close);
    }
  }

  // ---- the site ----

  async #serveFile(req, res) {
    this.siteRequests.push({ method: req.method, url: req.url, headers: req.headers });
    if (this.needles.find(JSON.stringify([req.url, req.headers]))) this.wrong.push('the site was sent a piece of a key');
    const path = decodeURIComponent(new URL(req.url, this.origin).pathname);
    for (const [ending, promise] of this.#held) if (path.endsWith(ending)) await promise;
    const route = this.#routes.get(path);
    if (route) {
      res.writeHead(200, route.headers);
      return res.end(route.body);
    }
    const inside = path.startsWith(this.base) ? normalize(path.slice(this.base.length)) : '..';
    if (this.site && !inside.startsWith('..')) {
      const name = inside === '.' || inside.endsWith('/') ? join(inside, 'index.html') : inside;
      try {
        const body = readFileSync(join(this.site, name));
        res.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-cache' });
        return res.end(body);
      } catch {
        // falls through to the 404
      }
    }
    res.writeHead(404, { 'content-type': 'text/plain' });
    res.end('not here');
  }
}

/** A recorded answer, played back as it stands. */
export function play(recorded) {
  return recorded.status ? { status: recorded.status, headers: recorded.headers, body: recorded.body } : { events: recorded.events, close: recorded.close };
}

function bare(url) {
  return url.split('?')[0];
}

// A plan with its slots filled, each value in the writing of its place, as src/check/fill.rs does it.
function filled(plan, slots) {
  const fill = (template, write) => template.replaceAll(SLOT, (slot, name) => (name in slots ? write(slots[name]) : slot));
  const plain = (value) => value;
  const header = (value) => (value.startsWith(BASIC) ? BASIC + Buffer.from(fill(value.slice(BASIC.length), plain)).toString('base64') : fill(value, plain));
  return {
    url: fill(plan.url, percent),
    headers: Object.fromEntries(Object.entries(plan.headers ?? {}).map(([name, value]) => [name, header(value)])),
    protocols: (plan.protocols ?? []).map((value) => fill(value, plain)),
    body: fill(plan.body ?? '', isJson(plan) ? (value) => JSON.stringify(value).slice(1, -1) : percent),
  };
}

const BASIC = 'Basic ';

function isJson(plan) {
  return plan.headers?.['content-type']?.includes('json') ?? false;
}

function percent(value) {
  return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function occurrences(text, part) {
  return text.split(part).length - 1;
}

// What stands in the slots, if the request is the plan with them filled; null where it is not.
function slotsIn(plan, seen) {
  const decoded = (value) => {
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  };
  const slots = {};
  const take = (template, value, read = (v) => v) => {
    if (!template || !value || !template.match(SLOT)) return;
    const names = [...template.matchAll(SLOT)].map((m) => m[1]);
    const pattern = template.split(SLOT).map((part, i) => (i % 2 ? '(.+?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('');
    const found = new RegExp(`^${pattern}$`, 's').exec(value);
    names.forEach((name, i) => found && (slots[name] ??= read(found[i + 1])));
  };
  for (const [name, template] of Object.entries(plan.headers ?? {})) {
    const value = seen.headers[name];
    if (template.startsWith(BASIC) && value?.startsWith(BASIC)) {
      take(template.slice(BASIC.length), Buffer.from(value.slice(BASIC.length), 'base64').toString());
    } else take(template, value);
  }
  (plan.protocols ?? []).forEach((template, i) => take(template, seen.headers['sec-websocket-protocol']?.split(',')[i]?.trim()));
  take(plan.body, seen.body, isJson(plan) ? (v) => JSON.parse(`"${v}"`) : decoded);
  take(plan.url, seen.url, decoded);
  return slots;
}

async function* emptyBody() {}

// A certificate of our own for the providers' names. Chromium is told its public key's hash, and nothing else.
export function certificate(hosts) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'));
  try {
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=latchkey tests',
      '-addext', `subjectAltName=${['DNS:localhost', ...hosts.map((host) => `DNS:${host}`)].join(',')}`, '-keyout', keyFile, '-out', certFile,
    ], { stdio: 'ignore' });
    const cert = readFileSync(certFile);
    const der = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
    return { key: readFileSync(keyFile), cert, spki: createHash('sha256').update(der).digest('base64') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
