// Finding a key, or a piece of one, in anything.

const LENGTH = 12;

// What a mask may show: `sk-ant-api03-`, `github_pat_`.
const OPENING = /^(?:[a-z0-9]{1,7}[-_]){1,3}/;

/**
 * Knows keys, and tells whether a text holds one, or any twelve characters of one in a row, plain,
 * percent-encoded, in base64 or in hex.
 */
export class Needles {
  #windows = new Map();
  #keys = new Set();

  /** `literals`: what every key of the kind has, and that tells nothing; names and numbers of this one that may be shown. */
  add(key, literals = []) {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    const bytes = Buffer.from(key);
    const opening = OPENING.exec(key)?.[0].length ?? 0;
    const forms = [key.slice(Math.max(0, opening - LENGTH / 2)), encodeURIComponent(key.slice(opening)), bytes.toString('hex'), [...key].reverse().join('')];
    // Base64 has three looks, by where the key begins in the text that was encoded; its first and last
    // characters depend on the neighbours.
    for (const pad of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(pad), bytes]).toString('base64').replace(/=+$/, '');
      forms.push(encoded.slice(4, -2), encoded.slice(4, -2).replaceAll('+', '-').replaceAll('/', '_'));
    }
    for (const form of forms) {
      for (let at = 0; at + LENGTH <= form.length; at++) {
        const window = form.slice(at, at + LENGTH);
        if (!mostlyKnown(window, literals)) this.#windows.set(window, key);
      }
    }
  }

  /** The part that was found, or null. */
  find(text) {
    if (!text || this.#windows.size === 0) return null;
    for (let at = 0; at + LENGTH <= text.length; at++) {
      const window = text.slice(at, at + LENGTH);
      if (this.#windows.has(window)) return window;
    }
    return null;
  }
}

// Whether eight characters in a row of it are the same for every key of the kind.
function mostlyKnown(window, literals) {
  for (let at = 0; at + 8 <= LENGTH; at++) {
    if (literals.some((literal) => literal.includes(window.slice(at, at + 8)))) return true;
  }
  return false;
}
