// Shortens what wasm-bindgen wrote, before wasm-opt sees it: the names of imports, which carry a hash each and stand
// in both files, and the classes that a crate exports for servers (wasm-streams), which nothing here calls.
//   node shorten.mjs GLUE.js PROGRAM.wasm
import { readFileSync, writeFileSync } from 'node:fs';

const [gluePath, programPath] = process.argv.slice(2);
const MODULE = './latchkey_bg.js';
const UNUSED = /intounderlying/;
const [IMPORT, EXPORT] = [2, 7];

let glue = readFileSync(gluePath, 'utf8');
const program = readFileSync(programPath);
const renamed = new Map();
const out = [program.subarray(0, 8)];
for (let at = 8; at < program.length; ) {
  const id = program[at];
  const size = number(program, at + 1);
  const end = size.end + size.value;
  const body = program.subarray(size.end, end);
  const changed = id === IMPORT ? imports(body) : id === EXPORT ? exported(body) : body;
  out.push(Buffer.from([id]), leb(changed.length), changed);
  at = end;
}
if (renamed.size === 0) throw new Error(`the program imports nothing from ${MODULE}: see how this version of wasm-bindgen names it`);
glue = glue.replace(/^(\s*)(\w+): function\b/gm, (all, space, name) => (renamed.has(name) ? `${space}${renamed.get(name)}: function` : all));
glue = glue.replace(/^(\s*)(__wbg_\w+): (\w+),$/gm, (all, space, name, value) => (renamed.has(name) ? `${space}${renamed.get(name)}: ${value},` : all));
for (const [name, short] of renamed) {
  if (!new RegExp(`^\\s*${short}: `, 'm').test(glue)) throw new Error(`the glue gives no ${name}: see how this version of wasm-bindgen writes it`);
}
glue = glue.replace(/^export class IntoUnderlying\w+ \{$[\s\S]*?^\}\n(if \(Symbol\.dispose\) .*\n)?/gm, '');
glue = glue.replace(/^const IntoUnderlying\w+Finalization = [\s\S]*?;\n/gm, '');
if (/IntoUnderlying|intounderlying/.test(glue)) throw new Error('the glue still holds classes for servers');
writeFileSync(gluePath, glue);
writeFileSync(programPath, Buffer.concat(out));

function imports(body) {
  const { value: count, end } = number(body, 0);
  const parts = [leb(count)];
  for (let n = 0, at = end; n < count; n++) {
    const module = text(body, at);
    const name = text(body, module.end);
    const after = description(body, name.end);
    let short = name.value;
    if (module.value === MODULE) {
      short = renamed.get(name.value) ?? `i${renamed.size.toString(36)}`;
      renamed.set(name.value, short);
    }
    parts.push(body.subarray(at, module.end), leb(short.length), Buffer.from(short), body.subarray(name.end, after));
    at = after;
  }
  return Buffer.concat(parts);
}

function exported(body) {
  const { value: count, end } = number(body, 0);
  const kept = [];
  for (let n = 0, at = end; n < count; n++) {
    const name = text(body, at);
    const after = number(body, name.end + 1).end;
    if (!UNUSED.test(name.value)) kept.push(body.subarray(at, after));
    at = after;
  }
  return Buffer.concat([leb(kept.length), ...kept]);
}

// What an import is: a function, a table, a memory, a global or a tag (WebAssembly core specification, 5.5.5).
function description(body, at) {
  const limits = (from) => {
    const least = number(body, from + 1).end;
    return body[from] & 1 ? number(body, least).end : least;
  };
  switch (body[at]) {
    case 0: return number(body, at + 1).end;
    case 1: return limits(at + 2);
    case 2: return limits(at + 1);
    case 3: return at + 3;
    case 4: return number(body, at + 2).end;
    default: throw new Error(`an import of kind ${body[at]}`);
  }
}

function text(body, at) {
  const { value: size, end } = number(body, at);
  return { value: body.toString('utf8', end, end + size), end: end + size };
}

function number(body, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = body[at++];
    if (byte === undefined) throw new Error('the program ends within a number');
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, end: at };
  }
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}
