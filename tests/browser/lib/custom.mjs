// The page for hosts of the person's own, as they meet it, and servers of theirs.

import { Keys } from './catalogue.mjs';

/** An answer in JSON. */
export const json = (status, body) => ({ status, headers: [['content-type', 'application/json']], body: JSON.stringify(body) });

/** What a server of OpenAI's form says of a good key, and of a bad one. */
export const LIST = json(200, { object: 'list', data: [{ id: 'qwen3:8b' }, { id: 'llama3.2' }] });
export const NO = json(401, { error: { message: 'Incorrect API key provided: …', code: 'invalid_api_key' } });

/** Servers of one's own, as plans of the world's: it holds each request against them. */
export const own = (provider, url, headers, check = 'models') => ({
  provider, name: provider, env: [], hosts: [], access: 'unknown', exposes: [], kinds: [], companions: [], policy: [],
  requests: [{ provider, check, method: 'GET', url, headers, kinds: [], when: 'first', cost: 'free', page: true }],
});
export const BEARER = { authorization: 'Bearer {key}' };
export const OWN = [
  own('gateway', 'https://gateway.acme.test/v1/models', BEARER),
  own('git', 'https://git.acme.test:8443/forge/api/v1/user', { authorization: 'token {key}' }, 'user'),
  own('gitlab-own', 'https://gitlab.acme.test/api/v4/personal_access_tokens/self', { 'private-token': '{key}' }, 'self'),
];

const keys = new Keys();

export class Custom {
  constructor({ page, world }) {
    Object.assign(this, { page, world });
    this.what = page.getByRole('combobox', { name: 'What stands there' });
    this.address = page.getByRole('textbox', { name: 'Address' });
    this.key = page.getByRole('textbox', { name: 'Key', exact: true });
    this.confirm = page.getByRole('checkbox');
    this.start = page.getByRole('button', { name: /^Check/ });
    this.answer = page.locator('[data-finding]');
    this.command = page.locator('[data-curl]');
  }

  async open() {
    await this.page.goto(`${this.world.url}custom.html`);
    await this.page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    await this.address.waitFor();
    return this;
  }

  /** A made-up key that the world knows; what it is answered. */
  known(provider, answers) {
    const { key } = keys.next('openai', 'project');
    this.world.know(key, { provider, answers, literals: ['sk-proj-', 'T3BlbkFJ'] });
    return key;
  }

  async fill(what, address, key) {
    if (what) await this.what.selectOption(what);
    await this.address.fill(address);
    await this.key.fill(key);
  }

  /** Confirms, checks, and reads the verdict. */
  async check() {
    await this.confirm.check();
    await this.start.click();
    return this.verdict();
  }

  async verdict() {
    await this.answer.waitFor();
    const { state, cause, host, provider } = await this.answer.evaluate((e) => ({ ...e.dataset }));
    return { verdict: [state, cause].filter(Boolean).join(' '), host, provider };
  }
}
