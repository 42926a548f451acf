// Every provider of the catalogue, on one page each: every kind of key that can be checked, answered with every
// recorded answer of its main check. The verdict is the one that the recording names.

import assert from 'node:assert/strict';
import { play } from './lib/server.mjs';
import { rig } from './lib/browser.mjs';
import { answersOf, Latchkey, makeKey, providers, words } from './lib/latchkey.mjs';
import { planOf } from './lib/catalogue.mjs';

const promise = rig({ catalogue: providers, timeout: 120_000 });
const HIDDEN = { state: 'unknown', cause: 'hidden' };

// What a page can make of a recorded answer: a 401 that hides itself is decided by the socket, if there is one.
function seenByPage(provider, plan, answer) {
  if (plan.worlds.length > 1 && answer.refusal) return { expect: answer.refusal };
  if (provider.access !== 'hides-no' || answer.status !== 401) return { expect: answer.expect };
  const door = plan.door && answersOf(provider.provider).find((a) => a.events && words(a.expect) === words(answer.expect));
  return door ? { expect: answer.expect, door: play(door), byDoor: true } : { expect: HIDDEN, byDoor: Boolean(plan.door) };
}

// One key for each thing that can be answered.
function batch(world, provider) {
  const out = [];
  let first = true;
  for (const kind of provider.kinds.filter((k) => k.checkable)) {
    const plan = planOf(provider, kind.id);
    assert.ok(plan.main, `${kind.id} is checkable and has a check`);
    for (const answer of answersOf(provider.provider).filter((a) => a.status && (a.check ?? plan.main.check) === plan.main.check)) {
      // Each makes the page leave the host alone for a while: once is enough.
      if (answer.status === 429 && !first) continue;
      const seen = seenByPage(provider, plan, answer);
      out.push({ ...makeKey(world, provider.provider, { kind: kind.id, answer: play(answer), door: seen.door }), ...seen, name: answer.name, status: answer.status });
    }
    first = false;
    if (!plan.door) continue;
    for (const answer of answersOf(provider.provider).filter((a) => a.events && (a.check ?? plan.door.check) === plan.door.check)) {
      const made = makeKey(world, provider.provider, { kind: kind.id, answer: { status: 401, headers: [], body: '{}' }, door: play(answer) });
      out.push({ ...made, expect: answer.expect.state === 'unknown' ? HIDDEN : answer.expect, byDoor: true, name: answer.name });
    }
  }
  return out;
}

// Who spoke: the other door, every world that refused, else the first.
function hostOf({ plan, byDoor, expect }) {
  const host = (request) => new URL(request.url).host;
  if (byDoor) return host(plan.door);
  const refused = expect.state === 'dead' || expect.cause === 'unconfirmed';
  return refused ? plan.worlds.map(host).join(' ') : host(plan.main);
}

for (const provider of providers().filter((p) => p.kinds.some((k) => k.checkable))) {
  promise(`${provider.name}: every recorded answer, live and dead ones included, ends in its verdict`, async (it) => {
    const latchkey = new Latchkey(it);
    // Those that make the page pause come last.
    const keys = batch(it.world, provider).sort((a, b) => (a.status === 429) - (b.status === 429));
    const states = new Set(answersOf(provider.provider).map((a) => a.expect.state));
    assert.ok(states.has('live'), 'a recorded answer says live');
    assert.ok(answersOf(provider.provider).some((a) => a.refusal || a.expect.state === 'dead' || a.expect.cause === 'unconfirmed'), 'a recorded answer refuses the key');

    await latchkey.open();
    await latchkey.put(keys.map((k) => k.line).join('\n'), keys.length);
    assert.deepEqual(
      (await latchkey.read()).map((r) => [r.line, r.provider, r.kind]),
      keys.map((k, i) => [i + 1, provider.provider, k.kind.id]),
    );
    for (const kind of provider.kinds) {
      const one = keys.find((k) => k.kind.id === kind.id);
      if (one) await latchkey.give(provider, kind, one.companions);
    }
    const rows = await latchkey.check();
    const verdict = (k, got) => `${k.kind.id} ${k.name}: ${words(got)}`;
    assert.deepEqual(rows.map((r, i) => verdict(keys[i], r)), keys.map((k) => verdict(k, k.expect)));
    rows.forEach((row, i) => assert.equal(row.host, hostOf(keys[i])));

    for (const k of keys) {
      const asked = it.world.keyed.filter((r) => r.key === k.key).map((r) => r.check);
      assert.equal(asked[0], k.plan.main.check, `${k.name}: the main check is asked first`);
      assert.equal(asked.includes(k.plan.door?.check), k.byDoor ?? false, `${k.name}: the other door is asked only where the first answer is hidden`);
      if (k.expect.state !== 'live') assert.ok(!k.plan.more.some((c) => asked.includes(c.check)), `${k.name}: no more is asked for a key that is not live`);
    }
  });
}
