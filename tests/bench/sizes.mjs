// What the first load weighs, by file, in brotli 11 (what a host sends at its best).
//   node tests/bench/sizes.mjs [FOLDER=dist]
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = process.argv[2] ?? 'dist';
const small = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;

// Which file comes when. A file that fits no line is one that nobody weighed yet: it fails.
const WHEN = [
  ['until data-ready', /^(index\.html|latchkey-[0-9a-f]+\.css|latchkey-[0-9a-f]+_bg\.wasm)$/],
  ['later, by itself', /^(page-[0-9a-f]{16}\.wasm|favicon\.svg)$/],
  ['with the first key', /^(checks-[0-9a-f]+\.json|checking-[0-9a-f]{16}\.wasm)$/],
  ['when a screen wants it', /^((guidance|practices-(en|zh))-[0-9a-f]+\.json|(chinese|screens)-[0-9a-f]{16}\.wasm|build\.json|custom\.html)$/],
  ['never, in a page', /^(404\.html|_headers|nginx\.conf|robots\.txt)$/],
];

const rows = [];
for (const file of (await readdir(folder)).sort()) {
  const bytes = await readFile(join(folder, file));
  const when = WHEN.find(([, pattern]) => pattern.test(file))?.[0];
  if (!when) {
    console.error(`${file}: tests/bench/sizes.mjs does not say when it is fetched`);
    process.exitCode = 1;
  }
  rows.push({ when: when ?? 'unknown', file, raw: bytes.length, brotli: small(bytes) });
}

for (const [when] of [...WHEN, ['unknown']]) {
  const group = rows.filter((row) => row.when === when);
  if (group.length === 0) continue;
  console.log(`\n${when}`);
  for (const row of group) line(row.file, row.raw, row.brotli);
  if (group.length > 1) line('together', sum(group, 'raw'), sum(group, 'brotli'));
}

function sum(group, what) {
  return group.reduce((total, row) => total + row[what], 0);
}

function line(name, raw, brotli) {
  const kb = (n) => `${(n / 1000).toFixed(1)} KB`.padStart(10);
  console.log(`  ${name.padEnd(36)}${kb(raw)} raw${kb(brotli)} brotli`);
}
