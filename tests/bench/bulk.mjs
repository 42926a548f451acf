// `make bench`, its third part: ten thousand keys over HTTP/2, each answered after 30 ms. The page's keys a second
// stand beside those of a bare `fetch` loop in an empty page that sends the very same requests, as many at once; both
// take turns, since this machine is not the same from one minute to the next. And the page's frames, meanwhile.
//   node tests/bench/bulk.mjs SITE [KEYS] [RUNS]
import http2 from 'node:http2';
import { createServer } from 'node:http';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { answersOf, providers, words } from '../browser/lib/latchkey.mjs';
import { planOf } from '../browser/lib/catalogue.mjs';
import { certificate, play } from '../browser/lib/server.mjs';
import { Chance, KINDS } from './kinds.mjs';
import { watchFrames } from './browser.mjs';

const root = join(import.meta.dirname, '../..');
const [site, keys = '10000', runs = '3'] = process.argv.slice(2);
const DELAY = 30;
// As src/check/queue.rs has them.
const AT_ONCE = 16;
// Four hosts: six at once each are more than sixteen.
const FROM = ['groq', 'huggingface', 'together', 'openrouter'];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

// ---- the keys, and what each is answered ---------------------------------------------------------------

const chance = new Chance(7);
const made = Array.from({ length: Number(keys) }, (_, n) => {
  const provider = providers().find((p) => p.provider === FROM[n % FROM.length]);
  const own = KINDS.find((k) => k.provider === provider.provider);
  const key = own.key(chance);
  const kind = provider.kinds.find((k) => k.checkable && planOf(provider, k.id).more.length === 0);
  const { main } = planOf(provider, kind.id);
  const verdict = n % 2 ? 'live' : 'dead';
  const answer = play(answersOf(provider.provider).find((a) => a.status && (!a.check || a.check === main.check) && words(a.expect).startsWith(verdict)));
  const [name, value] = Object.entries(main.headers).find(([, value]) => value.includes('{key}'));
  return { key, url: main.url, headers: { ...main.headers, [name]: value.replace('{key}', key) }, header: name, answer };
});

// ---- those who answer ----------------------------------------------------------------------------------

const hosts = [...new Set(made.map((m) => new URL(m.url).host))];
const { key, cert, spki } = certificate(hosts);
const answers = new Map(made.map((m) => [m.headers[m.header], m.answer]));
let underWay = 0;
let most = 0;
let refused = 0;
const provider = http2.createSecureServer({ key, cert });
provider.on('stream', (stream, headers) => {
  stream.on('error', () => {});
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*, authorization', 'access-control-max-age': '600' };
  if (headers[':method'] === 'OPTIONS') {
    stream.respond({ ':status': 204, ...cors });
    return stream.end();
  }
  const how = answers.get(Object.keys(headers).map((name) => headers[name]).find((value) => answers.has(value)));
  if (!how) refused++;
  most = Math.max(most, ++underWay);
  setTimeout(() => {
    underWay--;
    if (stream.destroyed) return;
    stream.respond({ ':status': how?.status ?? 400, 'content-type': 'application/json', ...cors });
    stream.end(how?.body ?? '');
  }, DELAY);
});
provider.on('sessionError', () => {});

const pages = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (path === '/empty') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
  const file = join(site, path === '/' ? 'index.html' : path);
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
});
const listen = (server) => new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server.address().port)));
const [port, pagePort] = [await listen(provider), await listen(pages)];

// ---- the two that are compared -------------------------------------------------------------------------

const { chromium } = createRequire(join(root, 'tests/browser/package.json'))('playwright-core');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    `--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1:${port}`).join(', ')}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${spki}`,
  ],
});

async function fresh(run) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error.message).slice(0, 200)));
  try {
    return { ...(await run(page)), errors };
  } finally {
    await context.close();
  }
}

const loop = () =>
  fresh(async (page) => {
    await page.goto(`http://127.0.0.1:${pagePort}/empty`);
    const ms = await page.evaluate(
      async ([list, atOnce]) => {
        const began = performance.now();
        let next = 0;
        const one = async () => {
          while (next < list.length) {
            const [url, headers] = list[next++];
            const answer = await fetch(url, { headers, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error' });
            await answer.text();
          }
        };
        await Promise.all(Array.from({ length: atOnce }, one));
        return performance.now() - began;
      },
      [made.map((m) => [m.url, m.headers]), AT_ONCE],
    );
    return { ms };
  });

const latchkey = () =>
  fresh(async (page) => {
    await page.goto(`http://127.0.0.1:${pagePort}/`);
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    await page.waitForTimeout(1500);
    await watchFrames(page);
    const frames = async () => {
      const all = await page.evaluate(() => window.frames_.splice(0));
      return { longest: Math.max(0, ...all), over50: all.filter((f) => f > 50).length };
    };
    const text = made.map((m) => m.key).join('\n');
    await page.locator('.check input[type=file]').setInputFiles({ name: 'keys.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
    const start = page.getByRole('button', { name: new RegExp(`^Check ${made.length} keys`) });
    await start.waitFor({ timeout: 60_000 });
    await page.waitForTimeout(300);
    const taking = await frames();
    const ms = await page.evaluate(
      (half) =>
        new Promise((done, fail) => {
          const status = document.querySelector('.check .summary [role=status]');
          const began = performance.now();
          const look = () => {
            const all = /^live (\d+), dead (\d+)$/.exec(status.textContent);
            if (all) return all[1] === half && all[2] === half ? done(performance.now() - began) : fail(new Error(status.textContent));
            if (performance.now() - began > 300_000) return fail(new Error(`no end: ${status.textContent}`));
            setTimeout(look, 20);
          };
          document.querySelector('.check button.main').click();
          setTimeout(look, 20);
        }),
      String(made.length / 2),
    );
    return { ms, taking, checking: await frames() };
  });

// ---- turn by turn --------------------------------------------------------------------------------------

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const seen = { loop: [], page: [] };
for (let run = 0; run < Number(runs); run++) {
  for (const [name, go] of [['loop', loop], ['page', latchkey]]) {
    most = 0;
    const one = await go();
    seen[name].push({ ...one, rate: made.length / (one.ms / 1000), most });
    console.error(`  ${name}: ${seen[name].at(-1).rate.toFixed(0)} keys/s, at most ${most} at once`);
  }
}
await browser.close();
provider.close();
pages.close();

const rates = { loop: seen.loop.map((r) => r.rate), page: seen.page.map((r) => r.rate) };
const list = (numbers) => numbers.map((n) => n.toFixed(0)).join(', ');
const worst = (part, what) => Math.max(...seen.page.map((r) => r[part][what]));
const errors = seen.page.flatMap((r) => r.errors);
console.log(`
checking ${made.length} keys of ${FROM.length} providers over HTTP/2, answers after ${DELAY} ms, ${AT_ONCE} at once
  the page        ${median(rates.page).toFixed(0)} keys/s   (${list(rates.page)})
  a bare loop     ${median(rates.loop).toFixed(0)} keys/s   (${list(rates.loop)})   the same requests, from an empty page
  ratio           ${(median(rates.page) / median(rates.loop)).toFixed(2)}   medians, taken in turn
  longest frame   ${worst('checking', 'longest').toFixed(0)} ms while checking, ${worst('checking', 'over50')} over 50 ms; ${worst('taking', 'longest').toFixed(0)} ms while the keys are taken in, ${worst('taking', 'over50')} over 50 ms
  errors          ${errors.length}${errors.length ? `: ${errors[0]}` : ''}; most under way at the providers ${Math.max(...seen.page.map((r) => r.most))}; requests with an unknown key ${refused}`);
process.exit(errors.length ? 1 : 0);
