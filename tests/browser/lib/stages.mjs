// The states in which the Check screen can be, each brought about as a person would.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crowd } from './crowd.mjs';
import { Latchkey, answersOf, makeKey, providers, words } from './latchkey.mjs';
import { gitleaks } from './reports.mjs';
import { play } from './server.mjs';

// One key for each verdict that the catalogue's recordings know.
function oneOfEach(world) {
  const seen = new Set();
  const out = [];
  for (const provider of providers()) {
    const kind = provider.kinds.find((k) => k.checkable);
    if (!kind || provider.access === 'hides-no') continue;
    for (const answer of answersOf(provider.provider)) {
      const verdict = words(answer.expect);
      if (!answer.status || seen.has(verdict)) continue;
      const made = makeKey(world, provider.provider, { kind: kind.id, answer: play(answer) });
      if (answer.check && answer.check !== made.plan.main.check) continue;
      seen.add(verdict);
      out.push(made);
    }
  }
  return out;
}

const lines = (made) => made.map((m) => m.line).join('\n');

export const STAGES = {
  empty: async () => {},
  nothing: async ({ latchkey }) => {
    await latchkey.put('just some words', 0);
    await latchkey.page.waitForTimeout(150);
  },
  recognised: async ({ latchkey, world }) => {
    const made = [makeKey(world, 'openai'), makeKey(world, 'groq'), makeKey(world, 'github')];
    await latchkey.put(`# .env\n${lines(made)}\nSTRIPE_KEY=your-key-here\n`, 3);
  },
  choice: async ({ latchkey, world }) => {
    await latchkey.put(makeKey(world, 'deepseek', { example: ['dashscope', 'api'] }).key, 1);
  },
  checking: async ({ latchkey, world }) => {
    const made = Array.from({ length: 12 }, () => makeKey(world, 'groq', { answer: { hang: true } }));
    await latchkey.put(lines(made), 12);
    await latchkey.start.click();
    await latchkey.page.getByRole('progressbar', { name: 'Checking' }).waitFor();
  },
  verdicts: async ({ latchkey, world }) => {
    const made = oneOfEach(world);
    await latchkey.put(lines(made), made.length);
    await latchkey.check();
  },
  opened: async ({ latchkey, world }) => {
    const made = oneOfEach(world);
    await latchkey.put(lines(made), made.length);
    await latchkey.check();
    await openAll(latchkey);
  },
  hidden: async ({ latchkey, world }) => {
    await latchkey.put(makeKey(world, 'cerebras', { answer: { status: 401, headers: [], body: '{}' } }).line, 1);
    await latchkey.check();
    await openAll(latchkey);
  },
  samples: async ({ latchkey }) => {
    await latchkey.button('Try with samples').click();
    await latchkey.rows.first().waitFor();
    if ((await latchkey.read())[0].state === 'recognised') await latchkey.start.click();
    await latchkey.settled();
    await openAll(latchkey);
  },
  many: async ({ latchkey, world }) => {
    const { page } = latchkey;
    await latchkey.put(crowd(world, 300).lines.join('\n'));
    await page.getByText('300 credentials found').waitFor();
    await latchkey.start.click();
    await page.getByRole('progressbar', { name: 'Checking' }).waitFor({ state: 'hidden', timeout: 30_000 });
    await page.getByLabel('Order').selectOption('1');
    await page.getByLabel('Group by provider').check();
  },
  report: async ({ latchkey, world }) => {
    const [one, two] = [makeKey(world, 'groq'), makeKey(world, 'github')];
    const found = [{ key: one.key, rule: 'groq-api-key' }, { key: two.key, file: 'deploy/prod.env', line: 3, rule: 'github-pat' }, { key: 'REDACTED' }];
    await latchkey.put(gitleaks(found), 2);
    await latchkey.page.getByRole('checkbox', { name: /^Check this one/ }).first().check();
  },
  monitor: async ({ latchkey, world }) => {
    const facts = { label: 'shop', limit: 100, limit_remaining: 74.5, limit_reset: 'monthly', usage: 25.5, usage_daily: 1.25, usage_monthly: 25.5, is_free_tier: false };
    const answer = { status: 200, headers: [['content-type', 'application/json']], body: JSON.stringify({ data: facts }) };
    await latchkey.put(makeKey(world, 'openrouter', { answer }).line, 1);
    await latchkey.check();
    await openAll(latchkey);
    await latchkey.page.getByLabel('Ask again by itself').selectOption('60');
  },
};

/** The Scan screen with code of several languages in it, all of it unfolded. */
export async function scanned(it) {
  const { page, world } = it;
  await page.goto('about:blank');
  const latchkey = await new Latchkey(it).open('#/scan');
  const key = (id, kind) => makeKey(world, id, { kind }).key;
  const files = {
    'web/src/chat.ts': `import Groq from 'groq-sdk';\n\n// One client for all.\nexport const client = new Groq({\n  apiKey: '${key('groq')}',\n});\n`,
    'web/.env': `VITE_OPENAI_API_KEY=${key('openai')}\n# old: ${key('github', 'pat-classic')}\n`,
    'service/main.py': `import requests\n\nheaders = {'Authorization': 'Bearer ${key('anthropic')}'}\nMISTRAL_API_KEY = 'your-api-key-here'\n`,
    'deploy/Dockerfile': `FROM python:3.14\nENV HF_TOKEN=${key('huggingface')}\n`,
    'web/node_modules/left-pad/index.js': `const key = '${key('groq')}';\n`,
    'web/logo.png': 'no text',
  };
  await page.locator('input[webkitdirectory]').setInputFiles(folderOf(files));
  await page.locator('[data-scan-finding]').nth(4).waitFor();
  await page.locator('[role="progressbar"]').waitFor({ state: 'detached' });
  return latchkey;
}

/** A folder on the disk with these files in it. */
export function folderOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-scan-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, 'project', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(root, 'project');
}

/** Brings the page into a state, from a fresh load. */
export async function stage(it, name) {
  await it.page.goto('about:blank');
  const latchkey = await new Latchkey(it).open();
  await STAGES[name]({ latchkey, world: it.world });
  return latchkey;
}

export async function openAll(latchkey, rows = latchkey.rows) {
  const shut = rows.locator('[aria-expanded="false"], details:not([open]) > summary');
  for (let left = 200; left > 0 && (await shut.count()) > 0; left--) await shut.first().click();
}
