// The page before its program is whole: the first download recognises and lists, and hands over what was given.

import assert from 'node:assert/strict';
import { axe } from './lib/axe.mjs';
import { DESKTOP, PHONE, rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers });
const PAGE = /\/page-[0-9a-f]+\.wasm$/;

/** Opens the page and keeps its second part back until `arrive()`. */
async function held(it, hash) {
  let arrive;
  const wanted = new Promise((done) => { arrive = done; });
  await it.page.route(PAGE, async (route) => {
    await wanted;
    await route.continue();
  });
  const latchkey = await new Latchkey(it).open(hash);
  const here = () => it.page.locator('#shell').waitFor({ state: 'detached' });
  return { latchkey, arrive: () => (arrive(), here()) };
}

for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  promise(`keys are listed before the page is here, and stay where they are when it comes (${device})`, size, async (it) => {
    const { page } = it;
    const { latchkey, arrive } = await held(it);
    const [groq, anthropic] = [makeKey(it.world, 'groq'), makeKey(it.world, 'anthropic')];
    // On a phone the sentence on what cannot be sent takes a second line, which is the page's to say.
    const several = device === 'desktop' ? makeKey(it.world, 'deepseek', { example: ['dashscope', 'api'] }).key : makeKey(it.world, 'openai').line;
    await latchkey.put(`# mine\n${groq.line}\n${anthropic.line}\n${groq.line}\n\n${several}\n`, 3);
    await page.getByText('3 credentials found.').waitFor();
    assert.equal(await page.getByText('Nothing to check yet.').count(), 0);
    assert.equal(await latchkey.start.isDisabled(), true, 'nothing can be sent yet');
    assert.deepEqual(await axe(page), []);
    const seen = () => latchkey.rows.evaluateAll((rows) => rows.map((row) => {
      const cells = [...row.querySelectorAll('.cell:not(.fact)')].map((cell) => [...cell.children].map((part) => part.textContent));
      const { top, left, width } = row.getBoundingClientRect();
      return { ...row.dataset, cells, place: [top, left, width].map(Math.round) };
    }));
    const before = await seen();
    assert.equal(before[0].provider, 'groq');
    assert.equal(before[2].provider.includes(' '), device === 'desktop', before[2].provider);
    await latchkey.box.evaluate((box) => box.setSelectionRange(3, 5));
    await arrive();
    await latchkey.count(3);
    const after = await seen();
    assert.deepEqual(after, before);
    assert.deepEqual(await latchkey.box.evaluate((box) => [box === document.activeElement, box.selectionStart, box.selectionEnd]), [true, 3, 5]);
  });
}

promise('what is given before the page is here is taken when it comes: a dropped file, a large paste, the keys for Check', async (it) => {
  const { page } = it;
  const { latchkey, arrive } = await held(it);
  const keys = [makeKey(it.world, 'groq'), makeKey(it.world, 'groq'), makeKey(it.world, 'anthropic')];
  await latchkey.put(keys[0].line, 1);
  await page.evaluate(([file, paste]) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([file], 'keys.env'));
    const drop = new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true });
    document.querySelector('.box').dispatchEvent(drop);
    const pasted = new DataTransfer();
    pasted.setData('text/plain', `${paste}\n${'# nothing\n'.repeat(40_000)}`);
    const box = document.getElementById('paste');
    const kept = !box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }));
    if (!drop.defaultPrevented || !kept) throw new Error('the browser would have taken it');
  }, [keys[1].line, keys[2].line]);
  await latchkey.box.press('Control+Enter');
  await arrive();
  await latchkey.count(3);
  const rows = await latchkey.settled();
  assert.deepEqual(rows.map((row) => row.state), ['live', 'live', 'live']);
});

promise('the keyboard works before the page is here: / goes to the box, ? lists the shortcuts when it comes', async (it) => {
  const { page } = it;
  const { latchkey, arrive } = await held(it);
  await page.keyboard.press('/');
  assert.equal(await latchkey.box.evaluate((box) => box === document.activeElement), true);
  await latchkey.box.blur();
  await page.keyboard.press('?');
  await arrive();
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
});

promise('a stroke for Check is about what stood there: another text, Clear and Esc take it back', async (it) => {
  const { page, world } = it;
  let arrive;
  const wanted = new Promise((done) => { arrive = done; });
  await page.route(/\/checks-[0-9a-f]+\.json$/, async (route) => (await wanted, route.continue()));
  const { latchkey, arrive: pageArrives } = await held(it);
  const [first, second, third] = [makeKey(world, 'groq'), makeKey(world, 'groq'), makeKey(world, 'anthropic')];
  // Before the page is here.
  await latchkey.put(first.line, 1);
  await latchkey.box.press('Control+Enter');
  await latchkey.put(second.line, 1);
  await pageArrives();
  // Before the checks are.
  await latchkey.box.press('Control+Enter');
  await latchkey.put(third.line, 1);
  await latchkey.box.press('Control+Enter');
  await latchkey.box.press('Escape');
  await latchkey.box.press('Control+Enter');
  await latchkey.button('Clear').click();
  await latchkey.put(second.line, 1);
  arrive();
  await page.waitForFunction(() => !document.querySelector('button.main').disabled);
  await page.waitForTimeout(300);
  assert.deepEqual(world.requests, []);
  await latchkey.box.press('Control+Enter');
  assert.deepEqual((await latchkey.settled()).map((row) => row.state), ['live']);
  assert.deepEqual(world.keyed.map((request) => request.key), [second.key]);
});

promise('of many keys the first hundred are listed before the page is here', async (it) => {
  const { latchkey, arrive } = await held(it);
  const lines = Array.from({ length: 130 }, () => makeKey(it.world, 'groq').line);
  await latchkey.put(lines.join('\n'), 100);
  await arrive();
  await latchkey.count(130);
});

promise('text that is dragged into the box goes there; a file that misses it does not replace the page', async (it) => {
  const { latchkey, arrive } = await held(it);
  const stopped = () => it.page.evaluate(() => {
    const drop = (on, fill) => {
      const dataTransfer = new DataTransfer();
      fill(dataTransfer);
      return !on.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    };
    const text = (data) => data.setData('text/plain', 'nothing');
    const file = (data) => data.items.add(new File(['nothing'], 'nothing.txt'));
    return [drop(document.getElementById('paste'), text), drop(document.body, text), drop(document.body, file)];
  });
  assert.deepEqual(await stopped(), [false, true, true]);
  await arrive();
  assert.deepEqual(await stopped(), [false, true, true]);
  await it.page.waitForTimeout(300);
  assert.equal(await it.page.locator('.held').count(), 0, 'a file that missed the box is not taken');
  assert.equal(await latchkey.rows.count(), 0);
});

promise('a page that does not arrive is told of, and what was typed stays', async (it) => {
  const { page } = it;
  await page.route(PAGE, (route) => route.abort());
  const latchkey = await new Latchkey(it).open();
  await page.getByRole('alert').getByText('could not start').waitFor();
  const { line } = makeKey(it.world, 'groq');
  await latchkey.put(line, 1);
  assert.equal(await latchkey.box.inputValue(), line);
  const swallowed = await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '# nothing\n'.repeat(40_000));
    return !document.getElementById('paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  assert.equal(swallowed, false, 'nobody would come for it');
});

promise('where the first part cannot answer, the page says that it is ready once it can', { locale: 'zh-CN' }, async (it) => {
  const { page } = it;
  let arrive;
  const wanted = new Promise((done) => { arrive = done; });
  await page.route(PAGE, async (route) => (await wanted, route.continue()));
  await page.goto(it.world.url);
  await page.waitForTimeout(500);
  assert.equal(await page.locator('html[data-ready="true"]').count(), 0);
  arrive();
  await new Latchkey(it).ready();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
});
