// `make bench`, its second half: how fast text is recognised, natively and in Chromium, how much of what is in it
// is found, and what other scanners do with the same files in the same run. Nothing but loopback is contacted,
// once the scanners are installed.
//   node tests/bench/bench.mjs [SITE]      SITE: the page's folder, for the frames; without it they are left out
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, framesOfFile, framesOfPaste, measure } from './browser.mjs';
import { bare, broken, corpus, PLACEHOLDERS } from './corpus.mjs';
import { judge } from './judge.mjs';
import { install, run } from './peers.mjs';

const root = join(import.meta.dirname, '../..');
const work = join(root, 'tests/bench/output');
const SIZES = [1, 10, 50];
const site = process.argv[2];

// ---- what is recognised ------------------------------------------------------------------------------

mkdirSync(work, { recursive: true });
const texts = new Map(SIZES.map((size) => [`${size}.txt`, corpus(size)]));
texts.set('bare.txt', bare());
texts.set('broken.txt', broken());
texts.set('placeholders.txt', { text: PLACEHOLDERS.join('\n') + '\n', truth: [] });
texts.set('empty.txt', { text: '\n', truth: [] });
for (const [name, { text }] of texts) writeFileSync(join(work, name), text);
const at = (name) => join(work, name);
const large = SIZES.map((size) => `${size}.txt`);

// ---- who recognises ----------------------------------------------------------------------------------

const say = (text) => console.error(`  ${text}`);
const rate = (bytes, seconds) => bytes / 1e6 / Math.max(seconds, 1e-3);

/** Latchkey's findings in a text, as its driver prints them. */
function driver(name) {
  const bin = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'release/examples/recognise');
  const lines = execFileSync(bin, [at(name)], { maxBuffer: 1 << 30 }).toString().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

function natively() {
  execFileSync('cargo', ['build', '--quiet', '--release', '--locked', '--example', 'recognise', '--example', 'measure'], { cwd: root, stdio: 'inherit' });
  const bin = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'release/examples/measure');
  const lines = execFileSync(bin, large.map(at)).toString().trim().split('\n').map((line) => JSON.parse(line));
  const rates = Object.fromEntries(lines.map((line, i) => [large[i], rate(line.bytes, line.all / 1000)]));
  const found = Object.fromEntries([...large, 'bare.txt', 'broken.txt', 'placeholders.txt'].map((name) => [name, driver(name)]));
  return { name: 'Latchkey, native', rates, found };
}

async function inChromium() {
  const measured = await measure(engine(), work, [...large, 'bare.txt', 'broken.txt', 'placeholders.txt']);
  const found = {};
  for (const [name, { lines }] of Object.entries(measured).filter(([name]) => texts.has(name))) {
    found[name] = lines.split('\n').filter(Boolean).map((line) => {
      const [number, provider, confidence] = line.split(' ');
      return { line: Number(number), provider, confidence };
    });
  }
  const rates = (what) => Object.fromEntries(large.map((name) => [name, rate(measured[name].bytes, measured[name][what] / 1000)]));
  return [
    { name: 'Latchkey, Chromium', rates: rates('ms'), found, tables: measured.tables, memory: measured.memory },
    { name: 'limit: copy and one table walk', rates: rates('limit') },
  ];
}

function peer(one) {
  if (one.skipped) return one;
  say(one.name);
  const time = (name) => {
    const out = at(`${one.name.split(' ')[0]}-${name}.json`);
    rmSync(out, { force: true });
    return run(one, at(name), out);
  };
  try {
    const start = Math.min(time('empty.txt').seconds, time('empty.txt').seconds);
    const rates = {};
    const found = {};
    for (const name of large) {
      // A start takes about as long as a small file: the best of three, and two for the largest.
      const runs = Array.from({ length: name === '50.txt' ? 2 : 3 }, () => time(name));
      const best = runs.reduce((a, b) => (a.seconds < b.seconds ? a : b));
      rates[name] = rate(texts.get(name).text.length, best.seconds - start);
      found[name] = best.found;
    }
    for (const name of ['bare.txt', 'broken.txt', 'placeholders.txt']) found[name] = time(name).found;
    return { name: one.name, rates, found, start };
  } catch (error) {
    return { name: one.name, skipped: String(error.message).slice(0, 120) };
  }
}

// ---- the table ---------------------------------------------------------------------------------------

function cells(row, kingfisher) {
  if (row.skipped) return [row.name, `left out: ${row.skipped}`];
  const ratio = kingfisher?.rates ? `${(row.rates['50.txt'] / kingfisher.rates['50.txt']).toFixed(1)}` : '–';
  const speeds = large.map((name) => row.rates[name].toFixed(0));
  if (!row.found) return [row.name, ratio, ...speeds];
  const judged = judge(row.found['50.txt'], texts.get('50.txt'));
  const alone = judge(row.found['bare.txt'], texts.get('bare.txt'));
  const marked = texts.get('bare.txt').truth.filter((item) => !item.named);
  const unmarked = texts.get('bare.txt').truth.length - marked.length;
  const missed = alone.missed.filter((item) => !item.named).length;
  const missedUnmarked = alone.missed.length - missed;
  // A checksum that fails is told by not finding the token, or by saying so.
  const sound = judge(row.found['broken.txt'].filter((f) => f.confidence !== 'broken'), texts.get('broken.txt')).recalled;
  const placeholders = judge(row.found['placeholders.txt'], texts.get('placeholders.txt')).falseLines.length;
  return [
    row.name,
    ratio,
    ...speeds,
    `${judged.recalled}/${judged.of}`,
    String(judged.falseLines.length),
    `${marked.length - missed}/${marked.length}`,
    `${unmarked - missedUnmarked}/${unmarked}`,
    `${40 - sound}/40`,
    `${placeholders}/${PLACEHOLDERS.length}`,
  ];
}

function print(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.filter((row) => row.length > 2).map((row) => (row[i] ?? '').length)));
  for (const row of rows) {
    console.log('  ' + row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]) : row.length === 2 ? cell : cell.padStart(widths[i]))).join('  '));
  }
}

say('installing other scanners, where they are not there yet');
const peers = install();
say('Latchkey, native');
const native = natively();
say('Latchkey in Chromium');
const [chromium, limit] = await inChromium();
const others = peers.map(peer);
const kingfisher = others.find((row) => row.name.startsWith('kingfisher') && row.rates);
console.log('\nrecognising: text of 1, 10, 50 MB');
print([
  ['', 'x kingfisher', '1 MB', '10 MB', '50 MB/s', 'recall', 'false lines', 'bare', 'bare, no mark', 'broken told', 'placeholders found'],
  ...[chromium, native, limit, ...others].map((row) => cells(row, kingfisher)),
]);
console.log(`
  MB/s: the best of five, from bytes outside the engine to findings; of others the best of two or three, without
  their start. x kingfisher: at 50 MB, same run. bare: keys alone on their lines, of kinds that have a mark of
  their own or share one; no mark: of kinds that nothing but a name tells (Latchkey offers a choice, or says
  "hash"). Chromium: tables in ${chromium.tables.toFixed(1)} ms, ${(chromium.memory / 1e6).toFixed(0)} MB of memory at most, the 50 MB text included.`);

if (site) {
  say('frames of the page');
  const file = at('50.txt');
  const findings = native.found['50.txt'].length;
  for (const [how, seen] of [
    ['takes in a file of 50 MB', await framesOfFile(site, file, findings)],
    ['looks through a paste of 50 MB, from when the event has handed it over', await framesOfPaste(site, file, findings)],
  ]) {
    console.log(`\nthe page, while it ${how}: ${seen.ms.toFixed(0)} ms until all is shown, longest frame ${seen.longest.toFixed(0)} ms, ${seen.over50} of ${seen.count} over 50 ms`);
  }
}
