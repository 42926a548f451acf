// Writes a picture of every screen and state, phone and desktop, light and dark, into output/.
//
//   node screenshots.mjs [NAME …]     all, or those whose names hold one of the words

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, PHONE, OUTPUT, builtPage, launch } from './lib/browser.mjs';
import { Custom, LIST, NO, OWN } from './lib/custom.mjs';
import { Latchkey, providers } from './lib/latchkey.mjs';
import { ago, Register } from './lib/register.mjs';
import { World } from './lib/server.mjs';
import { openAll, scanned, stage, STAGES } from './lib/stages.mjs';
import { RESPOND_STAGES, respondStage } from './lib/respond.mjs';

const wanted = process.argv.slice(2);
const world = await World.start({ catalogue: [...providers(), ...OWN], site: builtPage() });
const browser = await launch(world);
mkdirSync(OUTPUT, { recursive: true });
let failed = 0;

for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ ...size, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const shots = {
      ...Object.fromEntries(Object.keys(STAGES).map((name) => [`check-${name}`, () => stage({ page, world }, name)])),
      ...Object.fromEntries(['scan', 'practices', 'keys', 'respond', 'trust'].map((name) => [name, () => new Latchkey({ page, world }).open(`#/${name}`)])),
      'scan-found': () => scanned({ page, world }),
      'scan-opened': async () => openAll(await scanned({ page, world }), page.locator('[data-scan-finding]')),
      'keys-filled': () => filled(page, world),
      'keys-opened': async () => {
        const keys = await filled(page, world);
        await keys.entries.nth(0).locator('.row').click();
        await keys.files();
        await keys.switch.check();
      },
      'keys-import': async () => {
        const keys = await filled(page, world);
        await keys.import(JSON.stringify({ format: 'latchkey-register', version: 1, entries: [{ id: 'a', label: 'OPENAI_API_KEY', modified: 1 }] }));
        await page.locator('.preview').waitFor();
      },
      'trust-stored': async () => {
        const keys = await filled(page, world);
        await keys.remember();
        await page.evaluate(() => (location.hash = '#/trust'));
        await page.locator('[data-stored]').scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'Forget everything' }).waitFor();
      },
      custom: () => new Custom({ page, world }).open(),
      'custom-live': async () => {
        const custom = await new Custom({ page, world }).open();
        world.madeUp = () => NO;
        await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
        await custom.check();
      },
      'custom-cors': async () => {
        const custom = await new Custom({ page, world }).open();
        world.preflights.set('gateway.acme.test', 'refuse');
        await custom.fill('', 'https://gateway.acme.test', custom.known('gateway', { models: LIST }));
        await custom.check();
      },
      'custom-plain': async () => {
        const custom = await new Custom({ page, world }).open();
        await custom.fill('', 'http://192.168.0.9:8000', 'x');
        await custom.command.waitFor();
      },
      'custom-atlassian': async () => {
        const custom = await new Custom({ page, world }).open();
        await custom.fill('atlassian myself', 'acme.atlassian.net', 'x');
      },
      'trust-self-test': async () => {
        world.madeUp = ({ provider }) => (provider === 'groq' ? { status: 401, headers: [], body: '{}' } : NO);
        await new Latchkey({ page, world }).open('#/trust');
        for (const provider of ['openai', 'groq']) {
          await page.getByRole('combobox', { name: 'Whose checks' }).selectOption(provider);
          await page.getByRole('button', { name: 'Start the self-test' }).click();
          await page.locator(`[data-self-test="${provider}"]`).first().waitFor();
          await page.getByRole('button', { name: 'Start the self-test' }).waitFor();
        }
      },
      ...Object.fromEntries(Object.keys(RESPOND_STAGES).map((name) => [`respond-${name}`, () => respondStage({ page, world }, name)])),
    };
    for (const [name, arrange] of Object.entries(shots)) {
      const file = `${name}-${device}-${colorScheme}`;
      if (wanted.length && !wanted.some((word) => file.includes(word))) continue;
      world.reset();
      try {
        await arrange();
      } catch (error) {
        failed++;
        console.error(`${file}: ${error.message.split('\n')[0]}`);
      }
      await page.screenshot({ path: join(OUTPUT, `${file}.png`), fullPage: true });
      console.log(`output/${file}.png`);
    }
    await context.close();
  }
}

await browser.close();
await world.stop();
process.exit(failed ? 1 : 0);

/** A register with one of everything. */
async function filled(page, world) {
  await page.goto('about:blank');
  const latchkey = await new Latchkey({ page, world }).open('#/keys');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await latchkey.ready();
  const keys = new Register(page);
  await keys.add('OPENAI_API_KEY', { Provider: 'OpenAI', Mask: 'sk-proj-…Q7fA', Environment: 'production', 'Used by': 'the shop', Created: ago(170), 'Last rotated': ago(120) });
  await keys.add('GROQ_API_KEY', { Provider: 'Groq', Mask: 'gsk_…x9Lw', Environment: 'staging', Created: ago(82) });
  await keys.add('CI deploy token', { Provider: 'GitHub', Mask: 'ghp_…41Zd', 'Last rotated': ago(10), Expires: ago(-20) });
  await keys.add('Mistral, notebook', { Provider: 'Mistral AI', Environment: 'development', Created: ago(60), 'Last rotated': ago(5) });
  await keys.add('Old one', { Provider: 'a company gateway' });
  await keys.entries.nth(4).locator('.row').click();
  return keys;
}
