// The page as a person meets it, by the names of the table in product.md.

import assert from 'node:assert/strict';
import { recordedAnswers } from './answers.mjs';
import { catalogue, Keys, lineFor, planOf } from './catalogue.mjs';
import { play } from './server.mjs';

const DONE = ['live', 'limited', 'dead', 'unknown'];

export class Latchkey {
  constructor({ page, world }) {
    this.page = page;
    this.world = world;
    this.box = page.getByRole('textbox', { name: 'Keys, or text that holds them' });
    this.rows = page.locator('[data-finding]');
    this.notes = page.locator('[data-note]');
    this.start = this.button('Check');
    // It may be folded away.
    this.log = page.getByRole('table', { name: 'Requests', includeHidden: true });
  }

  /** A button whose name begins so. */
  button(name) {
    return this.page.getByRole('button', { name: new RegExp(`^${name}`) });
  }

  async open(hash = '') {
    await this.page.goto(this.world.url + hash);
    await this.ready();
    return this;
  }

  ready() {
    return this.page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
  }

  /** Puts a text into the box, as a paste does, and waits for `count` findings. */
  async put(text, count) {
    await this.box.fill(text);
    if (count !== undefined) await this.count(count);
  }

  async count(count, timeout = 15_000) {
    const { page } = this;
    await page.waitForFunction((n) => document.querySelectorAll('[data-finding]').length === n, count, { timeout }).catch(async () => {
      assert.equal(await this.rows.count(), count, `findings, of: ${JSON.stringify(await this.read())}`);
    });
  }

  async check() {
    await this.start.click();
    return this.settled();
  }

  /** Waits until every finding has its verdict, and reads them. */
  async settled(timeout = 30_000) {
    const settled = (done) => [...document.querySelectorAll('[data-finding]')].every((row) => done.includes(row.dataset.state));
    await this.page.waitForFunction(settled, DONE, { timeout }).catch(async (error) => {
      throw new Error(`not settled: ${JSON.stringify((await this.read()).filter((r) => !DONE.includes(r.state)))}`, { cause: error });
    });
    return this.read();
  }

  /**
   * Types what keys of a kind need beside themselves into the fields that ask for it: the ones for all of them, or
   * `within` a row. Worlds stay open.
   */
  async give(provider, kind, companions, within = `[data-for-all="${kind.id}"]`) {
    // One key alone has its fields beneath its row.
    if (within.startsWith('[data-for-all') && !(await this.page.locator(within).count())) within = `[data-finding][data-kind="${kind.id}"]`;
    for (const companion of provider.companions.filter((c) => kind.needs.includes(c.id) && !c.each)) {
      const field = this.page.locator(`${within} [data-companion="${companion.id}"]`);
      if (companion.choices.length) {
        await field.locator('select').selectOption(companion.choices[0]);
      } else {
        await field.locator('input').fill(companions[companion.id]);
        await field.locator('input').press('Enter');
      }
    }
    const leave = this.page.locator('[data-cost] button');
    while (kind.costs && (await leave.count())) await leave.first().click();
  }

  /** The findings, as the document tells them. */
  read() {
    return this.rows.evaluateAll((rows) =>
      rows.map((row) => ({
        line: Number(row.dataset.line),
        provider: row.dataset.provider,
        kind: row.dataset.kind,
        state: row.dataset.state,
        cause: row.dataset.cause ?? null,
        host: row.dataset.host ?? null,
        facts: Object.fromEntries([...row.querySelectorAll('[data-fact]')].map((fact) => [fact.dataset.fact, fact.textContent.trim()])),
      })),
    );
  }

  /** State and cause of the only finding: `dead invalid`. */
  async verdict() {
    const rows = await this.settled();
    assert.equal(rows.length, 1, JSON.stringify(rows));
    return words(rows[0]);
  }

  /** The rows of the wire log, each as the texts of its cells. */
  wire() {
    return this.log.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  }
}

export function words({ state, cause }) {
  return [state, cause].filter(Boolean).join(' ');
}

let known;
/** The catalogue, read once. */
export function providers() {
  return (known ??= catalogue(1));
}

export function providerOf(id) {
  const found = providers().find((p) => p.provider === id);
  assert.ok(found, `the catalogue knows ${id}`);
  return found;
}

let long;
// What stands in every key of some kind, and is long enough to be found in a mask.
function literals() {
  return (long ??= providers().flatMap((p) => p.kinds.flatMap((k) => k.literals)).filter((text) => text.length >= 8));
}

const keys = new Keys();

/**
 * A made-up key of a provider, known to the world with `answer` for its main check, and `door` for its other
 * door; `worlds` maps a host to what its world answers; `example` takes the form of another provider's kind. Returns
 * `{ key, line, provider, kind, plan, companions }`.
 */
export function makeKey(world, id, { kind: kindId, answer, worlds, door, more, companions = {}, example = [] } = {}) {
  const provider = providerOf(id);
  const kind = provider.kinds.find((k) => (kindId ? k.id === kindId : k.checkable));
  assert.ok(kind, `${id} has the kind ${kindId ?? 'that can be checked'}`);
  const { key, tells } = keys.next(example[0] ?? id, example[1] ?? kind.id);
  const plan = planOf(provider, kind.id);
  const answers = {};
  for (const check of plan.more) answers[check.check] = more ?? liveAnswer(id, check.check);
  if (plan.door) answers[plan.door.check] = door ?? { events: [], close: [1000, ''] };
  if (plan.main) answers[plan.main.check] = answer ?? liveAnswer(id, plan.main.check);
  for (const [host, how] of Object.entries(worlds ?? {})) answers[`${plan.main.check}@${host}`] = how;
  const needed = provider.companions.filter((c) => kind.needs.includes(c.id) && c.example);
  const given = { ...Object.fromEntries(needed.map((c) => [c.id, c.example])), ...companions };
  const secrets = needed.filter((c) => c.secret).map((c) => given[c.id]);
  world.know(key, { provider: id, kind: kind.id, answers, companions: given, secrets, literals: [...literals(), ...tells], open: !kind.secret });
  return { key, line: lineFor(provider, kind, key), provider, kind, plan, companions: given };
}

const recorded = new Map();
/** A provider's recorded answers, read once. */
export function answersOf(id) {
  if (!recorded.has(id)) recorded.set(id, recordedAnswers(id));
  return recorded.get(id);
}

/** The recorded answer of a check that ends so: `live`, `dead invalid`. */
export function recordedAs(id, check, verdict) {
  return answersOf(id).find((a) => (a.check === null || a.check === check) && words(a.expect).startsWith(verdict));
}

function liveAnswer(id, check) {
  const live = recordedAs(id, check, 'live');
  return live ? play(live) : { status: 200, headers: [['content-type', 'application/json']], body: '{}' };
}
