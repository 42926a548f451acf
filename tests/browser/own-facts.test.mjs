// What a key tells of itself is shown before anyone is asked, and nothing leaves the page for it.

import assert from 'node:assert/strict';
import { rig } from './lib/browser.mjs';
import { Latchkey, providers } from './lib/latchkey.mjs';

const promise = rig({ catalogue: providers });

const part = (text) => Buffer.from(text).toString('base64url');
const token = (payload) =>
  [part('{"alg":"HS256","typ":"JWT"}'), part(JSON.stringify(payload)), part('a signature of thirty-two bytes.')].join('.');

async function open(it, text, count = 1) {
  const latchkey = await new Latchkey(it).open();
  await latchkey.put(text, count);
  const finding = it.page.locator('[data-finding]').first();
  await finding.locator('button.row').click();
  return finding;
}

const fact = (finding, name) => finding.locator(`[data-fact="${name}"]`).innerText();

promise('a token tells issuer and expiry before Check, and that it has ended', async (it) => {
  const finding = await open(it, `JWT=${token({ iss: 'https://sign-in.example.org/', exp: 1709210096 })}\n`);
  await finding.getByText('Read from the key itself').waitFor();
  assert.equal(await fact(finding, 'issuer'), 'https://sign-in.example.org/');
  assert.equal(await fact(finding, 'expires'), '2024-02-29 12:34 UTC');
  await finding.getByText('Expired on 2024-02-29 12:34 UTC, by its own words.').waitFor();
  assert.equal(await finding.getAttribute('data-state'), 'recognised', 'that is no verdict');
});

promise('a token that lives on has its end in its row, and is not called ended', async (it) => {
  const finding = await open(it, `JWT=${token({ iss: 'https://sign-in.example.org/', exp: 4102444799 })}\n`);
  assert.match(await finding.locator('button.row').innerText(), /2099-12-31 23:59 UTC/);
  assert.equal(await finding.getByText('by its own words').count(), 0);
});

promise('a connection string tells host and user and never its password', async (it) => {
  const password = 'Zq8vLm2xWn4';
  const finding = await open(it, `postgresql://shop:${password}@db.internal.net:5432/orders\n`);
  assert.equal(await fact(finding, 'host'), 'db.internal.net:5432');
  assert.equal(await fact(finding, 'user'), 'shop');
  assert.equal(await fact(finding, 'database'), 'orders');
  assert.ok(!(await finding.innerHTML()).includes(password.slice(0, 6)));
});
