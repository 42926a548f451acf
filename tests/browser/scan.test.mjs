// The Scan screen: what stands in code is found where it stands, told with every key masked, and goes nowhere.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe } from './lib/axe.mjs';
import { DESKTOP, PHONE, rig } from './lib/browser.mjs';
import { watchFrames } from './lib/frames.mjs';
import { Latchkey, makeKey, providers } from './lib/latchkey.mjs';
import { folderOf, openAll, scanned } from './lib/stages.mjs';

const promise = rig({ catalogue: providers, timeout: 90_000 });

class Scan extends Latchkey {
  found = this.page.locator('[data-scan-finding]');
  code = this.page.getByRole('textbox', { name: 'Code to scan' });
  folder = this.page.locator('input[webkitdirectory]');

  async open() {
    await super.open('#/scan');
    await this.code.waitFor();
    // From here on nothing may be asked of anyone.
    await this.page.waitForLoadState('networkidle');
    this.before = this.requests();
    return this;
  }

  requests() {
    return [...this.it.watch.requests.values()].length;
  }

  quiet() {
    assert.equal(this.requests(), this.before, 'nothing was asked of anyone');
  }

  constructor(it) {
    super(it);
    this.it = it;
  }

  count(n, timeout = 15_000) {
    return this.page
      .waitForFunction((n) => document.querySelectorAll('[data-scan-finding]').length === n && !document.querySelector('[role="progressbar"]'), n, { timeout })
      .catch(async () => assert.fail(`${n} findings, not: ${JSON.stringify(await this.read())}`));
  }

  read() {
    return this.found.evaluateAll((rows) => rows.map(({ dataset: d }) => ({ file: d.file, line: Number(d.line), provider: d.provider, kind: d.kind, severity: d.severity })));
  }

  skipped() {
    return this.page.locator('[data-skipped]').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.dataset.skipped, Number(row.dataset.count)])));
  }
}

promise('pasted code is told line by line, masked, and goes nowhere', async (it) => {
  const scan = await new Scan(it).open();
  const [groq, github] = [makeKey(it.world, 'groq').key, makeKey(it.world, 'github', { kind: 'pat-classic' }).key];
  await scan.code.fill(`import os\n\nGROQ_API_KEY = "${groq}"\n\n\ntoken = '${github}'  # and ${groq}\nMISTRAL_API_KEY = "your-api-key"\n`);
  await scan.count(3);
  assert.deepEqual(await scan.read(), [
    { file: '', line: 3, provider: 'groq', kind: 'api', severity: 'high' },
    { file: '', line: 6, provider: 'github', kind: 'pat-classic', severity: 'high' },
    { file: '', line: 6, provider: 'groq', kind: 'api', severity: 'high' },
  ]);
  await openAll(scan, scan.found);
  const first = scan.found.first();
  assert.equal(await first.locator('[data-snippet="line"]').textContent(), 'GROQ_API_KEY = os.environ["GROQ_API_KEY"]');
  assert.match(await first.locator('[data-snippet="env"]').textContent(), /^GROQ_API_KEY=gsk_…\w{4}$/);
  assert.match(await first.getByRole('group').textContent(), /3GROQ_API_KEY = "gsk_…\w{4}"/);
  await it.page.locator('.notes summary').click();
  await it.page.locator('[data-note]').first().waitFor();
  scan.quiet();
});

const PROJECT = (key) => ({
  'src/app.py': `import os\nkey = "${key()}"\n`,
  'src/deep/er/main.go': `package main\n\nvar k = "${key()}"\n`,
  'src/plain.txt': 'nothing here\n',
  'node_modules/a/index.js': `const k = "${key()}";\n`,
  'node_modules/b/index.js': `const k = "${key()}";\n`,
  '.git/config': `token = ${key()}\n`,
  'packages/x/dist/out.js': `const k = "${key()}";\n`,
  'logo.png': `${key()}`,
  'odd.data': Buffer.from(`\0\0 ${key()}`),
});
const FOUND = [
  { file: 'project/src/app.py', line: 2 },
  { file: 'project/src/deep/er/main.go', line: 3 },
];
const SKIPPED = { dependencies: 1, history: 1, built: 1, binary: 2 };
const places = (rows) => rows.map(({ file, line }) => ({ file, line })).sort((a, b) => a.file.localeCompare(b.file));

promise('of a folder the code is scanned, the rest skipped and counted', async (it) => {
  const scan = await new Scan(it).open();
  const { key } = makeKey(it.world, 'groq');
  await scan.folder.setInputFiles(folderOf(PROJECT(() => key)));
  await scan.count(2);
  assert.deepEqual(places(await scan.read()), FOUND);
  assert.deepEqual(await scan.skipped(), SKIPPED);
  assert.equal(await it.page.locator('[data-scanned]').getAttribute('data-scanned'), '3');
  scan.quiet();
});

promise('a folder can be dropped', async (it) => {
  const scan = await new Scan(it).open();
  const { key } = makeKey(it.world, 'groq');
  const data = { items: [], files: [folderOf(PROJECT(() => key))], dragOperationsMask: 1 };
  const cdp = await it.context.newCDPSession(it.page);
  for (const type of ['dragEnter', 'dragOver', 'drop']) await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await scan.count(2);
  assert.deepEqual(places(await scan.read()), FOUND);
  assert.deepEqual(await scan.skipped(), SKIPPED);
  scan.quiet();
});

promise('each file is mended in its own language', async (it) => {
  const scan = await new Scan(it).open();
  const { key } = makeKey(it.world, 'groq');
  const lines = {
    'a.ts': [`const h = { authorization: "Bearer ${key}" };`, 'const h = { authorization: `Bearer ${process.env.GROQ_API_KEY}` };'],
    'b.rb': [`key = '${key}'`, 'key = ENV.fetch("GROQ_API_KEY")'],
    'c.rs': [`let key = "${key}";`, 'let key = std::env::var("GROQ_API_KEY").expect("GROQ_API_KEY is set");'],
    'd.sh': [`curl -H "Authorization: Bearer ${key}" x`, 'curl -H "Authorization: Bearer ${GROQ_API_KEY}" x'],
    'e.tf': [`  api_key = "${key}"`, 'api_key = var.groq_api_key'],
    'f.json': [`{"key": "${key}"}`, null],
  };
  const files = Object.fromEntries(Object.entries(lines).map(([name, [line]]) => [name, line]));
  await scan.folder.setInputFiles(folderOf(files));
  await scan.count(6);
  await openAll(scan, scan.found);
  const fixes = await scan.found.evaluateAll((rows) => rows.map((row) => [row.dataset.file.split('/').at(-1), row.querySelector('[data-snippet="line"]')?.textContent ?? null]));
  assert.deepEqual(Object.fromEntries(fixes), Object.fromEntries(Object.entries(lines).map(([name, [, fixed]]) => [name, fixed])));
});

promise('SARIF and JSON can be saved, and hold masks alone', async (it) => {
  it.watch.permit('windows');
  const scan = await new Scan(it).open();
  const { key } = makeKey(it.world, 'groq');
  await scan.folder.setInputFiles(folderOf({ 'a b/ä.js': `const k = '${key}';\n` }));
  await scan.count(1);
  const save = async (name) => {
    const [download] = await Promise.all([it.page.waitForEvent('download'), scan.button(`Save as ${name}`).click()]);
    const text = readFileSync(await download.path(), 'utf8');
    assert.equal(it.world.needles.find(text), null, name);
    return JSON.parse(text);
  };
  const { version, runs } = await save('SARIF');
  assert.equal(version, '2.1.0');
  const [result] = runs[0].results;
  const { artifactLocation, region } = result.locations[0].physicalLocation;
  assert.equal(artifactLocation.uri, 'project/a%20b/%C3%A4.js');
  assert.deepEqual(region, { startLine: 1, startColumn: 12, endLine: 1, endColumn: 12 + key.length });
  assert.equal(result.ruleId, 'groq/api');
  const json = await save('JSON');
  assert.deepEqual(json.findings.map((f) => [f.file, f.line, f.rules]), [['project/a b/ä.js', 1, ['groq/api']]]);
});

promise('what is selected is handed to Check, and can be checked there', async (it) => {
  const scan = await new Scan(it).open();
  const [one, two, three] = [makeKey(it.world, 'groq'), makeKey(it.world, 'openai'), makeKey(it.world, 'anthropic')];
  await scan.code.fill(`a = '${one.key}'\nb = '${two.key}'\nc = '${three.key}'\n`);
  await scan.count(3);
  await it.page.getByRole('checkbox').nth(1).uncheck();
  await scan.button('Check these 2').click();
  await it.page.waitForFunction(() => location.hash === '#/check');
  const latchkey = new Latchkey(it);
  await latchkey.count(2);
  assert.deepEqual((await latchkey.read()).map((r) => [r.provider, r.line]), [['groq', 1], ['anthropic', 3]]);
  assert.deepEqual((await latchkey.check()).map((r) => r.state), ['live', 'live']);
  // The findings are still there; Check can let go of them.
  await it.page.goBack();
  await scan.count(3);
  await it.page.goForward();
  await latchkey.button('Remove').click();
  await latchkey.count(0);
});

promise('50 MB in one file freeze nothing, the key at their end is found, and Cancel stops at once', async (it) => {
  const scan = await new Scan(it).open();
  const { key } = makeKey(it.world, 'groq');
  const line = 'the quick brown fox jumps over the lazy dög, 0123456789\n';
  const big = folderOf({ 'big.log': line.repeat(Math.ceil(50_000_000 / line.length)) + `key = "${key}"\n` });
  await watchFrames(it.page);
  await scan.folder.setInputFiles(big);
  await it.page.getByRole('progressbar', { name: 'Scanning' }).waitFor();
  await scan.count(1, 60_000);
  const gaps = (await it.page.evaluate(() => window.gaps)).sort((a, b) => b - a);
  it.t.diagnostic(`longest gaps between frames: ${gaps.slice(0, 5).map(Math.round).join(', ')} ms`);
  assert.ok(gaps[0] < 250, `gaps: ${gaps.slice(0, 6).map(Math.round)} ms`);

  await scan.folder.setInputFiles(join(big));
  await it.page.getByRole('progressbar', { name: 'Scanning' }).waitFor();
  await it.page.keyboard.press('Escape');
  await it.page.getByRole('progressbar').waitFor({ state: 'detached', timeout: 1000 });
  await it.page.getByText(/^Cancelled/).waitFor();
  await scan.count(0);
  scan.quiet();
});

promise('a long list is drawn in parts', async (it) => {
  const scan = await new Scan(it).open();
  const { key } = makeKey(it.world, 'groq');
  await scan.folder.setInputFiles(folderOf({ 'many.txt': `k = ${key}\n`.repeat(450) }));
  await scan.count(200);
  await scan.button('Show 200 more').click();
  await scan.count(400);
  await scan.button('Show 50 more').click();
  await scan.count(450);
});

promise('code stays while other screens are looked at and the language changes, and goes with Clear and with the page', async (it) => {
  const scan = await new Scan(it).open();
  const { line } = makeKey(it.world, 'groq');
  await scan.code.fill(line);
  await scan.count(1);
  await it.page.getByRole('link', { name: 'Trust', exact: true }).first().click();
  await scan.count(0);
  await it.page.goBack();
  await scan.count(1);
  await it.page.getByRole('button', { name: '中文' }).click();
  await it.page.getByRole('textbox', { name: '要扫描的代码' }).waitFor();
  await scan.count(1);
  assert.deepEqual(await axe(it.page), []);
  await it.page.getByRole('button', { name: 'English' }).click();
  assert.equal(await scan.code.inputValue(), line);
  await scan.button('Clear').click();
  await scan.count(0);
  assert.equal(await scan.code.inputValue(), '');
  await scan.code.fill(line);
  await scan.count(1);
  await it.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
  await scan.count(0);
  assert.equal(await scan.code.inputValue(), '');
});

for (const colorScheme of ['light', 'dark']) {
  for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    promise(`axe finds nothing on Scan (${device}, ${colorScheme})`, { ...size, colorScheme, reducedMotion: 'reduce' }, async (it) => {
      const latchkey = await scanned(it);
      const found = it.page.locator('[data-scan-finding]');
      assert.deepEqual(await axe(it.page), [], 'shut');
      await openAll(latchkey, found);
      assert.deepEqual(await axe(it.page), [], 'open');
      const wide = await it.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px wider than the screen`);
    });
  }
}
