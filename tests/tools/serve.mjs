// A plain static server for what `make dist` wrote, as a host would serve it.
//   node tests/tools/serve.mjs [FOLDER=dist] [--port=8080] [--headers]
// With --headers it sends what `_headers` says, as a host of one's own would.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

const words = process.argv.slice(2);
const root = resolve(words.find((word) => !word.startsWith('--')) ?? 'dist');
const port = Number(words.find((word) => word.startsWith('--port='))?.slice(7) ?? process.env.PORT ?? 8080);
const host = '127.0.0.1';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

const sent = words.includes('--headers')
  ? (await readFile(join(root, '_headers'), 'utf8'))
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .map((line) => line.trim().split(/: (.*)/s))
  : [];

async function find(path) {
  const file = join(root, normalize(path));
  if (file !== root && !file.startsWith(root + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) return path.endsWith('/') ? find(`${path}index.html`) : null;
  return found?.isFile() ? { file, size: found.size } : null;
}

const server = createServer(async (request, response) => {
  for (const [name, value] of sent) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  } catch {
    response.writeHead(400).end();
    return;
  }
  const found = path.includes('\0') ? null : await find(path);
  const target = found ?? (await find('/404.html'));
  const type = target ? TYPES[extname(target.file)] ?? 'application/octet-stream' : 'text/plain';
  const hashed = /-[0-9a-f]{16}(_bg)?\.\w+$/.test(path);
  response.writeHead(found ? 200 : 404, {
    'content-type': type,
    'content-length': target?.size ?? 0,
    'cache-control': found && hashed ? 'public, max-age=31536000, immutable' : 'no-store',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD' || !target) response.end();
  else createReadStream(target.file).on('error', () => response.destroy()).pipe(response);
});

server.on('error', (error) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Another: make serve PORT=8081`
      : `The server could not start: ${error.code ?? error.message}`,
  );
  process.exit(1);
});
server.listen(port, host, () => console.log(`Latchkey is at http://${host}:${server.address().port}/ (Ctrl+C ends it)`));
