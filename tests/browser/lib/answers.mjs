// Recorded answers: `tests/answers/PROVIDER/CASE.http` and `CASE.socket`, read as src/check/answer.rs reads them.

import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

export const ANSWERS = new URL('../../answers/', import.meta.url).pathname;

// What a recorded answer says of its own transport, or of CORS, is not played back: the server does its own.
const OWN = /^(content-length|content-encoding|transfer-encoding|connection|keep-alive|date|alt-svc|access-control-.*|vary|set-cookie|strict-transport-security)$/;

/**
 * @typedef {{state: string, cause: string|null}} Verdict
 * @typedef {{name: string, check: string|null, expect: Verdict, status?: number, headers?: [string, string][],
 *   body?: string, events?: string[], close?: [number, string]}} Recorded
 */

/** All recorded answers of a provider, by file name. @returns {Recorded[]} */
export function recordedAnswers(provider, folder = ANSWERS) {
  const home = join(folder, provider);
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter((name) => /\.(http|socket)$/.test(name))
    .sort()
    .map((name) => parseRecorded(name, readFileSync(join(home, name), 'utf8')));
}

/** One recorded answer. `expect` is what a page must say of it. @returns {Recorded} */
export function parseRecorded(name, text) {
  const head = {};
  let rest = text.replace(/^\uFEFF/, '');
  while (rest.startsWith('#')) {
    const end = rest.indexOf('\n');
    const line = (end < 0 ? rest : rest.slice(0, end)).trim();
    const [, field, value] = /^#\s*([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (field) head[field] = value.trim();
    rest = end < 0 ? '' : rest.slice(end + 1);
  }
  rest = rest.replace(/^[\r\n]+/, '');
  const said = head['expect-browser'] ?? head.expect;
  if (!said) throw new Error(`${name}: no "# expect:" on top`);
  const verdict = (text) => {
    const [state, cause = null] = text.split(/[:\s]+/);
    return { state, cause };
  };
  // What one world's no means once every world has said it.
  const refusal = head.refusal ? verdict(head.refusal) : null;
  const known = { name, check: head.check ?? null, expect: verdict(said), refusal };
  return name.endsWith('.socket') ? { ...known, ...socket(name, rest) } : { ...known, ...http(name, rest) };
}

function http(name, text) {
  let lines;
  do {
    const blank = /\r?\n\r?\n/.exec(text);
    lines = (blank ? text.slice(0, blank.index) : text).split(/\r?\n/);
    text = blank ? text.slice(blank.index + blank[0].length) : '';
  } while (text.startsWith('HTTP/'));
  const [, status] = /^HTTP\/[\d.]+ (\d{3})/.exec(lines[0]) ?? [];
  if (!status) throw new Error(`${name}: no status line`);
  const headers = lines.slice(1).map((line) => {
    const colon = line.indexOf(':');
    // A header travels as bytes; recordings are cut with `…`.
    return [line.slice(0, colon).trim().toLowerCase(), Buffer.from(line.slice(colon + 1).trim()).toString('latin1')];
  });
  // A body that was recorded ends with its file's last line break, which no server sent.
  return { status: Number(status), headers: headers.filter(([n]) => !OWN.test(n)), body: text.replace(/\r?\n$/, '') };
}

function socket(name, text) {
  const events = [];
  let close;
  for (const line of text.split(/\r?\n/).map((l) => l.trim()).filter(Boolean)) {
    const end = /^close (\d{4})(?: (.*))?$/.exec(line);
    if (end) close = [Number(end[1]), end[2] ?? ''];
    else if (line.startsWith('{')) events.push(line);
    else throw new Error(`${name}: neither an event nor a close: ${line}`);
  }
  return { events, close };
}
