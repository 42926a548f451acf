// A live key watched: what is left, as numbers and meters; asked again on demand, or at an interval. The page is built
// with a clock that runs 300 times as fast: five minutes are a second.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers });

const JSON_TYPE = [['content-type', 'application/json']];
const left = (remaining, more = {}) => ({
  status: 200,
  headers: JSON_TYPE,
  body: JSON.stringify({ data: { label: 'x', limit: 100, limit_remaining: remaining, limit_reset: 'monthly', usage: 100 - remaining, usage_daily: 1.25, is_free_tier: false, ...more } }),
});
const refused = { status: 401, headers: JSON_TYPE, body: '{"error":{"message":"User not found.","code":401}}' };

/** A key of OpenRouter that has this left, one answer a question. */
async function opened(it, answer) {
  const made = makeKey(it.world, 'openrouter', { answer, more: { status: 403, headers: JSON_TYPE, body: '{}' } });
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.line, 1);
  await latchkey.check();
  await latchkey.rows.first().locator('.row').click();
  const asked = () => it.world.keyed.filter((r) => r.check === made.plan.main.check).length;
  return { latchkey, asked, meter: it.page.getByRole('meter', { name: /limit/i }) };
}

promise('credit and limits are meters with their numbers, their reset, and the time of the answer', async (it) => {
  const { meter } = await opened(it, left(74.5));
  assert.equal(await meter.getAttribute('aria-valuenow'), '74.5');
  assert.equal(await meter.getAttribute('aria-valuemax'), '100');
  const shown = await it.page.locator('[data-monitor]').textContent();
  assert.match(shown, /74\.5 of 100\s+left/);
  assert.match(shown, /monthly/);
  assert.match(shown, /As of \d\d:\d\d:\d\d/);
  assert.match(shown, /1\.25/, 'what was spent today');
});

promise('asked again on demand: the numbers are new, and the old ones stay to be seen until then', async (it) => {
  const { meter, asked } = await opened(it, [left(74.5), { ...left(60), delay: 400 }]);
  await it.page.getByRole('button', { name: 'Ask again now' }).click();
  await it.page.waitForTimeout(150);
  assert.equal(await meter.getAttribute('aria-valuenow'), '74.5');
  await it.page.waitForFunction(() => document.querySelector('[role=meter]')?.getAttribute('aria-valuenow') === '60');
  assert.equal(asked(), 2);
});

promise('nothing is asked by itself unless an interval is chosen, and its cost is said', async (it) => {
  const { asked } = await opened(it, left(74.5));
  await it.page.getByText(/Each time is \d requests? to OpenRouter, which may stand in its logs/).waitFor();
  await it.page.waitForTimeout(1500);
  assert.equal(asked(), 1);
  await it.page.getByLabel('Ask again by itself').selectOption('5');
  await it.page.getByText(/Next at \d\d:\d\d:\d\d/).waitFor();
  await it.page.waitForTimeout(3500);
  assert.ok(asked() >= 3 && asked() <= 5, `asked ${asked()} times`);
  await it.page.getByLabel('Ask again by itself').selectOption('0');
  const before = asked();
  await it.page.waitForTimeout(1500);
  assert.equal(asked(), before);
});

promise('a key that dies is asked no more', async (it) => {
  const { latchkey, asked } = await opened(it, [left(1), refused]);
  await it.page.getByLabel('Ask again by itself').selectOption('5');
  await it.page.getByText('Ended: the key is dead.').waitFor();
  assert.equal((await latchkey.read())[0].state, 'dead');
  const before = asked();
  await it.page.waitForTimeout(1500);
  assert.equal(asked(), before);
});

promise('a page that nobody looks at for half an hour asks no more', async (it) => {
  const { asked } = await opened(it, left(74.5));
  await it.page.getByLabel('Ask again by itself').selectOption('5');
  await it.page.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }));
  await it.page.getByText('Ended: nobody looked at this page for half an hour.').waitFor({ timeout: 12_000 });
  const before = asked();
  await it.page.waitForTimeout(1500);
  assert.equal(asked(), before);
});

promise('a key that is cleared away is asked no more', async (it) => {
  const { latchkey, asked } = await opened(it, left(74.5));
  await it.page.getByLabel('Ask again by itself').selectOption('5');
  await latchkey.button('Clear').click();
  await latchkey.count(0);
  const before = asked();
  await it.page.waitForTimeout(2500);
  assert.ok(asked() - before <= 1, `asked ${asked() - before} times`);
});
