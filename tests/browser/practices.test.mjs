// The Practices screen: the score as answers and facts move it, the checklist, the report.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe } from './lib/axe.mjs';
import { DESKTOP, PHONE, rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers } from './lib/latchkey.mjs';
import { Register } from './lib/register.mjs';
import { openEverything, Practices, QUESTIONS, stageOne } from './lib/practices.mjs';

const promise = rig({ catalogue: providers, timeout: 120_000 });

promise('before anything is known there is no number and no letter, but the range', async (it) => {
  const practices = await new Practices(it).open();
  assert.deepEqual(await practices.score(), { score: '', grade: '', caps: [4, 5, 6], known: 0 });
  assert.equal((await it.page.locator('[data-range]').innerText()).trim(), '0 – 79');
  assert.equal(await it.page.locator('[data-practice]').count(), 11);
  assert.deepEqual([...new Set(await practices.states())], ['open']);
});

promise('the guide is fetched when the screen is first wanted, and not before', async (it) => {
  const asked = [];
  it.page.on('request', (request) => asked.push(request.url()));
  await new Latchkey(it).open();
  await it.page.waitForTimeout(300);
  assert.deepEqual(asked.filter((url) => url.includes('practices-')), []);
  await new Practices(it).go();
  assert.equal(asked.filter((url) => url.includes('practices-')).length, 1);
});

promise('answers alone move the score, and end at 79', async (it) => {
  const practices = await new Practices(it).open();
  const seen = [];
  for (const question of Object.keys(QUESTIONS)) {
    await practices.answer(question, 'yes');
    seen.push((await practices.score()).score);
  }
  assert.deepEqual(seen, ['', '', '', '79', '79', '79', '79', '79']);
  assert.deepEqual(await practices.score(), { score: '79', grade: 'C', caps: [4], known: 96 });
  await practices.answer('D1', 'dont-know');
  assert.equal((await practices.score()).score, '79', '37 of 45 is 82, and C4 is lower');
  await practices.answer('D2', 'no');
  assert.equal((await practices.score()).score, '69');
  assert.equal(await it.page.locator('[data-next]').getAttribute('data-next'), 'D1', 'the largest gain comes first');
  await practices.item('D2').getByRole('button', { name: 'Take back' }).click();
  assert.equal(await practices.item('D2').getAttribute('data-state'), 'open');
});

promise('the worked example: 39 F, revoked 84 B, taken out of the code 100 A+', async (it) => {
  const practices = new Practices(it);
  const { latchkey, leaked } = await stageOne(it);
  await practices.go();
  await practices.answerAll('yes');
  let now = await practices.score();
  assert.deepEqual([now.score, now.grade, now.caps], ['39', 'F', [1, 7, 8]]);
  assert.equal(await it.page.locator('[data-next]').getAttribute('data-next'), 'M1');

  leaked.revoke();
  await practices.leave();
  await latchkey.check();
  await practices.go();
  now = await practices.score();
  assert.deepEqual([now.score, now.grade, now.caps], ['84', 'B', [7, 8]]);

  await practices.leave();
  await latchkey.put('', 1);
  await practices.go();
  now = await practices.score();
  assert.deepEqual([now.score, now.grade, now.caps], ['100', 'A+', []]);
  assert.equal(await it.page.locator('[data-trend]').getAttribute('data-trend'), '3', 'the line has a point for each');
});

promise('an answer that a fact contradicts is shown beside the fact', async (it) => {
  const practices = new Practices(it);
  await stageOne(it);
  await practices.go();
  await practices.answer('D1', 'yes');
  const item = practices.item('D1');
  assert.equal(await item.getAttribute('data-state'), 'evidence');
  assert.equal(await item.locator('input[value="yes"]').isChecked(), true);
  assert.match(await item.locator('[data-seen]').innerText(), /You said “Yes”/);
  assert.match(await item.locator('[data-seen]').innerText(), /1 of 2 keys/);
});

promise('what-if shows the score that mending would give, and changes nothing', async (it) => {
  const practices = new Practices(it);
  await stageOne(it);
  await practices.go();
  await practices.answerAll('yes');
  const before = await practices.score();
  await it.page.locator('[data-row="M1"][data-line-state="lost"] input').check();
  const then = Number(await it.page.locator('[data-what-if]').getAttribute('data-what-if'));
  assert.ok(then > 39, String(then));
  assert.deepEqual(await practices.score(), before);
  await it.page.getByRole('button', { name: 'Untick all' }).click();
  assert.equal(await it.page.locator('[data-what-if]').count(), 0);
});

promise('a question is answered by the keyboard alone, and the focus stays', async (it) => {
  const practices = await new Practices(it).open();
  await practices.item('D1').locator('input').first().focus();
  await it.page.keyboard.press('Space');
  await it.page.keyboard.press('ArrowDown');
  await it.page.keyboard.press('ArrowDown');
  assert.equal(await practices.item('D1').locator('input:checked').getAttribute('value'), 'no');
  assert.equal(await it.page.evaluate(() => document.activeElement.value), 'no');
  assert.equal(await practices.item('D1').getAttribute('data-state'), 'said');
});

promise('answers stay while other screens are looked at, and in the other language', async (it) => {
  const practices = await new Practices(it).open();
  await practices.answerAll('yes');
  await practices.leave();
  await practices.go();
  assert.equal((await practices.score()).score, '79');
  await it.page.getByRole('button', { name: '中文' }).click();
  await it.page.waitForFunction(() => document.documentElement.lang.startsWith('zh') && document.querySelector('[data-practice]'));
  assert.equal((await practices.score()).score, '79');
  assert.match(await it.page.locator('[data-practice="rotation"] h3').innerText(), /轮换/);
  assert.deepEqual(await axe(it.page), []);
});

promise('answers and the line of scores come back where remembering is on, and only there', async (it) => {
  it.watch.permit('storage');
  const { page } = it;
  const practices = await new Practices(it).open();
  await practices.answerAll('yes');
  await practices.answer('D1', 'dont-know');
  await practices.answer('D2', 'no');
  assert.equal(await page.evaluate(() => localStorage.length), 0, 'nothing is kept unasked');
  await page.evaluate(() => (location.hash = '#/keys'));
  const keys = new Register(page);
  await keys.remember();
  await page.evaluate(() => (location.hash = '#/practices'));
  await practices.answer('D8', 'partly');
  const before = await practices.score();
  const points = () => page.locator('[data-trend]').getAttribute('data-trend');
  const line = await points();
  await page.waitForFunction(() => JSON.parse(localStorage.latchkey).practices.answers.D8 === 'partly');

  await page.reload();
  await page.locator('[data-practice]').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-score]').textContent.trim());
  assert.deepEqual(await practices.score(), before);
  assert.equal(await practices.item('D2').locator('input:checked').getAttribute('value'), 'no');
  assert.equal(await points(), line);

  await page.evaluate(() => (location.hash = '#/trust'));
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByText('Everything is forgotten.').waitFor();
  await page.evaluate(() => (location.hash = '#/practices'));
  await page.locator('[data-practice]').first().waitFor();
  assert.equal((await practices.score()).score, '');
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

promise('the keys of the demonstration are nobody’s', async (it) => {
  const latchkey = await new Latchkey(it).open();
  await latchkey.button('Try with samples').click();
  await latchkey.rows.first().waitFor();
  const practices = new Practices(it);
  await practices.go();
  assert.equal(await it.page.locator('[data-row^="M"]:not([data-row="M7"])').count(), 0);
});

promise('the report is saved with the score and its reasons, and holds no key', async (it) => {
  it.watch.permit('windows');
  const practices = new Practices(it);
  const { keys } = await stageOne(it);
  await practices.go();
  await practices.answerAll('yes');
  const saved = it.page.waitForEvent('download');
  await it.page.getByRole('button', { name: 'Save the report' }).click();
  const download = await saved;
  assert.match(download.suggestedFilename(), /^key-hygiene-\d{4}-\d\d-\d\d\.md$/);
  const text = readFileSync(await download.path(), 'utf8');
  for (const part of ['# Key hygiene', '**39 of 100, F**', '## Do this first', 'C1: ', '| D8 ']) assert.ok(text.includes(part), `${part} in ${text}`);
  for (const key of keys) {
    for (let at = 0; at + 9 <= key.length; at++) {
      // What every key of the kind begins with may be shown.
      if (at > 6) assert.ok(!text.includes(key.slice(at, at + 9)), 'no run of nine');
    }
  }
});

promise('text is made for the variables that stand beside the keys', async (it) => {
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(`MY_GROQ_API_KEY=${makeKey(it.world, 'groq').key}`, 1);
  await new Practices(it).go();
  const env = it.page.locator('[data-generator="env"]');
  assert.match(await env.locator('code').innerText(), /^MY_GROQ_API_KEY=$/m);
  await env.locator('select').selectOption({ label: '.gitignore' });
  assert.match(await env.locator('code').innerText(), /^\.env$/m);
  await it.page.locator('#variables').fill('one; rm -rf / $(two)');
  await it.page.locator('[data-generator="load"] select').selectOption({ label: 'Ruby' });
  assert.equal((await it.page.locator('[data-generator="load"] code').innerText()).trim(), 'one = ENV.fetch("ONE")\nrm = ENV.fetch("RM")\nrf = ENV.fetch("RF")\ntwo = ENV.fetch("TWO")');
});

for (const colorScheme of ['light', 'dark']) {
  for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    promise(`axe finds nothing on Practices (${device}, ${colorScheme})`, { ...size, colorScheme, reducedMotion: 'reduce' }, async (it) => {
      const practices = new Practices(it);
      await stageOne(it);
      await practices.go();
      await practices.answer('D1', 'yes');
      await practices.answer('D2', 'no');
      await openEverything(it.page);
      assert.deepEqual(await axe(it.page), []);
      const wide = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px wider than the screen`);
    });
  }
}

promise('it prints on one page', async (it) => {
  const practices = new Practices(it);
  await stageOne(it);
  await practices.go();
  await practices.answerAll('yes');
  const pdf = await it.page.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
  assert.equal(pages.length, 1);
});
