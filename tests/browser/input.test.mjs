// Bad input, early input, much input: the page keeps what it was given, and stays awake.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { watchFrames } from './lib/frames.mjs';
import { Latchkey, makeKey, providers } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers });

// A true paste: the text goes through the clipboard, which another tab of the browser fills.
async function paste(it, text) {
  it.watch.permit('windows');
  await it.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: it.world.origin });
  it.world.route('/helper/', '<!doctype html><html lang="en"><title>h</title>');
  const helper = await it.context.newPage();
  await helper.goto(`${it.world.origin}/helper/`);
  await helper.evaluate(([unit, times = 1, end = '']) => navigator.clipboard.writeText(unit.repeat(times) + end), [text].flat());
  await helper.close();
  await it.page.bringToFront();
  await it.page.locator('#paste').focus();
  await it.page.keyboard.press('Control+V');
}

promise('nothing recognised: the page says what it looked for, and offers the list of providers', async (it) => {
  const latchkey = await new Latchkey(it).open();
  await latchkey.put('just some words, and a number: 12345', 0);
  await it.page.getByText(/^No credential was recognised/).first().waitFor();
  assert.equal(await latchkey.start.isEnabled(), false);
});

promise('a pasted key is found', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await paste(it, `${line}\n`);
  await latchkey.count(1);
});

promise('a file that is picked is read', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await it.page.locator('input[type="file"]').first().setInputFiles({ name: '.env', mimeType: 'text/plain', buffer: Buffer.from(`${line}\n`) });
  await latchkey.count(1);
});

const DIRT = {
  'double quotes': (key) => `"${key}"`,
  'curly quotes': (key) => `“${key}”`,
  'spaces around': (key) => `   ${key}\t `,
  'a comma behind': (key) => `${key},`,
  'a zero-width space in it': (key) => `${key.slice(0, 20)}\u200b${key.slice(20)}`,
  'a soft hyphen in it': (key) => `${key.slice(0, 20)}\u00ad${key.slice(20)}`,
  'a byte order mark before it': (key) => `\ufeff${key}`,
  'a no-break space behind': (key) => `${key}\u00a0`,
};
promise('quotes, spaces and characters that cannot be seen are cleaned away', async (it) => {
  const latchkey = await new Latchkey(it).open();
  for (const [what, dirty] of Object.entries(DIRT)) {
    const { key } = makeKey(it.world, 'groq');
    await latchkey.put('');
    await latchkey.put(dirty(key));
    await latchkey.count(1);
    const rows = await latchkey.check();
    assert.equal(rows[0].state, 'live', what);
  }
});

const STRANGE = {
  'a lone surrogate': 'a \ud800 b \udfff ',
  'NUL bytes': 'a\0b\0\0',
  'right-to-left text': 'مفتاح \u202e abc \u202c ‏עברית ',
  'emoji and combining marks': '👩‍👩‍👧 e\u0301\u0327 ',
  'a very long line': 'x'.repeat(200_000),
  'only line breaks': '\r\n\n\r'.repeat(2000),
};
promise('strange text does no harm, and the key beside it is found', async (it) => {
  const latchkey = await new Latchkey(it).open();
  for (const [what, text] of Object.entries(STRANGE)) {
    const { line, key } = makeKey(it.world, 'groq');
    // `fill` cannot carry a lone surrogate.
    await latchkey.box.evaluate((box, value) => {
      box.value = value.map((unit) => String.fromCharCode(unit)).join('');
      box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    }, [...`${text}\n${line}\n`.split('')].map((c) => c.charCodeAt(0)));
    await latchkey.count(1).catch((error) => assert.fail(`${what}: ${error.message}`));
    assert.ok((await latchkey.box.inputValue()).includes(key), `${what}: the box is kept`);
  }
});

promise('what is typed before the program has arrived is kept, and read once it has', async (it) => {
  const release = it.world.hold('.wasm');
  const latchkey = new Latchkey(it);
  await it.page.goto(it.world.url, { waitUntil: 'commit' });
  const box = it.page.locator('#paste');
  const { line } = makeKey(it.world, 'groq');
  await box.fill(line);
  await box.evaluate((element) => element.setSelectionRange(2, 5));
  release();
  await latchkey.ready();
  assert.equal(await latchkey.box.inputValue(), line);
  await latchkey.count(1);
  assert.deepEqual(await latchkey.box.evaluate((element) => [element.selectionStart, document.activeElement === element]), [2, true]);
});

promise('the box does not jump when the program arrives', async (it) => {
  const release = it.world.hold('.wasm');
  await it.page.goto(it.world.url, { waitUntil: 'commit' });
  await it.page.locator('#paste').waitFor();
  await it.page.waitForTimeout(300);
  const before = await it.page.locator('#paste').boundingBox();
  release();
  await new Latchkey(it).ready();
  await it.page.waitForTimeout(100);
  assert.deepEqual(await it.page.locator('#paste').boundingBox(), before);
});

promise('50 MB pasted do not freeze the page, and the key at their end is found', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await watchFrames(it.page);
  const unit = `${'lorem ipsum dolor sit amet, consectetur '.repeat(2)}\n`.repeat(100);
  await paste(it, [unit, Math.ceil(50_000_000 / unit.length), `${line}\n`]);
  await latchkey.count(1, 40_000);
  await it.page.waitForTimeout(500);
  // The browser stands still once, while it hands the text over. A text area that is given all of it stands
  // still for half a minute more (Chromium lays out every line), so that gap may not be there.
  const gaps = (await it.page.evaluate(() => window.gaps)).sort((a, b) => b - a);
  it.t.diagnostic(`longest gaps between frames: ${gaps.slice(0, 5).map(Math.round).join(', ')} ms`);
  assert.ok(gaps[0] < 3000 && gaps.slice(1).every((gap) => gap < 400), `gaps: ${gaps.slice(0, 6).map(Math.round)} ms`);

  // And it still works.
  await latchkey.button('Clear').click();
  await latchkey.put(`again ${line}`, 1);
});

promise('Clear empties the box and the list, and can be undone for a while', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  await latchkey.put(line, 1);
  await latchkey.button('Clear').click();
  assert.equal(await latchkey.box.inputValue(), '');
  await latchkey.count(0);
  await latchkey.button('Bring it back').click();
  assert.equal(await latchkey.box.inputValue(), line);
  await latchkey.count(1);
});

promise('a dropped file is read', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const { line } = makeKey(it.world, 'groq');
  const files = await it.page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], '.env'));
    return transfer;
  }, `# keys\n${line}\n`);
  for (const type of ['dragenter', 'dragover', 'drop']) await latchkey.box.dispatchEvent(type, { dataTransfer: files });
  await latchkey.count(1);
});

promise('placeholders and documented examples are notes, and not findings', async (it) => {
  const latchkey = await new Latchkey(it).open();
  await latchkey.put('OPENAI_API_KEY=sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nGROQ_API_KEY=your-api-key-here\n');
  await latchkey.notes.first().waitFor();
  assert.equal(await latchkey.rows.count(), 0);
});

promise('a name and its key that are changed while nothing is checked are read anew', async (it) => {
  const latchkey = await new Latchkey(it).open();
  const [one, two] = [makeKey(it.world, 'groq'), makeKey(it.world, 'openai')];
  await latchkey.put(one.line, 1);
  await latchkey.put(`${one.line}\n${two.line}`, 2);
  await latchkey.put(two.line, 1);
  assert.equal((await latchkey.read())[0].provider, 'openai');
});
