// The Practices screen as a person meets it, and the first stage of score.md's example, brought about through Check.

import { Latchkey, makeKey, recordedAs } from './latchkey.mjs';
import { play } from './server.mjs';

/** Which item of the checklist asks which question. */
export const QUESTIONS = {
  D1: 'no-keys-in-code',
  D2: 'environment-variables',
  D3: 'rotation',
  D4: 'monitoring',
  D5: 'one-key-everywhere',
  D6: 'no-sharing',
  D7: 'expiry',
  D8: 'emergency-plan',
};

export class Practices {
  constructor({ page, world }) {
    this.page = page;
    this.world = world;
  }

  async open() {
    await new Latchkey(this).open('#/practices');
    await this.page.locator('[data-practice]').first().waitFor();
    return this;
  }

  async go() {
    await this.page.getByRole('navigation').first().getByRole('link', { name: 'Practices', exact: true }).click();
    await this.page.locator('[data-practice]').first().waitFor();
  }

  async leave() {
    await this.page.getByRole('navigation').first().getByRole('link', { name: 'Check', exact: true }).click();
    await this.page.locator('#paste').waitFor();
  }

  item(question) {
    return this.page.locator(`[data-practice="${QUESTIONS[question]}"]`);
  }

  answer(question, answer) {
    return this.item(question).locator(`input[type="radio"][value="${answer}"]`).check();
  }

  async answerAll(answer) {
    for (const question of Object.keys(QUESTIONS)) await this.answer(question, answer);
  }

  states() {
    return this.page.locator('[data-practice]').evaluateAll((items) => items.map((item) => item.dataset.state));
  }

  async score() {
    await this.page.locator('[data-known]').waitFor({ state: 'attached' });
    return this.page.evaluate(() => ({
      score: document.querySelector('[data-score]').textContent.trim(),
      grade: document.querySelector('[data-grade]').textContent.trim(),
      caps: [...document.querySelectorAll('[data-cap]')].map((cap) => Number(cap.dataset.cap)),
      known: Number(document.querySelector('[data-known]').dataset.known),
    }));
  }
}

/**
 * Two living keys: one in a `.env`, that reads only and ends within 90 days, and one written into code. Returns
 * the Check screen, the keys, and the way to revoke the leaked one at its provider.
 */
export async function stageOne(it) {
  const latchkey = await new Latchkey(it).open();
  const ends = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const live = play(recordedAs('gitlab', 'self', 'live'));
  const body = { ...JSON.parse(live.body), scopes: ['read_api'], expires_at: ends };
  const clean = makeKey(it.world, 'gitlab', { answer: { ...live, body: JSON.stringify(body) } });
  const leaked = makeKey(it.world, 'groq');
  leaked.revoke = () => {
    const answers = { [leaked.plan.main.check]: play(recordedAs('groq', leaked.plan.main.check, 'dead invalid')) };
    it.world.know(leaked.key, { provider: 'groq', kind: leaked.kind.id, answers });
  };
  await it.page.locator('input[type="file"]').first().setInputFiles({ name: '.env', mimeType: 'text/plain', buffer: Buffer.from(`${clean.line}\n`) });
  await latchkey.count(1);
  await latchkey.put(`const client = new Groq({ apiKey: "${leaked.key}" });\n`, 2);
  await latchkey.check();
  return { latchkey, clean, leaked, keys: [clean.key, leaked.key] };
}

export async function openEverything(page) {
  const shut = page.locator('.practices details:not([open]) > summary');
  for (let left = 50; left > 0 && (await shut.count()) > 0; left--) await shut.first().click();
}
