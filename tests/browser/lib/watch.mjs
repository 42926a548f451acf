// Watches a page from outside, over DevTools, for as long as it lives: where its requests go and what they
// carry, what it prints, throws, stores, and every attribute and text that ever stood in its document. When a
// test ends, the keys' bytes must have been seen in the one place that the plan names, and nowhere else.

import { setTimeout as sleep } from 'node:timers/promises';
import { pageRequests } from './catalogue.mjs';

const SLOT = /\{[a-z][a-z0-9-]*\}/;

const WORLD_NAME = 'latchkey-watch';
const BINDING = 'latchkeyWatch';

// Runs in a world of its own: it sees the document, the page does not see it.
const OBSERVER = `(() => {
  const seen = new Set();
  let batch = [];
  const note = (text) => {
    if (!text || text.length < 8 || seen.has(text)) return;
    seen.add(text);
    batch.push(text);
  };
  const walk = (node) => {
    if (node.nodeType === 3 || node.nodeType === 8) note(node.data);
    for (const attribute of node.attributes ?? []) note(attribute.value);
    for (const child of node.childNodes) walk(child);
    if (node.shadowRoot) watch(node.shadowRoot);
  };
  const observer = new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes } of records) {
      if (type === 'attributes') note(target.getAttribute(attributeName));
      else if (type === 'characterData') note(target.data);
      else addedNodes.forEach(walk);
    }
    if (batch.length) ${BINDING}(JSON.stringify(batch.splice(0)));
  });
  const watch = (root) => {
    observer.observe(root, { attributes: true, childList: true, characterData: true, subtree: true });
    walk(root);
  };
  watch(document);
})()`;

/** What a test may have done on purpose. */
const NOTHING_PERMITTED = { policy: false, exceptions: false, storage: false, windows: false, errors: false };

export class Watch {
  requests = new Map();
  console = [];
  exceptions = [];
  places = [];
  #texts = [];
  #permitted = { ...NOTHING_PERMITTED };
  #unexpected = [];
  #demanded = [];

  /** Begins to watch, before the page goes anywhere. */
  static async begin(page, world) {
    const watch = new Watch();
    watch.page = page;
    watch.world = world;
    page.context().on('page', (other) => watch.#unexpected.push(['windows', `a window was opened: ${other.url()}`]));
    page.context().on('serviceworker', (worker) => watch.#unexpected.push(['windows', `a service worker: ${worker.url()}`]));
    page.on('worker', (worker) => watch.#unexpected.push(['windows', `a worker: ${worker.url()}`]));
    page.on('frameattached', () => watch.#unexpected.push(['windows', 'a frame']));
    page.on('download', () => watch.#unexpected.push(['windows', 'a download']));

    const cdp = (watch.cdp = await page.context().newCDPSession(page));
    const request = (id) => {
      if (!watch.requests.has(id)) watch.requests.set(id, { url: null, headers: [], body: '', failed: null });
      return watch.requests.get(id);
    };
    cdp.on('Network.requestWillBeSent', ({ requestId, request: sent, type }) => {
      const seen = request(requestId);
      if (seen.url && seen.url !== sent.url) return request(`${requestId} ${sent.url}`).url ??= sent.url;
      Object.assign(seen, { url: sent.url + (sent.urlFragment ?? ''), method: sent.method, type, body: sent.postData ?? '' });
      seen.headers.push(sent.headers);
    });
    cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => request(requestId).headers.push(headers));
    cdp.on('Network.loadingFailed', ({ requestId, blockedReason, errorText }) => {
      request(requestId).failed = blockedReason ?? errorText;
    });
    cdp.on('Network.webSocketCreated', ({ requestId, url }) => Object.assign(request(requestId), { url, method: 'WEBSOCKET', type: 'WebSocket' }));
    cdp.on('Network.webSocketWillSendHandshakeRequest', ({ requestId, request: sent }) => request(requestId).headers.push(sent.headers));
    cdp.on('Network.webSocketFrameSent', ({ requestId, response }) => {
      if (response.opcode !== 8) watch.#unexpected.push(['', `a message on the socket ${request(requestId).url}`]);
    });
    cdp.on('Network.webTransportCreated', ({ url }) => watch.#unexpected.push(['', `a WebTransport to ${url}`]));
    cdp.on('Network.directTCPSocketCreated', () => watch.#unexpected.push(['', 'a TCP socket']));
    cdp.on('Runtime.consoleAPICalled', (event) => watch.console.push({ level: event.type, text: JSON.stringify(event.args) }));
    cdp.on('Log.entryAdded', ({ entry }) => watch.console.push({ level: entry.level, source: entry.source, text: JSON.stringify(entry) }));
    cdp.on('Runtime.exceptionThrown', ({ exceptionDetails }) => watch.exceptions.push(JSON.stringify(exceptionDetails)));
    cdp.on('Audits.issueAdded', ({ issue }) => {
      if (issue.code === 'ContentSecurityPolicyIssue') watch.console.push({ level: 'policy', text: JSON.stringify(issue.details) });
    });
    for (const name of ['Page.frameNavigated', 'Page.navigatedWithinDocument', 'Page.frameRequestedNavigation', 'Page.windowOpen']) {
      cdp.on(name, (event) => watch.places.push(JSON.stringify(event)));
    }
    for (const name of ['domStorageItemAdded', 'domStorageItemUpdated']) {
      cdp.on(`DOMStorage.${name}`, (event) => watch.#stored(JSON.stringify(event)));
    }
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) watch.#texts.push(...JSON.parse(payload));
    });

    await Promise.all([
      cdp.send('Network.enable', { maxPostDataSize: 1 << 20 }),
      cdp.send('Runtime.enable'),
      cdp.send('Log.enable'),
      cdp.send('Page.enable'),
      cdp.send('Audits.enable'),
      cdp.send('DOMStorage.enable'),
      cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD_NAME }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: OBSERVER, worldName: WORLD_NAME }),
    ]);
    return watch;
  }

  /**
   * Says what a test does on purpose: breaches of the `policy` (that are refused), `exceptions`, `errors` on the
   * console, `storage`, `windows`. Keys are looked for all the same.
   */
  permit(...what) {
    for (const name of what) {
      if (!(name in this.#permitted)) throw new Error(`nothing is called ${name}`);
      this.#permitted[name] = true;
    }
  }

  /** For the watch's own tests: something must be found that reads so. */
  mustFind(pattern) {
    this.#demanded.push(pattern);
  }

  /** Everything that went wrong so far, as sentences; empty is good. */
  async findings() {
    const all = await this.#all();
    const missed = this.#demanded.filter((pattern) => !all.some((what) => pattern.test(what)));
    return [...all.filter((what) => !this.#demanded.some((pattern) => pattern.test(what))), ...missed.map((pattern) => `not found: ${pattern}`)];
  }

  async #all() {
    await sleep(60);
    const { world } = this;
    const out = [...world.wrong];
    for (const [right, what] of this.#unexpected) if (!this.#permitted[right]) out.push(what);
    for (const name of world.strangers) out.push(`a stranger was called: ${name}`);
    for (const seen of this.requests.values()) out.push(...this.#request(seen));

    for (const { level, source, text } of this.console) {
      if (this.#holdsKey(text)) out.push(`the console holds a piece of a key: ${text.slice(0, 300)}`);
      const policy = level === 'policy' || /Content Security Policy|violates the following/.test(text);
      if (policy && !this.#permitted.policy) out.push(`policy: ${text.slice(0, 400)}`);
      // The browser itself prints a line for each answer that is no success: that is the "network" source.
      if (level === 'error' && !policy && source !== 'network' && !/blocked by CORS policy/.test(text) && !this.#permitted.errors) {
        out.push(`the console has an error: ${text.slice(0, 400)}`);
      }
    }
    for (const text of this.exceptions) {
      if (this.#holdsKey(text)) out.push(`an exception holds a piece of a key: ${text.slice(0, 300)}`);
      if (!this.#permitted.exceptions) out.push(`an exception: ${text.slice(0, 600)}`);
    }
    for (const place of this.places) if (this.#holdsKey(place)) out.push(`an address holds a piece of a key: ${place.slice(0, 300)}`);

    if (!this.page.isClosed() && !this.crashed) {
      const state = await this.page.evaluate(pageState);
      for (const [what, text] of Object.entries(state.keyless)) {
        const found = this.#holdsKey(text);
        if (found) out.push(`${what} holds a piece of a key: ${around(text, found)}`);
      }
      if (!this.#permitted.storage) {
        for (const [what, text] of Object.entries(state.storage)) if (text) out.push(`${what} was written to: ${text.slice(0, 200)}`);
        const cookies = await this.page.context().cookies();
        if (cookies.length) out.push(`cookies: ${JSON.stringify(cookies)}`);
      }
    }
    const text = this.#texts.find((t) => this.#holdsKey(t));
    if (text) out.push(`the document held a piece of a key: ${around(text, this.#holdsKey(text))}`);
    return [...new Set(out)];
  }

  #stored(text) {
    if (!this.#permitted.storage) this.#unexpected.push(['storage', `storage was written to: ${text.slice(0, 200)}`]);
    if (this.#holdsKey(text)) this.#unexpected.push(['', 'storage was given a piece of a key']);
  }

  #holdsKey(text) {
    return this.world.needles.find(text);
  }

  #request(seen) {
    if (!seen.url || seen.url.startsWith('data:')) return [];
    if (seen.failed === 'csp' && this.#permitted.policy) return [];
    // A file that the page made, on its way to the person's disk.
    if (seen.url.startsWith(`blob:${this.world.origin}/`) && this.#permitted.windows) return [];
    const plans = this.world.catalogue.flatMap((p) => pageRequests(p)).filter((r) => r.url.split('?')[0] === seen.url.split('?')[0]);
    const out = [];
    if (plans.length === 0 && !seen.url.startsWith(this.world.origin + '/') && seen.url !== 'about:blank') out.push(`a request to ${seen.url.slice(0, 200)}`);
    if (this.#holdsKey(seen.url) && !plans.some((r) => SLOT.test(r.url))) out.push(`a URL with a piece of a key: ${seen.url.slice(0, 200)}`);
    if (this.#holdsKey(seen.body) && !plans.some((r) => SLOT.test(r.body ?? ''))) out.push(`a body with a piece of a key, to ${seen.url}`);
    for (const headers of seen.headers) {
      for (const [name, value] of Object.entries(headers)) {
        const planned = plans.some((r) => SLOT.test(r.headers?.[name.toLowerCase()] ?? '') || (r.protocols && name.toLowerCase() === 'sec-websocket-protocol'));
        if (!planned && this.#holdsKey(value)) out.push(`a piece of a key in the header ${name}, to ${seen.url}`);
      }
    }
    return out;
  }
}

function around(text, part) {
  const at = text.indexOf(part);
  return `…${text.slice(Math.max(0, at - 80), at + 40)}…`;
}

// Runs in the page: everything in which a key might have been left behind.
async function pageState() {
  const dump = (storage) => (storage.length ? JSON.stringify({ ...storage }) : '');
  const databases = (await indexedDB.databases?.()) ?? [];
  const contents = [];
  for (const { name } of databases) {
    const db = await new Promise((done, fail) => Object.assign(indexedDB.open(name), { onsuccess: (e) => done(e.target.result), onerror: fail }));
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      contents.push(JSON.stringify(await new Promise((done) => (all.onsuccess = () => done(all.result)))));
    }
    db.close();
  }
  const cached = [];
  for (const name of 'caches' in self ? await caches.keys() : []) {
    for (const request of await (await caches.open(name)).keys()) cached.push(request.url);
  }
  const fields = [...document.querySelectorAll('input, textarea, select, output')].filter((field) => !['paste', 'code', 'custom-key'].includes(field.id));
  return {
    storage: {
      localStorage: dump(localStorage),
      sessionStorage: dump(sessionStorage),
      indexedDB: databases.length ? contents.join('\n') || 'a database' : '',
      'document.cookie': document.cookie,
    },
    keyless: {
      localStorage: dump(localStorage),
      sessionStorage: dump(sessionStorage),
      indexedDB: contents.join('\n'),
      'the cache': cached.join('\n'),
      'the document': document.documentElement.outerHTML,
      'a field': fields.map((field) => field.value).join('\n'),
      'the title': document.title,
      'the address': `${location.href} ${document.referrer} ${window.name} ${JSON.stringify(history.state)}`,
      'the list of resources': performance.getEntries().map((entry) => entry.name).join('\n'),
    },
  };
}
