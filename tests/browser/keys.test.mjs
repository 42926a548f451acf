// The register: what it keeps, where, and that it is never a key.

import assert from 'node:assert/strict';
import { axe } from './lib/axe.mjs';
import { DESKTOP, PHONE, rig } from './lib/browser.mjs';
import { catalogue, lineFor } from './lib/catalogue.mjs';
import { Latchkey, makeKey, providers, recordedAs } from './lib/latchkey.mjs';
import { ago, Register } from './lib/register.mjs';
import { play } from './lib/server.mjs';

const promise = rig({ catalogue: providers, timeout: 300_000 });
const PASSPHRASE = 'correct horse';

/** Checks keys and keeps each from its details. */
async function keep(it, made) {
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(made.map((m) => m.line).join('\n'), made.length);
  await latchkey.check();
  for (let at = 0; at < made.length; at++) {
    const row = latchkey.rows.nth(at);
    await row.locator('.row').click();
    await row.getByRole('button', { name: 'Keep in the register' }).click();
    await row.locator('[data-kept]').waitFor();
  }
  return latchkey;
}

/** Everything that a page can leave behind in a browser. */
async function dump(page) {
  const kept = await page.evaluate(async () => {
    const out = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((done, fail) => Object.assign(indexedDB.open(name), { onsuccess: (e) => done(e.target.result), onerror: fail }));
      for (const store of db.objectStoreNames) {
        const all = await new Promise((done) => (db.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result)));
        for (const value of all) out.push(value instanceof CryptoKey ? `a key, extractable: ${value.extractable}` : JSON.stringify(value));
      }
      db.close();
    }
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) out.push(request.url);
    return out.filter((text) => text && text !== '{}');
  });
  return [...kept, ...(await page.context().cookies()).map((c) => JSON.stringify(c))];
}

// ---- the register

promise('one click from a verdict fills an entry', async (it) => {
  await keep(it, [makeKey(it.world, 'groq')]);
  const keys = await new Register(it.page).show();
  await keys.count(1);
  const entry = keys.entries.first();
  assert.equal(await entry.getAttribute('data-provider'), 'groq');
  assert.equal(await entry.getAttribute('data-state'), 'live');
  assert.match(await entry.innerText(), /GROQ_API_KEY|Groq/);
  assert.match(await entry.innerText(), /gsk_….{4}/);
});

promise('due, overdue and expiring are told in a word', async (it) => {
  await new Latchkey(it).open('#/keys');
  const keys = new Register(it.page);
  await keys.add('Late', { Created: ago(100) });
  await keys.add('Soon', { 'Last rotated': ago(85) });
  await keys.add('Ending', { 'Last rotated': ago(1), Expires: ago(-5), Environment: 'production' });
  await keys.add('Undated');
  await keys.count(4);
  const told = await keys.entries.evaluateAll((all) => all.map((e) => [e.dataset.due, e.dataset.warnings, e.dataset.environment]));
  assert.deepEqual(told, [
    ['overdue', 'overdue', 'other'],
    ['soon', 'soon', 'other'],
    ['later', 'expiring', 'production'],
    ['unknown', '', 'other'],
  ]);
  assert.match(await keys.entry('Late').innerText(), /Overdue\s*, by (9|10|11) days/);
  await keys.entry('Late').locator('.row').click();
  await it.page.getByRole('button', { name: 'Rotated today' }).click();
  await it.page.waitForFunction(() => document.querySelector('[data-register-entry]').dataset.due === 'later');
});

promise('what is removed can be brought back', async (it) => {
  await new Latchkey(it).open('#/keys');
  const keys = new Register(it.page);
  await keys.add('Gone');
  await it.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await keys.count(0);
  await it.page.getByRole('button', { name: 'Bring it back' }).click();
  await keys.count(1);
});

promise('a whole key that is typed into a field is cut to its mask', async (it) => {
  await new Latchkey(it).open('#/keys');
  const keys = new Register(it.page);
  const { key } = makeKey(it.world, 'groq');
  await keys.add('Mine', { Mask: key, Notes: `old one: ${key}` });
  assert.match(await it.page.getByLabel('Mask', { exact: true }).inputValue(), /^gsk_….{4}$/);
  assert.match(await it.page.getByLabel('Notes', { exact: true }).inputValue(), /^old one: gsk_….{4}$/);
});

promise('the same key under a second name is told', async (it) => {
  const { page } = it;
  const made = makeKey(it.world, 'groq');
  const latchkey = await keep(it, [{ line: `GROQ_API_KEY=${made.key}` }]);
  await latchkey.put('', 0);
  await latchkey.put(`SECOND_GROQ_KEY=${made.key}`, 1);
  await latchkey.check();
  const row = latchkey.rows.first();
  if ((await row.locator('.row').getAttribute('aria-expanded')) === 'false') await row.locator('.row').click();
  await row.locator('[data-kept]').waitFor();
  const keys = await new Register(page).show();
  await keys.count(1);
  assert.equal(await keys.entries.first().getAttribute('data-warnings'), '', 'one entry, checked twice');
});

promise('a later check of a registered key changes what the register says of it', async (it) => {
  const made = makeKey(it.world, 'groq');
  const latchkey = await keep(it, [made]);
  const dead = recordedAs('groq', made.plan.main.check, 'dead invalid');
  it.world.know(made.key, { provider: 'groq', kind: made.kind.id, answers: { [made.plan.main.check]: play(dead) } });
  await latchkey.check();
  const keys = await new Register(it.page).show();
  await it.page.waitForFunction(() => document.querySelector('[data-register-entry]')?.dataset.state === 'dead');
  assert.equal(await keys.entries.first().getAttribute('data-due'), 'unknown', 'a dead key is not to be rotated');
});

// ---- which one is it?

promise('a mask or fingerprint from elsewhere marks the keys that fit', async (it) => {
  const { page } = it;
  const [one, two] = [makeKey(it.world, 'groq'), makeKey(it.world, 'groq')];
  const latchkey = await keep(it, [one, two]);
  const box = page.getByRole('searchbox', { name: 'Which one is it?' });
  const marked = () => latchkey.rows.evaluateAll((rows) => rows.map((row) => row.dataset.fits ?? ''));
  const waitFor = (expected) => page.waitForFunction((e) => JSON.stringify([...document.querySelectorAll('[data-finding]')].map((r) => r.dataset.fits ?? '')) === e, JSON.stringify(expected));
  await box.fill(`gsk_…${two.key.slice(-4)}`);
  await waitFor(['', 'true']);
  await box.fill('gsk_…%%%%');
  await waitFor(['', '']);
  const keys = await new Register(page).show();
  await keys.entries.first().locator('.row').click();
  const fingerprint = await page.locator('.print .mono').innerText();
  assert.match(fingerprint, /^[0-9a-f]{8}\.[0-9a-f]{32}$/);
  await page.evaluate(() => (location.hash = '#/check'));
  await box.fill(fingerprint);
  await waitFor(['true', '']);
  assert.deepEqual(await marked(), ['true', '']);
  await keys.show();
  assert.deepEqual(await keys.entries.evaluateAll((all) => all.map((e) => e.dataset.fits ?? '')), ['true', '']);
  await page.evaluate(() => (location.hash = '#/check'));
  await box.fill('');
});

// ---- remembering

promise('until it is asked for, a whole session leaves nothing behind', async (it) => {
  await keep(it, [makeKey(it.world, 'groq'), makeKey(it.world, 'openai')]);
  const keys = await new Register(it.page).show();
  await keys.add('By hand', { Notes: 'a note' });
  assert.equal(await keys.state.getAttribute('data-remembering'), 'off');
  assert.deepEqual(await dump(it.page), []);
});

promise('a reload keeps the register and its fingerprints, and forgetting forgets', async (it) => {
  const { page, watch } = it;
  watch.permit('storage');
  const made = makeKey(it.world, 'groq');
  await keep(it, [made]);
  const keys = await new Register(page).show();
  await keys.remember();
  await keys.add('By hand', { 'Used by': 'the site' });
  await page.waitForFunction(() => localStorage.latchkey.includes('the site'));

  page.once('dialog', (dialog) => dialog.accept());
  const latchkey = await new Latchkey(it).open();
  await page.reload();
  await latchkey.ready();
  await latchkey.put(made.line, 1);
  await latchkey.check();
  await latchkey.rows.first().locator('.row').click();
  await latchkey.rows.first().locator('[data-kept]').waitFor();
  await keys.show();
  await keys.count(2);
  assert.ok((await dump(page)).includes('a key, extractable: false'));

  await page.evaluate(() => (location.hash = '#/trust'));
  await page.locator('[data-stored]').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByText('Everything is forgotten.').waitFor();
  assert.deepEqual(await dump(page), []);
  await keys.show();
  await keys.count(0);
});

promise('switching it off takes what was kept out again, and leaves it in the tab', async (it) => {
  it.watch.permit('storage');
  await new Latchkey(it).open('#/keys');
  const keys = new Register(it.page);
  await keys.add('Mine');
  await keys.remember();
  await keys.switch.uncheck();
  await keys.is('off');
  await it.page.waitForFunction(() => localStorage.length === 0);
  await it.page.waitForTimeout(200);
  assert.deepEqual(await dump(it.page), []);
  await keys.count(1);
});

promise('a dump of all storage holds no key and no part longer than its mask, of any kind', async (it) => {
  const { page, watch } = it;
  watch.permit('storage');
  const latchkey = await new Latchkey(it).open('#/keys');
  const keys = new Register(page);
  await keys.remember();
  await page.evaluate(() => (location.hash = '#/check'));
  const all = providers().flatMap((p) => p.kinds.filter((k) => k.example && k.secret).map((kind) => ({ name: `${p.provider} ${kind.id}`, key: kind.example, line: lineFor(p, kind, kind.example).replaceAll('\n', '\\n') })));
  // As a person would, though faster: each choice made, each row opened, each key kept; as many at a time as are all in
  // the document.
  let found = 0;
  for (let from = 0; from < all.length; from += 150) {
    const some = all.slice(from, from + 150);
    await latchkey.put('', 0);
    await latchkey.box.fill(some.map((a) => a.line).join('\n'));
    await page.waitForFunction((n) => document.querySelectorAll('[data-finding]').length >= n, some.length / 2);
    await page.waitForTimeout(500);
    found += await latchkey.rows.count();
    await page.evaluate(async () => {
      const wait = (ms = 0) => new Promise((done) => setTimeout(done, ms));
      for (const row of document.querySelectorAll('[data-finding]')) {
        const choice = row.querySelector('select');
        if (choice) {
          choice.value = '0';
          choice.dispatchEvent(new Event('change', { bubbles: true }));
        }
        row.querySelector('.row').click();
        await wait();
        row.querySelector('.kept button')?.click();
        await wait();
        row.querySelector('.row').click();
      }
      await wait(1500);
    });
  }
  const kept = await page.evaluate(() => JSON.parse(localStorage.latchkey).entries);
  assert.ok(kept.length > all.length / 2 && kept.length <= found, `${kept.length} kept of ${found} found of ${all.length}`);
  const text = (await dump(page)).join('\n');
  // What another made-up key of the kind holds too is the kind's own, and no key's; and a part of which all but three
  // characters are the kind's own tells less than a mask does.
  const others = Array.from({ length: 12 }, (_, i) => catalogue(77 + i).flatMap((p) => p.kinds.map((k) => [`${p.provider} ${k.id}`, k.example])));
  const literals = new Map(providers().flatMap((p) => p.kinds.map((k) => [`${p.provider} ${k.id}`, k.literals])));
  const mostlyOwn = (name, part) => [0, 1, 2, 3].some((at) => literals.get(name).some((text) => text.includes(part.slice(at, at + 6))));
  const own = (name, part) => mostlyOwn(name, part) || others.some((kinds) => kinds.some(([n, example]) => n === name && example?.includes(part)));
  const bad = [];
  for (const { name, key } of all) {
    for (let at = 0; at + 9 <= key.length; at++) {
      const part = key.slice(at, at + 9);
      if (text.includes(part) && !own(name, part)) bad.push(`${name}: ${part}`);
    }
  }
  assert.deepEqual(bad, []);
  const fingerprints = kept.filter((e) => e.fingerprint);
  assert.ok(fingerprints.length > 100, `${fingerprints.length} fingerprints`);
  for (const entry of kept.filter((e) => /database-url/.test(e.provider))) assert.ok(!entry.fingerprint, entry.kind);
});

promise('with a passphrase all is sealed, and a visit asks for it', async (it) => {
  const { page, watch } = it;
  watch.permit('storage');
  const latchkey = await new Latchkey(it).open('#/keys');
  const keys = new Register(page);
  await keys.add('Secret label', { Notes: 'private note' });
  await keys.remember(PASSPHRASE);
  await keys.add('Second');
  await page.waitForTimeout(1500);
  const text = (await dump(page)).join('\n');
  assert.ok(text.includes('PBKDF2') && text.includes('600000') && !/Secret label|private note|Second|CryptoKey|a key/.test(text), text.slice(0, 300));
  await page.reload();
  await latchkey.ready();
  await keys.is('locked');
  assert.equal(await keys.entries.count(), 0);
  const unlock = async (passphrase) => {
    await page.getByLabel('Passphrase', { exact: true }).first().fill(passphrase);
    await page.getByRole('button', { name: 'Unlock' }).click();
  };
  await unlock('wrong');
  await page.getByText('this is not its passphrase').waitFor();
  assert.deepEqual(await axe(page), []);
  await unlock(PASSPHRASE);
  await keys.is('sealed');
  await keys.count(2);
});

promise('two tabs do not overwrite each other', async (it) => {
  const { page, context, watch, world } = it;
  watch.permit('storage', 'windows');
  await new Latchkey(it).open('#/keys');
  const one = new Register(page);
  await one.add('First');
  await one.remember();
  const other = await context.newPage();
  const two = new Register(other);
  await new Latchkey({ page: other, world }).open('#/keys');
  await two.count(1);
  await two.add('From two');
  await one.count(2);
  await one.add('From one');
  await two.count(3);
  // Both at once, unseen by each other until both have written.
  await Promise.all([one.add('Left'), two.add('Right')]);
  for (const tab of [one, two]) for (const label of ['First', 'From one', 'From two', 'Left', 'Right']) await tab.entry(label).waitFor();
  await page.waitForFunction(() => JSON.parse(localStorage.latchkey).entries.length === 5);
  await other.evaluate(() => (location.hash = '#/trust'));
  await other.getByRole('button', { name: 'Forget everything' }).click();
  await one.count(0);
  await one.is('off');
  await other.close();
});

for (const [how, script] of Object.entries({
  forbidden: () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }),
  full: () => { Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); }; },
  'without a database': () => Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } }),
})) {
  promise(`where storage is ${how} the page says so and goes on`, async (it) => {
    const { page, world } = it;
    // The watch itself looks into the storage, so this page is one that it does not watch.
    const context = await it.browser.newContext({ ...DESKTOP, locale: 'en-GB' });
    try {
      const other = await context.newPage();
      other.setDefaultTimeout(15_000);
      const errors = [];
      other.on('pageerror', (error) => errors.push(error.message));
      await other.addInitScript(script);
      await new Latchkey({ page: other, world }).open('#/keys');
      const keys = new Register(other);
      await keys.add('Mine');
      await keys.switch.click();
      await keys.is('failed');
      assert.equal(await keys.switch.isChecked(), false);
      await other.getByRole('alert').filter({ hasText: /keeps nothing|no room/ }).waitFor();
      await keys.add('Another');
      await keys.count(2);
      assert.deepEqual(errors, []);
    } finally {
      await context.close();
    }
    await page.goto(world.url);
  });
}

promise('what is damaged in storage is left as it is, and said', async (it) => {
  const { page, watch } = it;
  watch.permit('storage');
  const latchkey = await new Latchkey(it).open('#/keys');
  await page.evaluate(() => (localStorage.latchkey = '{"format":"latchkey-register","version":1,"entr'));
  await page.reload();
  await latchkey.ready();
  const keys = new Register(page);
  await keys.is('unreadable');
  await keys.add('Mine');
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => localStorage.latchkey), '{"format":"latchkey-register","version":1,"entr');
});

// ---- files

promise('a sealed file brings everything to another browser, and fingerprints match there', async (it) => {
  const { page, watch, world, browser } = it;
  watch.permit('windows');
  const made = makeKey(world, 'groq');
  await keep(it, [made]);
  const keys = await new Register(page).show();
  await keys.files();
  await page.locator('#export-passphrase').fill(PASSPHRASE);
  const file = await keys.download('Export, encrypted');
  assert.ok(!file.includes('groq') && !file.includes('gsk_'), file.slice(0, 200));

  const context = await browser.newContext({ ...DESKTOP, locale: 'en-GB' });
  try {
    const other = await context.newPage();
    other.setDefaultTimeout(15_000);
    const latchkey = await new Latchkey({ page: other, world }).open('#/keys');
    const there = new Register(other);
    const open = async (passphrase) => {
      await other.locator('#import-passphrase').fill(passphrase);
      await other.getByRole('button', { name: 'Open', exact: true }).click();
    };
    await there.import(file);
    await open('wrong');
    await other.getByText('The file is whole, and this is not its passphrase.').waitFor();
    await there.import(file.replace(/("data":")(..)/, (_, name, two) => name + (two === '00' ? 'ff' : '00')));
    await open(PASSPHRASE);
    await other.getByText('This file is damaged').waitFor();
    await there.count(0);
    await there.import(file);
    await open(PASSPHRASE);
    await other.getByText('This file holds: 1 new').waitFor();
    await there.count(0);
    await other.getByRole('button', { name: 'Take it in' }).click();
    await there.count(1);
    await other.evaluate(() => (location.hash = '#/check'));
    await latchkey.put(made.line, 1);
    await latchkey.check();
    await latchkey.rows.first().locator('.row').click();
    await latchkey.rows.first().locator('[data-kept]').waitFor();

    // And on to a third: the salt travels along.
    await there.show();
    await there.files();
    await other.locator('#export-passphrase').fill('another');
    const onward = await there.download('Export, encrypted');
    assert.notEqual(onward, file);
  } finally {
    await context.close();
  }
});

promise('a plain file holds no fingerprint; taking it in merges and says first what would change', async (it) => {
  const { page, watch } = it;
  watch.permit('windows');
  await keep(it, [makeKey(it.world, 'groq')]);
  const keys = await new Register(page).show();
  await keys.files();
  const file = JSON.parse(await keys.download('Export, plain'));
  assert.ok(!JSON.stringify(file).includes('fingerprint') && !file.salts, JSON.stringify(file));
  const [entry] = file.entries;
  const changed = { ...file, entries: [{ ...entry, label: '=1+1 <b>', modified: entry.modified + 5 }, { id: 'abc', label: 'New one', modified: 1 }, { id: 7 }] };
  await keys.import(JSON.stringify(changed));
  const preview = page.locator('.preview');
  assert.match(await preview.innerText(), /1 new, 1 changed, 0 the same, 1 unreadable/);
  assert.deepEqual(await axe(page), []);
  await preview.getByRole('button', { name: 'Take it in' }).click();
  await keys.count(2);
  await keys.entry('=1+1 <b>').locator('.row').click();
  assert.match(await page.locator('.print .mono').innerText(), /^[0-9a-f]{8}\./, 'a file without fingerprints takes none away');
  for (const [text, says] of [['nonsense', 'no JSON'], ['{"a":1}', 'not one of Latchkey'], [JSON.stringify({ ...file, version: 99 }), 'newer Latchkey'], [JSON.stringify(file).slice(0, -9), 'damaged']]) {
    await keys.import(text);
    await page.getByRole('alert').filter({ hasText: says }).waitFor();
  }
});

promise('the calendar file has an event a rotation and an end, and no mask', async (it) => {
  it.watch.permit('windows');
  await new Latchkey(it).open('#/keys');
  const keys = new Register(it.page);
  await keys.add('Mine, and; yours', { Created: ago(10), Expires: ago(-50), Mask: 'sk-proj-…Q7fA' });
  const file = await keys.download('Calendar file');
  assert.equal(file.match(/BEGIN:VEVENT/g).length, 2);
  assert.match(file.replaceAll('\r\n ', ''), /SUMMARY:Rotate the key Mine\\, and\\; yours/);
  assert.ok(!file.includes('Q7fA') && !file.includes('sk-proj'));
});

// ---- eyes, hands and assistive technology

for (const colorScheme of ['light', 'dark']) {
  for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    promise(`axe finds nothing on Keys (${device}, ${colorScheme})`, { ...size, colorScheme, reducedMotion: 'reduce' }, async (it) => {
      await new Latchkey(it).open('#/keys');
      const keys = new Register(it.page);
      assert.deepEqual(await axe(it.page), [], 'empty');
      await keys.add('Late', { Provider: 'OpenAI', Created: ago(200), Environment: 'production', Mask: 'sk-proj-…Q7fA' });
      await keys.add('A label that is a good deal longer than the room which a row has for it', { 'Last rotated': ago(10), Expires: ago(-3) });
      await keys.files();
      it.watch.permit('storage');
      await keys.remember();
      assert.deepEqual(await axe(it.page), [], 'filled');
      const wide = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px wider than the screen`);
    });
  }
}
