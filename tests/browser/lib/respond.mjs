// The Respond screen as a person meets it, and the states in which it can be.

import { Latchkey, makeKey, recordedAs } from './latchkey.mjs';
import { play } from './server.mjs';

export class Respond {
  constructor(it) {
    this.page = it.page;
    this.world = it.world;
    this.latchkey = new Latchkey(it);
    this.steps = this.page.locator('[data-step]');
    this.watch = this.page.locator('[data-watch]');
  }

  button(name) {
    return this.page.locator('.respond').getByRole('button', { name: new RegExp(`^${name}`) });
  }

  async open() {
    await this.latchkey.open('#/respond');
    return this;
  }

  /** From another screen. */
  async go() {
    await this.page.getByRole('navigation').first().getByRole('link', { name: 'Respond', exact: true }).click();
    await this.watch.waitFor();
    return this;
  }

  /** Pastes a key on Check, and chooses it here. */
  async withKey(made) {
    await this.latchkey.open();
    await this.latchkey.put(made.line, 1);
    await this.go();
    await this.chooseKey();
    return this;
  }

  choose(value) {
    return this.page.locator('#leaked').selectOption(value);
  }

  /** The key of the box at this place. */
  async chooseKey(at = 0) {
    const values = await this.page.locator('#leaked option').evaluateAll((all) => all.map((o) => o.value).filter((v) => v.startsWith('row:')));
    await this.choose(values[at]);
  }

  say(word) {
    return this.page.getByRole('radio', { name: word }).check();
  }

  step(id) {
    return this.page.locator(`[data-step="${id}"]`);
  }

  order() {
    return this.steps.evaluateAll((all) => all.map((step) => step.dataset.step));
  }

  watchState() {
    return this.watch.getAttribute('data-state');
  }

  watching() {
    return this.ended('watching');
  }

  ended(state) {
    return this.page.locator(`[data-watch][data-state="${state}"]`).waitFor({ timeout: 20_000 });
  }

  /** Waits until so many questions with a key have arrived. */
  async asked(count) {
    for (let left = 200; this.world.keyed.filter((r) => r.doneAt).length < count; left--) {
      if (left === 0) throw new Error(`asked ${this.world.keyed.length} times`);
      await new Promise((done) => setTimeout(done, 50));
    }
    await this.page.waitForTimeout(100);
  }

  async report() {
    const text = this.page.locator('[data-report]');
    if ((await text.count()) === 0) await this.page.getByText('Look at it').click();
    return text.textContent();
  }
}

const answer = (verdict) => play(recordedAs('groq', 'models', verdict));

export const RESPOND_STAGES = {
  empty: async () => {},
  general: async ({ respond }) => respond.say('Confirmed'),
  provider: async ({ respond }) => {
    await respond.choose('provider:github');
    await respond.say('Suspected');
  },
  key: async ({ respond, world }) => {
    await respond.withKey(makeKey(world, 'openai'));
    await respond.say('Suspected');
    await respond.step('replace').getByRole('checkbox').check();
    await respond.button('Not needed: Update').click();
    await respond.step('replace').getByText('Note').click();
    await respond.step('replace').getByRole('textbox').fill('New key for the billing service alone.\nOld one used by two jobs.');
  },
  watching: async ({ respond, world }) => {
    await respond.withKey(makeKey(world, 'groq'));
    await respond.say('Confirmed');
    await respond.button('Watch at').click();
    await respond.asked(3);
  },
  dead: async ({ respond, world }) => {
    const made = makeKey(world, 'groq', { answer: [answer('live'), answer('dead')] });
    const fresh = makeKey(world, 'groq');
    await respond.latchkey.open();
    await respond.latchkey.put(`${made.line}\n${fresh.line}`, 2);
    await respond.go();
    await respond.chooseKey(0);
    await respond.say('Confirmed');
    await respond.page.getByLabel('New key').selectOption({ index: 1 });
    await respond.button('Ask both').click();
    await respond.ended('dead');
    await respond.report();
  },
};

/** Brings the screen into a state, from a fresh load. */
export async function respondStage(it, name) {
  await it.page.goto('about:blank');
  it.world.reset();
  const respond = await new Respond(it).open();
  await RESPOND_STAGES[name]({ respond, world: it.world });
  return respond;
}
