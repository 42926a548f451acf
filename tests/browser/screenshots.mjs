// Writes a picture of every screen and state, phone and desktop, light and dark, into output/.
//
//   node screenshots.mjs [NAME …]     all, or those whose names hold one of the words

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, PHONE, OUTPUT, builtPage, launch } from './lib/browser.mjs';
import { Latchkey, providers } from './lib/latchkey.mjs';
import { World } from './lib/server.mjs';
import { RESPOND_STAGES, respondStage } from './lib/respond.mjs';
import { stage, STAGES } from './lib/stages.mjs';

const wanted = process.argv.slice(2);
const world = await World.start({ catalogue: providers(), site: builtPage() });
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
      ...Object.fromEntries(Object.keys(RESPOND_STAGES).map((name) => [`respond-${name}`, () => respondStage({ page, world }, name)])),
      ...Object.fromEntries(['scan', 'practices', 'keys', 'trust'].map((name) => [name, () => new Latchkey({ page, world }).open(`#/${name}`)])),
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
