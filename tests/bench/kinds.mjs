// Sixty-odd kinds of credential, written by hand from what their providers publish, and kept apart from the
// catalogue's data files: what is wrong there should show here. Keys are put together at run time, with the
// checksums that the providers describe; no file holds one.
import { crc32 } from 'node:zlib';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
export const HEX = DIGITS + 'abcdef';
export const BASE62 = DIGITS + UPPER + LOWER;
const ALNUM = UPPER + LOWER + DIGITS;
const URL64 = ALNUM + '-_';
export const BASE64 = ALNUM + '+/';

/** A seeded source of chance (splitmix32: https://github.com/bryc/code, public domain, 2023): the same text for
 *  the same seed, everywhere. */
export class Chance {
  constructor(seed) {
    this.state = seed | 0;
  }
  next() {
    this.state = (this.state + 0x9e3779b9) | 0;
    let t = this.state ^ (this.state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  }
  below(n) {
    return this.next() % n;
  }
  of(list) {
    return list[this.below(list.length)];
  }
  text(length, alphabet = ALNUM) {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet[this.below(alphabet.length)];
    return out;
  }
  uuid() {
    const hex = (n) => this.text(n, HEX);
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${this.of(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
  }
}

/** The CRC-32 of a text in base 62, six places: GitHub's and npm's way
 *  (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/, 2021-04-05). */
function sum62(text) {
  let n = crc32(text);
  let out = '';
  for (let i = 0; i < 6; i++) {
    out = BASE62[n % 62] + out;
    n = Math.floor(n / 62);
  }
  return out;
}

export function withSum62(prefix, chance) {
  const random = chance.text(30, BASE62);
  return prefix + random + sum62(random);
}

const crcHex = (text, bytes = (n) => n) => bytes(crc32(text).toString(16).padStart(8, '0'));
const littleEndian = (hex) => hex.match(/../g).reverse().join('');
const base64 = (text) => Buffer.from(text, 'latin1').toString('base64');
const base64url = (text) => Buffer.from(text, 'latin1').toString('base64url');
const raw = (c, n) => String.fromCharCode(...Array.from({ length: n }, () => c.below(256)));

function jwt(c, claims) {
  const part = (value) => base64url(JSON.stringify(value));
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${base64url(raw(c, 32))}`;
}

function pem(c, label, bytes) {
  const body = base64(bytes).match(/.{1,64}/g).join('\n');
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
}

/** The head of an OpenSSH key: cipher and KDF `none`, one key, Ed25519 (PROTOCOL.key, https://github.com/openssh). */
function openssh(c) {
  const string = (text) => String.fromCharCode(0, 0, 0, text.length) + text;
  const key = raw(c, 32);
  const open = string('ssh-ed25519') + string(key);
  const check = raw(c, 4);
  const closed = check + check + open + string(raw(c, 32) + key) + string('dev@build') + '\x01\x02\x03\x04\x05\x06\x07';
  const text = 'openssh-key-v1\0' + string('none') + string('none') + string('') + '\0\0\0\x01' + string(open) + string(closed);
  const body = base64(text).match(/.{1,70}/g).join('\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----`;
}

/** A macaroon of version 2 as the package index issues it: location, identifier, a caveat, a signature. */
function pypi(c) {
  const field = (type, data) => String.fromCharCode(type, data.length) + data;
  const text =
    '\x02' + field(1, ['pypi', 'org'].join('.')) + field(2, c.uuid()) + '\0' + field(2, `[3, "${c.uuid()}"]`) + '\0\0' + field(6, raw(c, 32));
  return 'pypi-' + base64url(text);
}

// [provider, what, name of the variable, key, surroundings of its own]. `bare: false` where no line can hold it
// alone; `named` where nothing but a name tells whose it is.
export const KINDS = [];
const kind = (provider, what, names, key, more = {}) =>
  KINDS.push({ provider, what, names: [].concat(names), key, bare: true, named: false, ...more });

// ---- models ----
kind('openai', 'project key', ['OPENAI_API_KEY', 'openaiApiKey'], (c) => `sk-proj-${c.text(74, URL64)}T3BlbkFJ${c.text(74, URL64)}`);
kind('openai', 'service account key', 'OPENAI_API_KEY', (c) => `sk-svcacct-${c.text(74, URL64)}T3BlbkFJ${c.text(74, URL64)}`);
kind('openai', 'user key of old', 'OPENAI_API_KEY', (c) => `sk-${c.text(20)}T3BlbkFJ${c.text(20)}`);
kind('anthropic', 'key', ['ANTHROPIC_API_KEY', 'anthropic_api_key'], (c) => `sk-ant-api03-${c.text(93, URL64)}AA`);
kind('google-gemini', 'key', ['GEMINI_API_KEY', 'geminiApiKey'], (c) => `AIza${'Sy'}${c.text(33, URL64)}`);
kind('groq', 'key', 'GROQ_API_KEY', (c) => `gsk_${c.text(52)}`);
kind('mistral', 'key', ['MISTRAL_API_KEY', 'mistral_api_key'], (c) => c.text(32), { named: true });
kind('cohere', 'key', ['CO_API_KEY', 'COHERE_API_KEY'], (c) => c.text(40), { named: true });
kind('openrouter', 'key', 'OPENROUTER_API_KEY', (c) => `sk-or-v1-${c.text(64, HEX)}`);
kind('deepseek', 'key', 'DEEPSEEK_API_KEY', (c) => `sk-${c.text(32, HEX)}`, { named: true });
kind('xai', 'key', 'XAI_API_KEY', (c) => `xai-${c.text(80)}`);
kind('together', 'key', 'TOGETHER_API_KEY', (c) => `tgp_v1_${c.text(43, URL64)}`);
kind('fireworks', 'key', 'FIREWORKS_API_KEY', (c) => `fw_${c.text(24)}`);
kind('huggingface', 'token', ['HF_TOKEN', 'HUGGINGFACE_TOKEN'], (c) => `hf_${c.text(34, UPPER + LOWER)}`);
kind('cerebras', 'key', 'CEREBRAS_API_KEY', (c) => `csk-${c.text(48, LOWER + DIGITS)}`);
kind('elevenlabs', 'key', 'ELEVENLABS_API_KEY', (c) => `sk_${c.text(48, HEX)}`);
kind('perplexity', 'key', 'PERPLEXITY_API_KEY', (c) => `pplx-${c.text(48)}`);
kind('replicate', 'token', 'REPLICATE_API_TOKEN', (c) => `r8_${c.text(37)}`);
kind('nvidia', 'key', 'NVIDIA_API_KEY', (c) => `nvapi-${c.text(64, URL64)}`);
kind('langsmith', 'personal key', ['LANGSMITH_API_KEY', 'LANGCHAIN_API_KEY'], (c) => `lsv2_pt_${c.text(32, HEX)}_${c.text(10, HEX)}`);
kind('pinecone', 'key', 'PINECONE_API_KEY', (c) => `pcsk_${c.text(6)}_${c.text(63)}`);
kind('tavily', 'key', 'TAVILY_API_KEY', (c) => `tvly-dev-${c.text(32)}`);
kind('deepgram', 'key', 'DEEPGRAM_API_KEY', (c) => c.text(40, HEX), { named: true });
kind('assemblyai', 'key', 'ASSEMBLYAI_API_KEY', (c) => c.text(32, HEX), { named: true });
kind('dashscope', 'key', 'DASHSCOPE_API_KEY', (c) => `sk-${c.text(32, HEX)}`, { named: true });
kind('wandb', 'key', 'WANDB_API_KEY', (c) => c.text(40, HEX), { named: true });
// ---- source and packages ----
kind('github', 'classic token', ['GITHUB_TOKEN', 'GH_TOKEN'], (c) => withSum62('ghp_', c));
kind('github', 'fine-grained token', 'GITHUB_TOKEN', (c) => `github_pat_${c.text(22)}_${c.text(59)}`);
kind('github', 'installation token', 'GITHUB_TOKEN', (c) => withSum62('ghs_', c));
kind('gitlab', 'personal token', ['GITLAB_TOKEN', 'GITLAB_PRIVATE_TOKEN'], (c) => `glpat-${c.text(20)}`);
kind('npm', 'token', 'NPM_TOKEN', (c) => withSum62('npm_', c), {
  own: [(key) => `//packages.example.com/:_authToken=${key}`],
});
kind('pypi', 'token', ['PYPI_API_TOKEN', 'TWINE_PASSWORD'], pypi, { own: [(key) => `password = ${key}`] });
kind('dockerhub', 'personal token', 'DOCKERHUB_TOKEN', (c) => `dckr_pat_${c.text(27, URL64)}`, {
  own: [(key) => `echo ${key} | docker login -u builder --password-stdin`],
});
kind('rubygems', 'key', 'GEM_HOST_API_KEY', (c) => `rubygems_${c.text(48, HEX)}`);
// ---- cloud ----
kind('aws', 'pair', 'AWS_ACCESS_KEY_ID', (c) => `AKIA${c.text(16, UPPER + '234567')}`, {
  bareKey: (c) => `AKIA${c.text(16, UPPER + '234567')}`,
  own: [
    (key, c) => `AWS_ACCESS_KEY_ID=${key}\nAWS_SECRET_ACCESS_KEY=${c.text(40, BASE64)}`,
    (key, c) => `aws_access_key_id = ${key}\naws_secret_access_key = ${c.text(40, BASE64)}`,
  ],
  onlyOwn: true,
});
kind('digitalocean', 'token', 'DIGITALOCEAN_TOKEN', (c) => `dop_v1_${c.text(64, HEX)}`);
kind('cloudflare', 'token of old', 'CLOUDFLARE_API_TOKEN', (c) => c.text(40, URL64), { named: true });
kind('azure', 'client secret', 'AZURE_CLIENT_SECRET', (c) => `${c.text(3)}8Q~${c.text(34, URL64 + '~.')}`.replace(/[-._~]$/, 'a'));
kind('gcp', 'service account', 'GOOGLE_APPLICATION_CREDENTIALS_JSON', (c) => {
  const key = pem(c, 'PRIVATE KEY', raw(c, 1217));
  return JSON.stringify({
    type: 'service_account', project_id: `shop-${c.text(6, LOWER)}`, private_key_id: c.text(40, HEX), private_key: key + '\n',
    client_email: `deploy@shop-${c.text(6, LOWER)}.iam.gserviceaccount.com`, client_id: c.text(21, DIGITS),
  }, null, 2);
}, { bare: false, onlyOwn: true, own: [(key) => key] });
kind('heroku', 'token', 'HEROKU_API_KEY', (c) => `HRKU-AA${c.text(58, URL64)}`);
kind('vercel', 'token', 'VERCEL_TOKEN', (c) => c.text(24), { named: true });
kind('fly-io', 'token', 'FLY_API_TOKEN', (c) => `fm2_lJPECAAAAAAAA${c.text(160, BASE64)}`, {});
kind('terraform-cloud', 'token', 'TFE_TOKEN', (c) => `${c.text(14)}.atlasv1.${c.text(67)}`);
kind('vault', 'service token', 'VAULT_TOKEN', (c) => `hvs.${c.text(95, URL64)}`);
kind('databricks', 'token', 'DATABRICKS_TOKEN', (c) => `dapi${c.text(32, HEX)}`);
kind('supabase', 'access token', 'SUPABASE_ACCESS_TOKEN', (c) => `sbp_${c.text(40, HEX)}`);
// ---- money, mail, chat ----
kind('stripe', 'secret key', ['STRIPE_SECRET_KEY', 'stripeSecretKey'], (c) => `sk_live_51${c.text(97)}`);
kind('shopify', 'admin token', 'SHOPIFY_ACCESS_TOKEN', (c) => `shpat_${c.text(32, HEX)}`);
kind('square', 'access token', 'SQUARE_ACCESS_TOKEN', (c) => `EAAAl${c.text(59, URL64)}`);
kind('sendgrid', 'key', 'SENDGRID_API_KEY', (c) => `SG.${c.text(22, URL64)}.${c.text(43, URL64)}`);
kind('mailgun', 'key of old', 'MAILGUN_API_KEY', (c) => `key-${c.text(32, HEX)}`);
kind('mailchimp', 'key', 'MAILCHIMP_API_KEY', (c) => `${c.text(32, HEX)}-us${1 + c.below(21)}`);
kind('resend', 'key', 'RESEND_API_KEY', (c) => `re_${c.text(8)}_${c.text(24)}`);
kind('twilio', 'auth token', 'TWILIO_AUTH_TOKEN', (c) => c.text(32, HEX), { named: true });
kind('slack', 'bot token', 'SLACK_BOT_TOKEN', (c) => `xoxb-${c.text(12, '123456789')}-${c.text(13, '123456789')}-${c.text(24)}`);
kind('slack', 'webhook', 'SLACK_WEBHOOK_URL', (c) => `https://hooks.slack.com/services/T${c.text(10, UPPER + DIGITS)}/B${c.text(10, UPPER + DIGITS)}/${c.text(24)}`);
kind('discord', 'bot token', 'DISCORD_TOKEN', (c) => `${base64('1' + c.text(17, DIGITS))}.G${c.text(5, URL64)}.${c.text(38)}`, { named: true });
kind('telegram', 'bot token', 'TELEGRAM_BOT_TOKEN', (c) => `${c.text(10, '123456789')}:AA${c.text(33, URL64)}`);
// ---- the rest ----
kind('sentry', 'user token', 'SENTRY_AUTH_TOKEN', (c) => `sntryu_${c.text(64, HEX)}`);
kind('datadog', 'API key', 'DD_API_KEY', (c) => c.text(32, HEX), { named: true });
kind('new-relic', 'user key', 'NEW_RELIC_API_KEY', (c) => `NRAK-${c.text(27, UPPER + DIGITS)}`);
kind('grafana', 'service account token', 'GRAFANA_TOKEN', (c) => {
  const text = `glsa_${c.text(32)}`;
  return `${text}_${crcHex(text, littleEndian)}`;
});
kind('linear', 'key', 'LINEAR_API_KEY', (c) => `lin_api_${c.text(40)}`);
kind('notion', 'token', 'NOTION_TOKEN', (c) => `ntn_${c.text(11, DIGITS)}${c.text(35)}`);
kind('airtable', 'token', 'AIRTABLE_API_KEY', (c) => `pat${c.text(14)}.${c.text(64, HEX)}`);
kind('figma', 'token', 'FIGMA_TOKEN', (c) => `figd_${c.text(40, URL64)}`);
kind('postman', 'key', 'POSTMAN_API_KEY', (c) => `PMAK-${c.text(24, HEX)}-${c.text(34, HEX)}`);
kind('hubspot', 'private app token', 'HUBSPOT_ACCESS_TOKEN', (c) => `pat-na1-${c.uuid()}`);
kind('atlassian', 'API token', 'JIRA_API_TOKEN', (c) => {
  const text = `ATATT3xFfGF0${c.text(171, URL64)}`;
  return `${text}=${crcHex(text + '=', (hex) => hex.toUpperCase())}`;
});
kind('database-url', 'postgres', 'DATABASE_URL', (c) => `postgres://app:${c.text(20)}@db.${c.text(6, LOWER)}.internal:5432/orders`);
kind('jwt', 'token', 'SESSION_JWT', (c) => jwt(c, { sub: c.uuid(), iss: 'https://id.shop.internal', iat: 1.7e9 + c.below(9e7), exp: 1.9e9 + c.below(9e7) }));
kind('pem', 'RSA key', 'RSA_PRIVATE_KEY', (c) => pem(c, 'RSA PRIVATE KEY', '\x30\x82\x04\xa4\x02\x01\x00\x02\x82\x01\x01\x00' + raw(c, 1180)), {
  bare: false, onlyOwn: true, own: [(key) => key],
});
kind('pem', 'OpenSSH key', 'SSH_PRIVATE_KEY', openssh, { bare: false, onlyOwn: true, own: [(key) => key] });
