// The Keys screen, by the names that it gives.

import { readFileSync } from 'node:fs';

/** The day so many days ago, as a date's field takes it. */
export const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

export class Register {
  constructor(page) {
    this.page = page;
    this.entries = page.locator('[data-register-entry]');
    this.switch = page.getByRole('switch', { name: 'Remember on this device' });
    this.state = page.locator('[data-remembering]');
  }

  async show() {
    await this.page.evaluate(() => (location.hash = '#/keys'));
    await this.switch.waitFor();
    return this;
  }

  async remember(passphrase = '') {
    await this.switch.check();
    await this.is('on');
    if (!passphrase) return;
    await this.page.locator('#remember-passphrase').fill(passphrase);
    await this.page.getByRole('button', { name: 'Encrypt it' }).click();
    await this.is('sealed');
  }

  is(state) {
    return this.page.locator(`[data-remembering="${state}"]`).waitFor({ timeout: 20_000 });
  }

  async add(label, fields = {}) {
    await this.page.getByRole('button', { name: 'Add a key by hand' }).click();
    const name = this.page.getByLabel('Label', { exact: true });
    await name.fill(label);
    await name.press('Tab');
    for (const [field, value] of Object.entries(fields)) {
      const input = this.page.getByLabel(field, { exact: true });
      if (await input.evaluate((e) => e.tagName === 'SELECT')) await input.selectOption(value);
      else {
        await input.fill(value);
        await input.blur();
      }
    }
  }

  async count(n) {
    await this.page.waitForFunction((n) => document.querySelectorAll('[data-register-entry]').length === n, n);
  }

  entry(label) {
    return this.entries.filter({ hasText: label });
  }

  async files() {
    const files = this.page.locator('details.files');
    if (!(await files.evaluate((d) => d.open))) await files.locator('summary').click();
    return files;
  }

  async download(button) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.getByRole('button', { name: button, exact: true }).click()]);
    return readFileSync(await download.path(), 'utf8');
  }

  async import(text) {
    const files = await this.files();
    await files.locator('input[type=file]').setInputFiles({ name: 'register.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    return files;
  }
}
