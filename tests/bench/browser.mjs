// The engine in Chromium: the page's own recogniser, as WebAssembly built with the page's settings but for the standard
// library, which is the compiler's own here, called from an empty page; and the page itself, whether it loses frames while it takes in a large file.
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const tools = [join(root, '.tools/bin'), join(root, '.tools/node_modules/.bin')];
const env = { ...process.env, PATH: [...tools, process.env.PATH].join(':') };
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

function call(command, args) {
  const { status, stderr } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stderr}`);
}

/** Builds the engine as the page is built, and gives the folder it is in. */
export function engine() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const out = join(target, 'bench-engine');
  const wasm = 'wasm32-unknown-unknown';
  call('cargo', ['build', '--quiet', '--release', '--locked', '--target', wasm, '--example', 'engine']);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  call('wasm-bindgen', ['--target', 'web', '--no-typescript', '--out-dir', out, join(target, wasm, 'release/examples/engine.wasm')]);
  // What loads the page's other parts is linked in, and never called here.
  const glue = join(out, 'engine.js');
  const text = readFileSync(glue, 'utf8');
  writeFileSync(glue, text.replace(/^import \* as (\w+) from ["']__wasm_split_placeholder__["'];?$/gm, 'const $1 = new Proxy({}, { get: () => () => {} });'));
  const html = readFileSync(join(root, 'index.html'), 'utf8');
  const flags = /data-wasm-opt-params="([^"]*)"/.exec(html)[1].split(' ');
  const level = /data-wasm-opt="([^"]*)"/.exec(html)[1];
  call('wasm-opt', [`-O${level}`, ...flags, '-o', join(out, 'engine_bg.wasm'), join(out, 'engine_bg.wasm')]);
  return out;
}

/** Serves some folders, the first that has the file. */
function serve(folders) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === '/empty') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
    const file = folders.map((folder) => join(folder, path === '/' ? 'index.html' : path)).find((f) => existsSync(f) && statSync(f).isFile());
    if (!file) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

/** Runs a function with a page of a fresh browser, and the address of what is served. */
async function withPage(folders, run) {
  const { chromium } = createRequire(join(root, 'tests/browser/package.json'))('playwright-core');
  const server = await serve(folders);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    return await run(await browser.newPage(), `http://127.0.0.1:${server.address().port}`, browser);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Recognises each file of a folder: `{ [file]: { ms, walk, copy, lines } }`, and how long the tables take. */
export function measure(engineFolder, folder, files) {
  return withPage([engineFolder, folder], async (page, url) => {
    await page.goto(`${url}/empty`);
    return page.evaluate(async (files) => {
      const { default: init, Engine, walk } = await import('/engine.js');
      const { memory } = await init();
      const began = performance.now();
      const engine = new Engine();
      const out = { tables: performance.now() - began };
      const table = Uint16Array.from({ length: 1 << 14 }, (_, i) => Math.imul(i, 40503) & 0xffff);
      const best = (runs, run) => {
        let least = Infinity;
        for (let i = 0; i < runs; i++) {
          const from = performance.now();
          run();
          least = Math.min(least, performance.now() - from);
        }
        return least;
      };
      for (const file of files) {
        const text = new Uint8Array(await (await fetch(`/${file}`)).arrayBuffer());
        let lines = '';
        const ms = best(5, () => (lines = engine.recognise(text, 65536)));
        out[file] = { bytes: text.length, ms, limit: best(5, () => walk(text, table)), lines };
      }
      out.memory = memory.buffer.byteLength;
      return out;
    }, files);
  });
}

/** From here on the page notes how long each frame was, by the frames' own times; `watchFrames_()` begins anew. */
export function watchFrames(page) {
  return page.evaluate(() => {
    let watch = 0;
    window.watchFrames_ = () => {
      const mine = ++watch;
      window.frames_ = [];
      let last = performance.now();
      const next = (now) => {
        if (mine !== watch) return;
        requestAnimationFrame(next);
        // A frame has the time at which it was due: one that waited for what stood before the watch is not of it.
        if (now < last) return;
        window.frames_.push(now - last);
        last = now;
      };
      requestAnimationFrame(next);
    };
    window.watchFrames_();
  });
}

/** Gives the page a file, as a drop does, and watches its frames until all is found. */
export function framesOfFile(site, file, findings) {
  return framesWhile(site, findings, (page) => page.locator('input[type=file]').first().setInputFiles(file));
}

/** Pastes a file's text, and watches the frames from when the event has handed it over until all is found. */
export function framesOfPaste(site, file, findings) {
  return framesWhile(site, findings, async (page) => {
    // The text comes by a control of the bench's own: the page's would take it in as a file.
    await page.evaluate(() => {
      const control = Object.assign(document.createElement('input'), { type: 'file', id: 'bench' });
      document.body.append(control);
    });
    await page.locator('#bench').setInputFiles(file);
    await page.evaluate(async () => {
      const control = document.getElementById('bench');
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', await control.files[0].text());
      control.remove();
      document.getElementById('paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      window.watchFrames_();
    });
  });
}

function framesWhile(site, findings, give) {
  return withPage([site], async (page, url) => {
    await page.goto(url);
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    await page.locator('input[type=file]').first().waitFor({ state: 'attached' });
    await page.locator('#paste').focus();
    await page.waitForTimeout(1000);
    await watchFrames(page);
    const began = performance.now();
    await give(page);
    // Rows are listed once the whole text was read; of a long list few are in the document, and each says how long it is.
    const listed = (n) => Number(document.querySelector('[data-finding]')?.getAttribute('aria-setsize') ?? 0) >= n;
    await page.waitForFunction(listed, findings, { timeout: 60_000, polling: 50 });
    const ms = performance.now() - began;
    await page.waitForTimeout(300);
    const all = await page.evaluate(() => window.frames_);
    return { ms, longest: Math.max(...all), over50: all.filter((f) => f > 50).length, count: all.length };
  });
}
