// What the project's own catalogue says: the same data that the page is built from.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const ROOT = new URL('../../../', import.meta.url).pathname;
let driver;

function catalogueDriver() {
  if (driver) return driver;
  if (process.env.LATCHKEY_CATALOGUE && existsSync(process.env.LATCHKEY_CATALOGUE)) return (driver = process.env.LATCHKEY_CATALOGUE);
  const messages = execFileSync('cargo', ['build', '--locked', '--quiet', '--example', 'catalogue', '--message-format=json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const built = messages.split('\n').filter((line) => line.includes('"executable":"')).map((line) => JSON.parse(line));
  return (driver = built.at(-1).executable);
}

/** The catalogue, with made-up keys grown from `seed`. One entry a provider. */
export function catalogue(seed = 1) {
  const lines = execFileSync(catalogueDriver(), [String(seed)], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
  return lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** Gives ever new made-up keys, each with what it tells of itself: `keys.next('openai', 'project')`. */
export class Keys {
  #turns = new Map();
  #examples = [];

  next(provider, kind) {
    const name = `${provider} ${kind}`;
    const turn = this.#turns.get(name) ?? 0;
    this.#turns.set(name, turn + 1);
    // A run of the driver has an example of every kind.
    this.#examples[turn] ??= catalogue(1001 + turn);
    const found = this.#examples[turn].find((p) => p.provider === provider)?.kinds.find((k) => k.id === kind);
    if (!found?.example) throw new Error(`the catalogue has no example of ${provider} ${kind}`);
    return { key: found.example, tells: found.tells };
  }
}

/** The requests that a page may send; the others are for `curl`. */
export function pageRequests(provider) {
  return provider.requests.filter((r) => r.page !== false);
}

/**
 * The checks of one kind that a page sends, in the order in which they are asked. `worlds` are the main one's
 * requests, one a world; most have but one.
 */
export function planOf(provider, kind) {
  const fits = pageRequests(provider).filter((r) => !r.kinds || r.kinds.length === 0 || r.kinds.includes(kind));
  const first = fits.filter((r) => r.when !== 'hidden');
  const more = first.filter((r, i) => r.check !== first[0].check && (r.cost ?? 'free') === 'free' && first.findIndex((o) => o.check === r.check) === i);
  return {
    main: first[0] ?? null,
    worlds: first.filter((r) => r.check === first[0].check && (r.world || r === first[0])),
    more,
    door: fits.find((r) => r.when === 'hidden') ?? null,
  };
}

/**
 * A line that holds the key, and tells what it is: a name of the kind's own, where it has one, else the bare key
 * where its form is proof enough, else a name of the provider.
 */
export function lineFor(provider, kind, key) {
  const name = kind.env?.[0] ?? (kind.mark === 'own' ? null : provider.env[0]);
  return name ? `${name.toUpperCase()}=${key}` : key;
}
