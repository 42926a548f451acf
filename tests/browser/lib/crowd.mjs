// Ten thousand keys of many providers, some of them alive.

import { Keys, lineFor, plainKinds, planOf } from './catalogue.mjs';
import { literals, providers, recordedAs } from './latchkey.mjs';
import { play } from './server.mjs';

const keys = new Keys();

/** What each tenth key is: most keys that turn up in a heap are dead. */
const LOTS = ['live', 'live', 'trouble', 'dead', 'dead', 'dead', 'dead', 'dead', 'dead', 'dead'];

const TROUBLE = { status: 503, headers: [['content-type', 'text/plain']], body: 'no' };

/**
 * Makes `count` keys of every plain kind in turn, each answered after `delay` ms. The first hundred are looked for
 * everywhere. Returns `{ lines, sums, kinds }`: a line a key, and how many there are of live, dead, unknown.
 */
export function crowd(world, count, { delay = 5, lots = LOTS } = {}) {
  const kinds = plainKinds(providers(), recordedAs);
  const sums = { live: 0, dead: 0, unknown: 0 };
  const lines = [];
  for (let n = 0; n < count; n++) {
    const { provider, kind } = kinds[n % kinds.length];
    const id = provider.provider;
    const lot = lots[n % lots.length];
    sums[lot === 'trouble' ? 'unknown' : lot]++;
    const { main, more } = planOf(provider, kind.id);
    const live = (check) => ({ ...(play(recordedAs(id, check, 'live') ?? { status: 200, headers: [], body: '{}' })), delay });
    const answer = lot === 'trouble' ? { ...TROUBLE, delay } : { ...play(recordedAs(id, main.check, lot)), delay };
    const answers = { [main.check]: answer };
    for (const check of more) answers[check.check] = live(check.check);
    const { key, tells } = keys.next(id, kind.id);
    world.know(key, { provider: id, kind: kind.id, answers, literals: [...literals(), ...tells], inCrowd: n >= 100 });
    lines.push(lineFor(provider, kind, key));
  }
  return { lines, sums, kinds };
}
