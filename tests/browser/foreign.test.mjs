// Reports of other scanners: what they found is recognised here, ticked by the person, checked, and the live ones
// come first.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { Latchkey, makeKey, providers, recordedAs } from './lib/latchkey.mjs';
import { gitleaks, kingfisher, sarif, trufflehog } from './lib/reports.mjs';
import { play } from './lib/server.mjs';

const promise = rig({ catalogue: providers });

const drop = (page, name, text, screen = '.check') => page.locator(`${screen} input[type=file]`).first().setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
const dead = (world, id) => {
  const check = providers().find((p) => p.provider === id).requests[0].check;
  return makeKey(world, id, { answer: play(recordedAs(id, check, 'dead')) });
};

promise('a report’s keys start unticked, none is sent before it is ticked, and the live ones come first', async (it) => {
  const { page, world } = it;
  const [gone, lives, spare] = [dead(world, 'groq'), makeKey(world, 'groq'), makeKey(world, 'github')];
  const latchkey = await new Latchkey(it).open();
  await drop(page, 'leaks.json', gitleaks([{ key: gone.key }, { key: lives.key, line: 40 }, { key: lives.key, file: 'again.py' }, { key: spare.key }]));
  await latchkey.count(3);
  await page.getByText('A report of gitleaks: 4 credentials recognised').waitFor();
  await page.getByText('can see in its logs that it was checked').waitFor();
  assert.match(await latchkey.rows.nth(1).textContent(), /src\/config\.py.*line 40.*2 times.*gitleaks generic-api-key/);
  assert.equal(await latchkey.start.textContent(), 'Check: nothing can be sent');
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(300);
  assert.equal(world.keyed.length, 0, 'nothing was ticked');

  const ticks = page.getByRole('checkbox', { name: /^Check this one/ });
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await page.getByRole('button', { name: /^Check 2 keys/ }).click();
  await page.waitForFunction(() => document.querySelectorAll('[data-state=live], [data-state=dead]').length === 2);
  await page.getByRole('progressbar', { name: 'Checking' }).waitFor({ state: 'hidden' });
  assert.deepEqual([...new Set(world.keyed.map((r) => r.key))].sort(), [gone.key, lives.key].sort());
  assert.deepEqual((await latchkey.read()).map((r) => r.state), ['live', 'dead', 'recognised']);
  await page.getByRole('button', { name: 'Untick 2 keys' }).click();
  assert.equal(await latchkey.start.textContent(), 'Check: nothing can be sent');
});

for (const [tool, write] of Object.entries({
  trufflehog: (key) => trufflehog([{ key, detector: 'Groq', file: 'x/y.go', line: 8 }]),
  kingfisher: (key) => kingfisher([{ key, rule: 'Groq API Key', file: 'x/y.go', line: 8 }]),
  SARIF: (key) => sarif([{ key, rule: 'groq', file: 'x/y.go', line: 8 }]),
})) {
  promise(`a report of ${tool} is read, dropped or pasted, and its key checked once all are ticked`, async (it) => {
    const { page, world } = it;
    const { key } = makeKey(world, 'groq');
    const latchkey = await new Latchkey(it).open();
    await latchkey.put(write(key), 1);
    assert.equal((await latchkey.read())[0].line, 8);
    assert.match(await latchkey.rows.first().textContent(), new RegExp(`x/y\\.go.*${tool}`));
    await latchkey.box.fill('');
    await latchkey.count(0);
    await drop(page, 'report', write(key));
    await latchkey.count(1);
    await page.getByText(`A report of ${tool}: 1 credential recognised`).waitFor();
    await page.getByRole('button', { name: 'Tick 1 key' }).click();
    assert.equal((await latchkey.check())[0].state, 'live');
  });
}

promise('a key without a mark is told by the report’s own words', async (it) => {
  const { world } = it;
  const { key } = makeKey(world, 'mistral');
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(trufflehog([{ key, detector: 'Mistral' }]), 1);
  assert.equal((await latchkey.read())[0].provider, 'mistral');
});

promise('what a person pasted is their own, though a report tells of it too', async (it) => {
  const { page, world } = it;
  const { key, line } = makeKey(world, 'groq');
  const latchkey = await new Latchkey(it).open();
  await drop(page, 'leaks.json', gitleaks([{ key }]));
  await latchkey.count(1);
  assert.equal(await latchkey.start.textContent(), 'Check: nothing can be sent');
  await latchkey.put(line);
  await page.getByRole('button', { name: /^Check 1 key/ }).waitFor();
});

promise('a report whose secrets were cut out says so, and what to do', async (it) => {
  const { page } = it;
  const latchkey = await new Latchkey(it).open();
  await drop(page, 'leaks.json', gitleaks([{ key: 'REDACTED' }, { key: 'REDACTED', line: 2 }]));
  await page.getByText('A report of gitleaks: its 2 secrets were cut out, so there is nothing to check. Run the scanner again without redaction').waitFor();
  await drop(page, 'report.sarif', sarif([{ key: null }]));
  await page.getByText('A report of SARIF: its 1 secret was cut out').waitFor();
  assert.equal(await latchkey.rows.count(), 0);
});

promise('a report dropped or pasted on Scan is handed to Check', async (it) => {
  const { page, world } = it;
  const [one, two] = [makeKey(world, 'groq'), makeKey(world, 'github')];
  const latchkey = await new Latchkey(it).open('#/scan');
  await drop(page, 'leaks.json', gitleaks([{ key: one.key }]), '.scan');
  await page.getByRole('link', { name: '1 report of other scanners: on Check, unticked.' }).waitFor();
  await page.locator('#code').fill(trufflehog([{ key: two.key, detector: 'Github' }]));
  await page.getByRole('link', { name: '2 reports of other scanners: on Check, unticked.' }).click();
  await latchkey.count(2);
  assert.equal(await page.getByRole('checkbox', { name: /^Check this one/ }).count(), 2);
});

promise('hosts that a report names are not offered, and not asked', async (it) => {
  const { page, world } = it;
  const { key } = makeKey(world, 'moonshot');
  const latchkey = await new Latchkey(it).open();
  await drop(page, 'leaks.json', gitleaks([{ key, name: 'https://api.moonshot.evil.example/v1 MOONSHOT_API_KEY' }]));
  await latchkey.count(1);
  await latchkey.rows.first().locator('.row').click();
  const shown = await latchkey.rows.first().textContent();
  assert.ok(!shown.includes('evil.example'), shown);
});
