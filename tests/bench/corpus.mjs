// Text of the kind that people drop on a scanner, seeded, with the truth beside it.
//   node tests/bench/corpus.mjs MEGABYTES FILE      writes FILE and FILE.truth.json
// Code, logs, settings, SQL, JSON and YAML; a credential of `kinds.mjs` every 20 KB, in surroundings of its
// kind and with its usual name, and every 2.5 KB something that looks like one and is none.
import { writeFileSync } from 'node:fs';
import { BASE64, Chance, HEX, KINDS, withSum62 } from './kinds.mjs';

const WORDS =
  'order cart user invoice report session cache queue worker retry batch token list page index handler client server price total region tenant event stream filter upload export import render layout theme profile account address shipment refund coupon webhook metric trace config feature locale audit backup restore cluster replica schema column field record message channel thread reply notice alert digest summary detail preview draft archive search ranking score weight bucket object file folder path image video audio track album artist genre season episode'.split(' ');
const camel = (c) => c.of(WORDS) + c.of(WORDS).replace(/^./, (l) => l.toUpperCase());
const snake = (c) => `${c.of(WORDS)}_${c.of(WORDS)}`;
const kebab = (c) => `${c.of(WORDS)}-${c.of(WORDS)}`;
const shout = (c) => snake(c).toUpperCase();
const two = (n) => String(n).padStart(2, '0');
const time = (c) => `2026-${two(1 + c.below(12))}-${two(1 + c.below(28))}T${two(c.below(24))}:${two(c.below(60))}:${two(c.below(60))}.${c.below(1000)}Z`;
const words = (c, n) => Array.from({ length: n }, () => c.of(WORDS)).join(' ');

// ---- what stands around ------------------------------------------------------------------------------

const BACKGROUND = [
  (c) => `import { ${camel(c)}, ${camel(c)} } from './${kebab(c)}.js';`,
  (c) => `export async function ${camel(c)}(${c.of(WORDS)}, options = {}) {\n  const ${camel(c)} = await ${c.of(WORDS)}.${camel(c)}({ limit: ${c.below(500)}, ...options });\n  if (!${c.of(WORDS)}) throw new Error('${words(c, 4)}');\n  return ${c.of(WORDS)}.map((row) => row.${c.of(WORDS)} * ${c.below(90)});\n}`,
  (c) => `def ${snake(c)}(self, ${c.of(WORDS)}: str, *, ${c.of(WORDS)}: int = ${c.below(99)}) -> dict[str, int]:\n    """${words(c, 9)}."""\n    ${snake(c)} = self.${c.of(WORDS)}.get("${c.of(WORDS)}", [])\n    return {row["${c.of(WORDS)}"]: len(row) for row in ${snake(c)}}`,
  (c) => `func (s *Server) ${camel(c)}(ctx context.Context, id string) (*${camel(c)}, error) {\n\trow := s.db.QueryRow(ctx, "select ${c.of(WORDS)}, ${c.of(WORDS)} from ${c.of(WORDS)}s where id = $1", id)\n\tif err := row.Scan(&out.${camel(c)}); err != nil {\n\t\treturn nil, fmt.Errorf("${words(c, 3)}: %w", err)\n\t}`,
  (c) => `    // ${words(c, 11)}, see ${kebab(c)} and #${c.below(9000)}.`,
  (c) => `pub fn ${snake(c)}(&self, ${c.of(WORDS)}: &str) -> Result<Vec<${camel(c)}>, Error> { self.${c.of(WORDS)}.iter().filter(|r| r.${c.of(WORDS)} > ${c.below(99)}).cloned().collect() }`,
  (c) => `${time(c)} INFO  [${kebab(c)}-${c.below(32)}] ${words(c, 5)} in ${c.below(4000)} ms (status=${c.of(['200', '201', '204', '304'])} bytes=${c.below(90000)})`,
  (c) => `${time(c)} WARN  [${kebab(c)}] ${words(c, 4)} failed, attempt ${c.below(5)} of 5: connection reset by peer 10.${c.below(256)}.${c.below(256)}.${c.below(256)}:${c.below(65536)}`,
  (c) => `10.${c.below(256)}.${c.below(256)}.${c.below(256)} - - [25/Nov/2026:${two(c.below(24))}:${two(c.below(60))}:${two(c.below(60))} +0000] "GET /${c.of(WORDS)}s/${c.below(100000)}?page=${c.below(90)}&sort=${c.of(WORDS)} HTTP/1.1" 200 ${c.below(40000)} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  (c) => `${shout(c)}=${c.of(['true', 'false', String(c.below(9000)), 'production', kebab(c)])}`,
  (c) => `${shout(c)}_URL=https://${kebab(c)}.internal:8443/${c.of(WORDS)}`,
  (c) => `INSERT INTO ${c.of(WORDS)}s (id, ${c.of(WORDS)}, ${c.of(WORDS)}_at) VALUES (${c.below(1e6)}, '${words(c, 3)}', '${time(c)}');`,
  (c) => `  "${camel(c)}": "${words(c, 3)}",`,
  (c) => `  "${c.of(WORDS)}": { "enabled": ${c.of(['true', 'false'])}, "${c.of(WORDS)}": ${c.below(1000)}, "${c.of(WORDS)}": ["${c.of(WORDS)}", "${c.of(WORDS)}"] },`,
  (c) => `  ${kebab(c)}:\n    image: ghcr.io/shop/${kebab(c)}:${c.below(9)}.${c.below(20)}.${c.below(20)}\n    replicas: ${1 + c.below(5)}\n    ports: ["${c.below(9000)}:8080"]`,
  (c) => `- name: ${words(c, 4)}\n  run: npm run ${kebab(c)} -- --${c.of(WORDS)}=${c.below(90)}`,
  (c) => `<li class="${kebab(c)} ${kebab(c)}"><a href="/${kebab(c)}/${c.below(900)}">${words(c, 4)}</a></li>`,
  (c) => words(c, 16).replace(/^./, (l) => l.toUpperCase()) + '.',
];

// ---- what looks like a credential and is none --------------------------------------------------------

/** What documents and templates write where a credential belongs. */
export const PLACEHOLDERS = [
  'OPENAI_API_KEY=your-api-key',
  'OPENAI_API_KEY=sk-your-api-key-here',
  'OPENAI_API_KEY=sk-...',
  'OPENAI_API_KEY=sk-1234567890abcdef',
  'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'OPENAI_API_KEY="sk-proj-abc123"',
  'openai.api_key = "<OPENAI_API_KEY>"',
  'ANTHROPIC_API_KEY=sk-ant-api03-xxxxxxxxxxxxxxxxxxxx',
  'ANTHROPIC_API_KEY=sk-ant-your-key-here',
  'export MISTRAL_API_KEY="<your-mistral-key>"',
  'MISTRAL_API_KEY=your_mistral_api_key_here',
  'COHERE_API_KEY=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'GROQ_API_KEY=${GROQ_API_KEY}',
  'GROQ_API_KEY: ${{ secrets.GROQ_API_KEY }}',
  'apiKey: process.env.DEEPSEEK_API_KEY,',
  'client = Client(api_key=os.environ["DEEPGRAM_API_KEY"])',
  'DEEPGRAM_API_KEY={{ .Values.deepgram.apiKey }}',
  'HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'GITLAB_TOKEN=glpat-xxxxxxxxxxxxxxxxxxxx',
  'SLACK_BOT_TOKEN=xoxb-your-token-here',
  'SLACK_BOT_TOKEN=xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx',
  'STRIPE_SECRET_KEY=sk_test_...',
  'STRIPE_SECRET_KEY=sk_live_REPLACE_ME',
  'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'SENDGRID_API_KEY=SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef',
  'DD_API_KEY=00000000000000000000000000000000',
  'WANDB_API_KEY=deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
  'PASSWORD=qwertyuiopasdfghjklzxcvbnm',
  'DATABASE_URL=postgres://user:password@localhost:5432/app',
  'VAULT_TOKEN=op://production/vault/token',
  'TELEGRAM_BOT_TOKEN=123456789:ABCdefGHIjklMNOpqrsTUVwxyz',
  'curl -H "Authorization: Bearer $OPENAI_API_KEY" https://api.openai.com/v1/models',
  'curl -H "x-api-key: YOUR_API_KEY" https://api.anthropic.com/v1/models',
];

const NEGATIVES = [
  (c) => `request_id=${c.uuid()} parent=${c.uuid()}`,
  (c) => `"id": "${c.uuid()}", "${c.of(WORDS)}Id": "${c.uuid()}",`,
  (c) => `commit ${c.text(40, HEX)} (tag: v${c.below(9)}.${c.below(30)}.${c.below(9)})`,
  (c) => `index ${c.text(10, HEX)}..${c.text(10, HEX)} 100644\n100644 blob ${c.text(40, HEX)}\tsrc/${kebab(c)}.ts`,
  (c) => `VERCEL_GIT_COMMIT_SHA=${c.text(40, HEX)}`,
  (c) => `HEROKU_SLUG_COMMIT=${c.text(40, HEX)}`,
  (c) => `"dd.trace_id": "${c.text(32, HEX)}", "dd.span_id": "${c.text(16, HEX)}"`,
  (c) => `SENTRY_RELEASE=${c.text(40, HEX)}`,
  (c) => `CIRCLE_SHA1=${c.text(40, HEX)}`,
  (c) => `SNYK_ORG_ID=${c.uuid()}`,
  (c) => `${c.text(32, HEX)}  ${kebab(c)}.tar.gz`,
  (c) => `sha256:${c.text(64, HEX)} ghcr.io/shop/${kebab(c)}`,
  (c) => `ETag: "${c.text(32, HEX)}"`,
  (c) => `      "integrity": "sha512-${c.text(86, BASE64)}==",`,
  (c) => `<script src="/${kebab(c)}.js" integrity="sha384-${c.text(64, BASE64)}" crossorigin="anonymous"></script>`,
  (c) => `<img alt="" src="data:image/png;base64,iVBORw0KGgo${c.text(700 + c.below(900), BASE64)}=">`,
  (c) => `background: url(data:font/woff2;base64,d09GMgABAAAAA${c.text(500 + c.below(900), BASE64)})`,
  (c) => minified(c),
  (c) => `docs/guides/task-sk-${kebab(c)}-${c.below(99)}/risk-${kebab(c)}-desk-${c.of(WORDS)}.html`,
  (c) => `.disk-sk-loader-${c.text(24, 'abcdefghijklmnopqrstuvwxyz')} .mask-${kebab(c)}-wrapper { display: flex }`,
  (c) => `https://cdn.internal/assets/${kebab(c)}.${c.text(20, HEX)}.js?v=${c.text(8, HEX)}`,
  (c) => `MISTRAL_MODEL=mistral-large-${c.below(9999)}`,
  (c) => `cohere_request=${c.uuid()} model=command-r-plus-08-2024`,
  (c) => `wandb: run ${c.text(8, 'abcdefghijklmnopqrstuvwxyz0123456789')} synced ${c.below(90)} files, artifact digest ${c.text(32, HEX)}`,
  (c) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${c.text(43, BASE64)} dev@${c.of(WORDS)}`,
  (c) => `-----BEGIN CERTIFICATE-----\nMIID${c.text(60, BASE64)}\n${c.text(64, BASE64)}\n${c.text(64, BASE64)}\n-----END CERTIFICATE-----`,
  (c) => `password_hash = "$2b$12$${c.text(53, './' + BASE64.slice(0, 62))}"`,
  (c) => `traceparent: 00-${c.text(32, HEX)}-${c.text(16, HEX)}-01`,
  (c) => `const ${camel(c)}_${c.text(24, 'abcdefghijklmnopqrstuvwxyz_')} = new ${camel(c)}Factory_${c.below(999)}();`,
  (c) => `{"type":"nonce","value":"${c.text(43, BASE64)}=","window":${c.below(900)}}`,
];
for (const text of PLACEHOLDERS) NEGATIVES.push(() => text);

function minified(c) {
  let out = '!function(e,t){"use strict";';
  const name = () => c.of('abcdefghijklmnopqrstuvwxyz'.split('')) + c.text(c.below(2));
  for (let i = 0; i < 40; i++) {
    out += c.of([
      () => `var ${name()}=${name()}.${name()}(${c.below(99)},"${c.of(WORDS)}");`,
      () => `function ${name()}(e){return e&&e.__esModule?e.${c.of(WORDS)}:e["sk-${c.of(WORDS)}"]||${c.below(9)}}`,
      () => `${name()}.exports={${name()}:${c.below(1e6)},"${kebab(c)}":"${c.text(12)}"};`,
      () => `if(${name()}>>>${c.below(31)}&${c.below(255)})${name()}("key_${c.of(WORDS)}",fw_${c.of(WORDS)});`,
    ])();
  }
  return out + '}(this);';
}

// ---- where credentials stand -------------------------------------------------------------------------

const apart = (name) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().split(/[_.-]/);
const asCamel = (name) => apart(name).map((w, i) => (i ? w[0].toUpperCase() + w.slice(1) : w)).join('');
const asSnake = (name) => apart(name).join('_');
const asKebab = (name) => apart(name).join('-');
const asShout = (name) => asSnake(name).toUpperCase();

const SURROUNDINGS = [
  (key, name) => `${asShout(name)}=${key}`,
  (key, name) => `${asShout(name)}="${key}"`,
  (key, name) => `export ${asShout(name)}='${key}'`,
  (key, name) => `  ${asShout(name)}: ${key}`,
  (key, name) => `      - ${asShout(name)}=${key}`,
  (key, name) => `  "${asCamel(name)}": "${key}",`,
  (key, name) => `  "${asShout(name)}": "${key}",`,
  (key, name) => `{"level":"debug","msg":"starting","env":{"NODE_ENV":"production","${asShout(name)}":"${key}","PORT":"8080"}}`,
  (key, name) => `${asKebab(name)}: "${key}"`,
  (key, name) => `${asSnake(name)} = "${key}"`,
  (key, name) => `const ${asCamel(name)} = '${key}';`,
  (key, name) => `const client = new Client({ ${asCamel(name)}: "${key}", timeout: 30 });`,
  (key, name) => `os.environ["${asShout(name)}"] = "${key}"`,
  (key, name) => `ENV ${asShout(name)} ${key}`,
  (key, name) => `ENV ${asShout(name)}=${key}`,
  (key, name) => `set ${asShout(name)}=${key}`,
  (key, name) => `$env:${asShout(name)} = "${key}"`,
  (key, name) => `setx ${asShout(name)} "${key}"`,
  (key, name) => `fly secrets set ${asShout(name)}=${key} --stage`,
  (key, name) => `docker run --rm -e ${asShout(name)}=${key} -p 8080:8080 shop/api`,
  (key, name) => `<add key="${asShout(name)}" value="${key}" />`,
  (key, name) => `<property name="${asKebab(name)}" value="${key}"/>`,
  (key, name) => `variable "${asSnake(name)}" { default = "${key}" }`,
  (key, name) => `  - name: ${asShout(name)}\n    value: "${key}"`,
  (key, name) => `INSERT INTO settings (name, value) VALUES ('${asSnake(name)}', '${key}');`,
  (key, name, c) => `${time(c)} DEBUG [boot] config loaded: ${asShout(name)}=${key} region=eu-west-1`,
  (key, name) => `${asShout(name)} := "${key}"`,
  (key, name) => `let ${asSnake(name)}: &str = "${key}";`,
  (key, name) => `System.setProperty("${asSnake(name).replace(/_/g, '.')}", "${key}");`,
];

/** A credential as it stands in a file: its text, which of its lines count (from, to), and the key itself. */
function planted(kind, c) {
  const key = kind.key(c);
  const own = kind.own ?? [];
  const at = c.below(SURROUNDINGS.length + own.length * 4);
  const useOwn = kind.onlyOwn || at >= SURROUNDINGS.length;
  return useOwn ? c.of(own)(key, c) : SURROUNDINGS[at](key, c.of(kind.names), c);
}

/** Text of so many megabytes (10^6 bytes), and the truth of it. */
export function corpus(megabytes, seed = 20261125) {
  const c = new Chance(seed);
  const size = megabytes * 1e6;
  const parts = [];
  const truth = [];
  const negatives = [];
  let bytes = 0;
  let line = 1;
  const put = (text) => {
    const from = line;
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) line++;
    line++;
    parts.push(text, '\n');
    bytes += text.length + 1;
    return { from, to: line - 1 };
  };
  let keyAt = 20e3;
  let negativeAt = 2.5e3;
  while (bytes < size) {
    if (bytes >= keyAt) {
      const kind = KINDS[truth.length % KINDS.length];
      truth.push({ ...put(planted(kind, c)), provider: kind.provider, what: kind.what });
      keyAt += 20e3;
    } else if (bytes >= negativeAt) {
      negatives.push(put(NEGATIVES[negatives.length % NEGATIVES.length](c)));
      negativeAt += 2.5e3;
    } else {
      put(c.of(BACKGROUND)(c));
      // A blank line now and then, as files have.
      if (c.below(6) === 0) put('');
    }
  }
  return { text: parts.join(''), truth, negatives };
}

/** Each kind that a line can hold, alone on its line, twenty of each. */
export function bare(seed = 7) {
  const c = new Chance(seed);
  const lines = [];
  const truth = [];
  for (const kind of KINDS.filter((k) => k.bare)) {
    for (let i = 0; i < 20; i++) {
      lines.push((kind.bareKey ?? kind.key)(c));
      truth.push({ from: lines.length, to: lines.length, provider: kind.provider, what: kind.what, named: kind.named });
    }
  }
  return { text: lines.join('\n') + '\n', truth };
}

/** Forty tokens of GitHub and npm with one character changed, so that their checksums fail. */
export function broken(seed = 9) {
  const c = new Chance(seed);
  const lines = [];
  for (let i = 0; i < 40; i++) {
    const key = withSum62(i % 2 ? 'npm_' : 'ghp_', c);
    const at = 6 + c.below(key.length - 6);
    const other = key[at] === 'x' ? 'y' : 'x';
    lines.push(key.slice(0, at) + other + key.slice(at + 1));
  }
  return { text: lines.join('\n') + '\n', truth: lines.map((_, i) => ({ from: i + 1, to: i + 1 })) };
}

if (import.meta.filename === process.argv[1]) {
  const [megabytes, file] = process.argv.slice(2);
  const made = { bare, broken }[megabytes]?.() ?? corpus(Number(megabytes));
  writeFileSync(file, made.text);
  writeFileSync(`${file}.truth.json`, JSON.stringify({ truth: made.truth, negatives: made.negatives ?? [] }));
  console.log(`${file}: ${made.text.length} bytes, ${made.truth.length} credentials, ${made.negatives?.length ?? 0} that only look like one`);
}
