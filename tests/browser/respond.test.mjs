// The Respond screen: the runbook, watching until dead, the rehearsal of a rotation, the report.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe } from './lib/axe.mjs';
import { DESKTOP, PHONE, rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers, recordedAs } from './lib/latchkey.mjs';
import { Register } from './lib/register.mjs';
import { play } from './lib/server.mjs';
import { Respond, RESPOND_STAGES, respondStage } from './lib/respond.mjs';

const promise = rig({ catalogue: providers, timeout: 120_000 });

const LIVE = play(recordedAs('groq', 'models', 'live'));
const DEAD = play(recordedAs('groq', 'models', 'dead'));
const PORTAL = { status: 200, headers: [['content-type', 'text/html']], body: '<title>Sign in to the hotel</title>' };
const TROUBLE = { status: 503, headers: [], body: '' };

const CONFIRMED = ['revoke', 'replace', 'update', 'logs', 'billing', 'leak', 'prove'];
const SUSPECTED = ['replace', 'update', 'revoke', 'logs', 'billing', 'leak', 'prove'];

promise('confirmed abuse revokes first; a suspicion replaces first', async (it) => {
  const respond = await new Respond(it).withKey(makeKey(it.world, 'groq'));
  assert.equal(await respond.steps.count(), 0, 'it asks first');
  await respond.say('Confirmed');
  assert.deepEqual(await respond.order(), CONFIRMED);
  await respond.step('replace').getByRole('checkbox').check();
  await respond.say('Suspected');
  assert.deepEqual(await respond.order(), SUSPECTED);
  assert.equal(await respond.step('replace').getAttribute('data-state'), 'done', 'what was done stays done');
  assert.deepEqual(it.world.requests, [], 'nothing is sent by any of it');
});

promise("each step has the provider's own page, in a new tab that knows nothing of this one", async (it) => {
  const respond = await new Respond(it).withKey(makeKey(it.world, 'groq'));
  await respond.say('Confirmed');
  const links = await respond.steps.locator('a').evaluateAll((all) => all.map((a) => [a.closest('[data-step]').dataset.step, a.href, a.target, a.rel]));
  assert.deepEqual(links.find(([step]) => step === 'revoke'), ['revoke', 'https://console.groq.com/keys', '_blank', 'noopener noreferrer']);
  assert.deepEqual(links.find(([step]) => step === 'logs').slice(0, 2), ['logs', 'https://console.groq.com/dashboard/logs']);
  for (const [, href, target, rel] of links) assert.ok(href.startsWith('https://') && target === '_blank' && rel.includes('noopener'), href);
  assert.match(await respond.step('revoke').innerText(), /API Keys page/);
});

promise('without a provider, or without its facts, it is the general plan; the address alone opens it', async (it) => {
  const respond = await new Respond(it).open();
  await respond.say('Confirmed');
  assert.deepEqual(await respond.order(), CONFIRMED);
  assert.equal(await respond.steps.locator('a, .says').count(), 0);
  assert.match(await respond.step('leak').innerText(), /rewriting history is no remedy/);
  await respond.choose('provider:stepfun');
  await respond.say('Suspected');
  assert.deepEqual(await respond.order(), SUSPECTED);
  await respond.choose('');
  assert.deepEqual(await respond.order(), CONFIRMED, 'each keeps its own answer');
});

promise('a kind made to be seen has nothing to revoke; a private key asks for a new pair', async (it) => {
  const { page } = it;
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(makeKey(it.world, 'stripe', { kind: 'publishable' }).line, 1);
  const respond = await new Respond(it).go();
  await respond.chooseKey();
  await respond.say('Confirmed');
  assert.deepEqual(await respond.order(), ['beside', 'restrict', 'billing']);
  await page.getByRole('navigation').first().getByRole('link', { name: 'Check', exact: true }).click();
  await latchkey.put(makeKey(it.world, 'pem', { kind: 'openssh' }).key, 1);
  await respond.go();
  await respond.chooseKey();
  await respond.say('Confirmed');
  assert.match(await respond.step('revoke').innerText(), /Nobody can take a private key back/);
  assert.equal(await respond.button('Watch at').count(), 0, 'nobody could be asked');
});

promise('watched until dead: no answer ends it but a refusal, and the report says when', { permissions: ['notifications'] }, async (it) => {
  const { page, world } = it;
  await page.addInitScript(() => {
    window.shown = [];
    const Real = window.Notification;
    window.Notification = class extends Real {
      constructor(title, options) {
        super(title, options);
        window.shown.push(`${title}: ${options.body}`);
      }
    };
  });
  const made = makeKey(world, 'groq', { answer: [LIVE, PORTAL, TROUBLE, LIVE, DEAD] });
  const respond = await new Respond(it).withKey(made);
  await respond.say('Confirmed');
  assert.equal(await respond.watchState(), 'idle');
  assert.match(await respond.watch.innerText(), /api\.groq\.com\/openai\/v1\/models.*log/s, 'what it sends is said first');
  assert.deepEqual(world.requests, []);
  await respond.button('Watch at api.groq.com').click();
  await respond.watching();
  await respond.asked(3);
  assert.equal(await respond.watchState(), 'watching', 'neither a portal nor a provider in trouble is a refusal');
  await respond.button('I revoked it just now').click();
  assert.equal(await respond.step('revoke').getAttribute('data-state'), 'done');
  await respond.ended('dead');
  assert.match(await respond.watch.innerText(), /Rejected \d+ s after you marked it revoked, at question 5\. It was last accepted \d+ s before/);
  assert.equal(world.keyed.length, 5);
  assert.equal(await respond.step('prove').getAttribute('data-state'), 'done', 'evidence ticks the last step');
  const report = await respond.report();
  assert.match(report, /## Watch until dead\n\n- Rejected \d+ s after you marked it revoked/);
  assert.match(report, /\+00:00:\d\d` \(\d{4}-\d\d-\d\dT.*\) watch: the provider refused the key/);
  assert.ok(!report.includes(made.key) && !world.needles.find(report), report);
  assert.deepEqual(await page.evaluate(() => window.shown), ['Latchkey: The key that you watched is dead: Groq refuses it.']);
  await page.waitForTimeout(1500);
  assert.equal(world.keyed.length, 5, 'it is not asked again');
});

promise('a watch is stopped by its button, and asks no more', async (it) => {
  const respond = await new Respond(it).withKey(makeKey(it.world, 'groq'));
  await respond.button('Watch at').click();
  await respond.asked(2);
  await respond.button('Stop watching').click();
  await respond.ended('stopped');
  const asked = it.world.keyed.length;
  await it.page.waitForTimeout(2500);
  assert.equal(it.world.keyed.length, asked);
  assert.match(await respond.watch.innerText(), /It was not seen dead/);
});

promise('a watch goes on while other screens are looked at, and ends when the key is taken out of the page', async (it) => {
  const { page } = it;
  const respond = await new Respond(it).withKey(makeKey(it.world, 'groq'));
  await respond.button('Watch at').click();
  await respond.asked(1);
  await page.getByRole('navigation').first().getByRole('link', { name: 'Check', exact: true }).click();
  await respond.asked(3);
  await respond.latchkey.button('Clear').click();
  await page.waitForTimeout(2500);
  const asked = it.world.keyed.length;
  await respond.go();
  await respond.ended('stopped');
  assert.match(await respond.watch.innerText(), /taken out of the page/);
  assert.equal(it.world.keyed.length, asked);
});

promise("a row of Check leads to its runbook and to its watch", async (it) => {
  const { page } = it;
  const latchkey = await new Latchkey(it).open();
  const other = makeKey(it.world, 'openai');
  const made = makeKey(it.world, 'groq', { answer: [LIVE, DEAD] });
  await latchkey.put(`${other.line}\n${made.line}`, 2);
  await latchkey.rows.nth(1).getByRole('button').first().click();
  await latchkey.rows.nth(1).getByRole('button', { name: 'Watch until dead' }).click();
  const respond = new Respond(it);
  await page.waitForFunction(() => location.hash === '#/respond');
  await respond.button('Watch at api.groq.com').click();
  await respond.ended('dead');
  assert.match(await page.getByLabel('What leaked').locator('option:checked').innerText(), /Groq/);
});

promise('a key in a note is masked at once in the record, and in the box once it is left', async (it) => {
  const { page, world } = it;
  const made = makeKey(world, 'groq');
  const second = makeKey(world, 'openai');
  const respond = await new Respond(it).withKey(made);
  await respond.say('Confirmed');
  const logs = respond.step('logs');
  await logs.getByText('Note').click();
  const note = logs.getByRole('textbox');
  await note.fill(`Used from two places.\nThey tried ${second.key} and "${made.key}" too. \`\`\` <b>`);
  let report = await respond.report();
  assert.ok(!world.needles.find(report), report);
  assert.ok(report.includes('````text\n   Used from two places.\n'), report);
  await note.blur();
  assert.ok(!world.needles.find(await note.inputValue()));
  await logs.getByText('It was masked').waitFor();
  await page.getByRole('navigation').first().getByRole('link', { name: 'Trust', exact: true }).click();
  await page.goBack();
  report = await respond.step('logs').getByRole('textbox').inputValue();
  assert.match(report, /^Used from two places/, 'notes stay while the page does');
});

promise('a rotation rehearsed: the new key lives, the old one still does, then it is dead', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const old = makeKey(it.world, 'groq', { answer: [LIVE, LIVE, DEAD] });
  const fresh = makeKey(it.world, 'groq', { answer: [TROUBLE, TROUBLE, LIVE] });
  await latchkey.put(`${old.line}\n${fresh.line}`, 2);
  const respond = await new Respond(it).go();
  await respond.chooseKey(0);
  await respond.say('Suspected');
  const part = it.page.locator('[data-rehearsal]');
  await part.getByLabel('New key').selectOption({ index: 1 });
  await part.getByRole('button', { name: 'Ask both' }).click();
  await part.getByText('Both live. Revoke the old key now').waitFor();
  await part.getByText('Shown: the new key lived before the old one died').waitFor();
  assert.equal(await part.locator('[data-seen="true"]').count(), 3);
  const report = await respond.report();
  const lines = report.split('## Rehearse a rotation\n\n')[1].split('\n').slice(0, 3);
  for (const [i, words] of ['The new key lives', 'The old key still lives', 'The old key is dead'].entries()) {
    assert.match(lines[i], new RegExp(`^- ${words} \\(gsk_….*\\): \\d\\d:\\d\\d:\\d\\d$`));
  }
  assert.ok(!it.world.needles.find(report));
});

promise('a new key that is refused stops the rehearsal before the old one is asked', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const old = makeKey(it.world, 'groq');
  await latchkey.put(`${old.line}\n${makeKey(it.world, 'groq', { answer: DEAD }).line}`, 2);
  const respond = await new Respond(it).go();
  await respond.chooseKey(0);
  const part = it.page.locator('[data-rehearsal]');
  await part.getByLabel('New key').selectOption({ index: 1 });
  await part.getByRole('button', { name: 'Ask both' }).click();
  await part.getByText('Keep the old one').waitFor();
  assert.ok(it.world.keyed.every((r) => r.key !== old.key));
});

promise('the report is downloaded as Markdown', async (it) => {
  it.watch.permit('windows');
  const respond = await new Respond(it).withKey(makeKey(it.world, 'groq'));
  await respond.say('Confirmed');
  const [download] = await Promise.all([it.page.waitForEvent('download'), respond.button('Download').click()]);
  assert.match(download.suggestedFilename(), /^latchkey-incident-\d{4}-\d\d-\d\d\.md$/);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /^# Incident report\n\n- Key: `gsk_….*`\n- Provider: `Groq`/);
});

promise('the clock runs, and is no live region', async (it) => {
  const respond = await new Respond(it).open();
  await respond.say('Confirmed');
  const clock = it.page.locator('[data-clock]');
  await it.page.waitForFunction(() => /^00:00:0[2-9]$/.test(document.querySelector('[data-clock]').textContent));
  assert.equal(await clock.evaluate((e) => e.closest('[aria-live], [role="status"], [role="log"]')), null);
});

promise('nothing is stored', async (it) => {
  const respond = await new Respond(it).withKey(makeKey(it.world, 'groq', { answer: DEAD }));
  await respond.say('Confirmed');
  await respond.button('Watch at').click();
  await respond.ended('dead');
  assert.deepEqual(await it.page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]), [0, 0, 0, '']);
});

// ---- remembering

/** All that is kept, as text. */
const stored = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

/** Writes a note without leaving it. */
async function write(respond, id, text) {
  const step = respond.step(id);
  if (!(await step.locator('details').evaluate((d) => d.open))) await step.getByText('Note').click();
  await step.getByRole('textbox').fill(text);
  return step.getByRole('textbox');
}

promise('where this browser remembers, a reload keeps clock, states, notes and the outcome of a watch, and no key', async (it) => {
  const { page, world, watch } = it;
  watch.permit('storage');
  const made = makeKey(world, 'groq', { answer: [LIVE, DEAD] });
  const second = makeKey(world, 'openai');
  const respond = await new Respond(it).withKey(made);
  await respond.say('Confirmed');
  await new Register(page).show().then((keys) => keys.remember());
  await respond.go();
  await respond.step('revoke').getByRole('checkbox').check();
  await respond.button('Not needed: Billing|Not needed: Watch the bill').click();
  const note = await write(respond, 'logs', `Two addresses.\nThey tried ${second.key} and "${made.key}".`);
  assert.ok(!(await stored(page)).includes('Two addresses'), 'a note is kept once it is left');
  await note.blur();
  await respond.button('Watch at').click();
  await respond.asked(1);
  assert.equal(JSON.parse(await page.evaluate(() => localStorage.latchkey)).incidents[0].watch, null, 'a watch under way is not kept');
  await respond.ended('dead');
  // Left in the midst of a note, and of a key in it.
  await write(respond, 'leak', `In the wiki: ${second.key.slice(0, 40)}`);
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  await respond.latchkey.ready();

  await respond.step('revoke').waitFor();
  assert.match(await page.getByLabel('What leaked').locator('option:checked').innerText(), /^gsk_….{4} · Groq$/);
  assert.ok(await page.getByRole('radio', { name: 'Confirmed' }).isChecked());
  assert.match(await page.locator('[data-clock]').textContent(), /^00:0[0-2]:(?!00)\d\d$/, 'the clock counts from the start');
  const states = await respond.steps.evaluateAll((all) => all.map((step) => `${step.dataset.step} ${step.dataset.state}`));
  assert.deepEqual(states, ['revoke done', 'replace open', 'update open', 'logs open', 'billing not-needed', 'leak open', 'prove done']);
  assert.match(await respond.step('logs').getByRole('textbox').inputValue(), /^Two addresses\.\nThey tried sk-.*….* and "gsk_….{4}"\.$/);
  assert.match(await respond.step('leak').getByRole('textbox').inputValue(), /^In the wiki: sk-.*…/);
  assert.equal(await respond.watchState(), 'dead');
  assert.match(await respond.report(), /watch: the provider refused the key/);
  for (const text of [await stored(page), await respond.report()]) {
    assert.ok(!world.needles.find(text), text);
    assert.ok(!text.includes(second.key.slice(0, 24)), text);
  }

  // The same key, pasted again, is the same response.
  await page.evaluate(() => (location.hash = '#/check'));
  await respond.latchkey.put(made.line, 1);
  await respond.go();
  await respond.chooseKey();
  assert.equal(await respond.step('revoke').getAttribute('data-state'), 'done');

  await page.evaluate(() => (location.hash = '#/trust'));
  assert.match(await page.locator('[data-stored]').innerText(), /Two addresses/, 'the Trust screen shows what is kept');
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByText('Everything is forgotten.').waitFor();
  await respond.go();
  assert.equal(await respond.steps.count(), 0);
  assert.equal(await respond.watchState(), 'idle');
  assert.deepEqual(await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]), [0, 0, 0, '']);
});

promise('two tabs do not overwrite each other: the later change of each step and note stays', async (it) => {
  const { page, context, watch, world } = it;
  watch.permit('storage', 'windows');
  const one = await new Respond(it).open();
  await one.say('Suspected');
  await new Register(page).show().then((keys) => keys.remember());
  await one.go();
  const other = await context.newPage();
  await other.addInitScript(() => {
    window.heard = 0;
    window.addEventListener('storage', () => window.heard++);
  });
  const two = await new Respond({ page: other, world }).open();
  await two.step('replace').getByRole('checkbox').check();
  await one.page.locator('[data-step="replace"][data-state="done"]').waitFor();
  await one.step('replace').getByRole('checkbox').uncheck();
  await two.page.locator('[data-step="replace"][data-state="open"]').waitFor();
  // Both at once, unseen by each other until both have written.
  await Promise.all([one.step('update').getByRole('checkbox').check(), two.step('logs').getByRole('checkbox').check()]);
  for (const tab of [one, two]) for (const id of ['update', 'logs']) await tab.page.locator(`[data-step="${id}"][data-state="done"]`).waitFor();
  // What another tab notes arrives, and takes away nothing that is being written.
  const writing = await write(one, 'leak', 'being written');
  await (await write(two, 'billing', 'from two')).blur();
  await (await write(two, 'leak', 'the earlier one')).blur();
  await page.waitForFunction(() => document.querySelector('[data-step="billing"] textarea').value === 'from two');
  assert.equal(await writing.inputValue(), 'being written');
  await writing.blur();
  await other.waitForFunction(() => document.querySelector('[data-step="leak"] textarea').value === 'being written');
  // And then they are quiet.
  await page.waitForTimeout(300);
  const heard = await other.evaluate(() => window.heard);
  await page.waitForTimeout(500);
  assert.equal(await other.evaluate(() => window.heard), heard, 'they do not write in turns');
  await other.evaluate(() => (location.hash = '#/trust'));
  await other.getByRole('button', { name: 'Forget everything' }).click();
  await page.waitForFunction(() => document.querySelectorAll('[data-step]').length === 0);
  await other.close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    promise(`axe finds nothing on Respond in any state (${device}, ${colorScheme})`, { ...size, colorScheme, reducedMotion: 'reduce' }, async (it) => {
      for (const name of Object.keys(RESPOND_STAGES)) {
        await respondStage(it, name);
        assert.deepEqual(await axe(it.page), [], name);
        const wide = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${name}: ${wide} px wider than the screen`);
      }
    });
  }
}
