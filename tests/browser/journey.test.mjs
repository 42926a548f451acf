// The whole way that a person goes on the day a key is found in code: Scan, Respond, the rotation, watching until
// dead, the register, and the score that rises for it.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers, recordedAs } from './lib/latchkey.mjs';
import { Practices } from './lib/practices.mjs';
import { Register } from './lib/register.mjs';
import { Respond } from './lib/respond.mjs';
import { play } from './lib/server.mjs';
import { folderOf } from './lib/stages.mjs';

const promise = rig({ catalogue: providers, timeout: 120_000 });
const LIVE = play(recordedAs('groq', 'models', 'live'));
const DEAD = play(recordedAs('groq', 'models', 'dead'));

promise('scan, respond, rotate, watch until dead, register, score: the whole way', async (it) => {
  const { page, world } = it;
  const latchkey = new Latchkey(it);
  const practices = new Practices(it);
  const at = (name) => page.getByRole('navigation').first().getByRole('link', { name, exact: true }).click();
  const leaked = makeKey(world, 'groq', { answer: LIVE });
  const fresh = makeKey(world, 'groq', { answer: LIVE });

  // A scan of the project finds the key in code.
  await latchkey.open('#/scan');
  await page.locator('input[webkitdirectory]').setInputFiles(folderOf({ 'src/client.js': `const client = new Groq({ apiKey: '${leaked.key}' });\n` }));
  await page.locator('[data-scan-finding]').waitFor();
  assert.equal(await page.locator('[data-scan-finding]').getAttribute('data-line'), '1');
  await page.getByRole('link', { name: 'What to do about a leaked key' }).waitFor();
  await latchkey.button('Check these 1').click();
  await latchkey.count(1);
  assert.equal((await latchkey.check())[0].state, 'live');

  // It is kept in the register, and the score says how bad it is.
  const row = latchkey.rows.first();
  await row.locator('.row').click();
  await row.getByRole('button', { name: 'Keep in the register' }).click();
  await row.locator('[data-kept]').waitFor();
  await at('Practices');
  await practices.answerAll('yes');
  const before = await practices.score();
  assert.deepEqual([before.score, before.grade], ['39', 'F'], 'a living key in code caps everything');
  assert.ok(before.caps.includes(1));
  assert.equal(await page.locator('[data-next]').getAttribute('data-next'), 'M1', 'what to do first is said');

  // The new key goes into a file that git ignores, both are asked, and the old one is revoked.
  await at('Check');
  await page.locator('section.check input[type="file"]').first().setInputFiles({ name: '.env', mimeType: 'text/plain', buffer: Buffer.from(`${fresh.line}\n`) });
  await latchkey.count(2);
  const respond = await new Respond(it).go();
  const values = await page.locator('#leaked option').evaluateAll((all) => all.map((o) => [o.value, o.textContent]).filter(([v]) => v.startsWith('row:')));
  const old = values.find(([, text]) => text.includes(leaked.key.slice(-4)));
  await respond.choose(old[0]);
  await respond.say('Suspected');
  await respond.step('replace').getByRole('checkbox').check();
  const rehearsal = page.locator('[data-rehearsal]');
  await rehearsal.getByLabel('New key').selectOption({ index: 1 });
  await rehearsal.getByRole('button', { name: 'Ask both' }).click();
  await rehearsal.getByText('Both live. Revoke the old key now').waitFor();
  world.know(leaked.key, { provider: 'groq', kind: leaked.kind.id, answers: { models: DEAD } });
  await rehearsal.getByText('Shown: the new key lived before the old one died').waitFor({ timeout: 30_000 });
  const report = await respond.report();
  assert.ok(!world.needles.find(report), 'the report holds no key');

  // The register knows of it, and the entry is of the new key from here on.
  const register = await new Register(page).show();
  await register.count(1);
  assert.equal(await register.entries.first().getAttribute('data-state'), 'dead');

  // The score rises, with its reasons; and again once the line is out of the code.
  await at('Practices');
  const after = await practices.score();
  assert.ok(Number(after.score) > 39 && !after.caps.includes(1), JSON.stringify(after));
  await at('Check');
  await page.locator('.held').filter({ hasText: 'Scan' }).getByRole('button').click();
  await latchkey.count(1);
  await latchkey.check();
  await at('Practices');
  const clean = await practices.score();
  assert.ok(Number(clean.score) > Number(after.score), `${after.score}, then ${clean.score}`);
  assert.ok(await page.locator('[data-row]').count(), 'each point has its line');
});
