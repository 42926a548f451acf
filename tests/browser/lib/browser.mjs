// One Chromium and one world a test file; a fresh context, page and watch for every test.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { World } from './server.mjs';
import { Watch } from './watch.mjs';

const ROOT = new URL('../../../', import.meta.url).pathname;
export const OUTPUT = new URL('../output/', import.meta.url).pathname;

export const DESKTOP = { viewport: { width: 1280, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** The page as built for tests: `LATCHKEY_DIST`, else `dist-test/`, else `dist/`. */
export function builtPage() {
  const places = [process.env.LATCHKEY_DIST, join(ROOT, 'dist-test'), join(ROOT, 'dist')].filter(Boolean);
  const found = places.find((place) => existsSync(join(place, 'index.html')));
  if (!found) throw new Error('the page is not built: run `make dist-test` first');
  return found;
}

function chromiumPath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', ...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('no Chromium or Chrome found: install one, or name it in CHROMIUM');
  return found;
}

/** Starts Chromium so that it knows the world's hosts and no others. Its own errands are not held back, so that leaks are not either. */
export function launch(world, { unknown } = {}) {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    ignoreDefaultArgs: ['--disable-background-networking'],
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync', ...world.chromiumFlags({ unknown })],
  });
}

/**
 * The test function of a file. `unknown`: hosts that do not resolve.
 * `promise(name, [options of the context], async ({ page, world, watch, context, browser }) => …)`
 */
export function rig({ catalogue, site, unknown, timeout = 60_000 }) {
  let world;
  let browser;
  before(async () => {
    world = await World.start({ catalogue: catalogue(), site: site === undefined ? builtPage() : site });
    browser = await launch(world, { unknown });
  });
  after(async () => {
    await browser?.close();
    await world?.stop();
  });

  return function promise(name, ...rest) {
    const body = rest.pop();
    const options = rest.pop() ?? {};
    test(name, { timeout }, async (t) => {
      world.reset();
      const context = await browser.newContext({ ...DESKTOP, locale: 'en-GB', serviceWorkers: 'allow', ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const watch = await Watch.begin(page, world);
      try {
        await body({ page, world, watch, context, browser, t });
        assert.deepEqual(await watch.findings(), [], 'what the watch saw');
      } catch (error) {
        mkdirSync(OUTPUT, { recursive: true });
        const file = join(OUTPUT, `failed-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`);
        await page.screenshot({ path: file, timeout: 5000 }).catch(() => {});
        const seen = await Promise.race([watch.findings(), new Promise((done) => setTimeout(done, 3000, []))]).catch(() => []);
        for (const what of seen) t.diagnostic(what);
        throw error;
      } finally {
        await context.close();
      }
    });
  };
}
