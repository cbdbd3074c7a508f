/**
 * The files of a built site on a free port of the loopback, gzipped as any host would send them: for
 * looking at pages, for tests in a browser, and for Lighthouse. The workbench has a server of its own.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface FileServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` and the base path, without a slash at the end. */
  readonly url: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};
/** These are compressed already, or not worth it. */
const AS_THEY_ARE = new Set(['.woff2', '.png', '.webp', '.wasm']);
const compress = promisify(gzip);

/** `base` is the path that the site was built for: `/` or `/gregor/`. */
export async function serveFiles(directory: string, base = '/'): Promise<FileServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    void answer(directory, path.startsWith(base) ? path.slice(base.length) : undefined, response);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base.replace(/\/$/, '')}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((settle) => server.close(settle));
    },
  };
}

async function answer(
  directory: string,
  path: string | undefined,
  response: ServerResponse,
): Promise<void> {
  const found = path === undefined ? undefined : await fileAt(directory, path);
  const { name, bytes } = found ?? (await fileAt(directory, '404.html')) ?? nothing;
  const kind = extname(name);
  const packed = !AS_THEY_ARE.has(kind);
  response.writeHead(found === undefined ? 404 : 200, {
    'content-type': TYPES[kind] ?? 'application/octet-stream',
    'cache-control': name.includes('_astro') ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(packed ? await compress(bytes) : bytes);
}

const nothing = { name: 'nothing.txt', bytes: Buffer.from('There is no such page.\n') };

/** A folder's page is its index.html. What lies outside of the directory is not found. */
async function fileAt(directory: string, path: string) {
  const name = join(
    directory,
    normalize(path.endsWith('/') || path === '' ? `${path}index.html` : path),
  );
  if (!name.startsWith(directory + sep)) return undefined;
  try {
    return { name, bytes: await readFile(name) };
  } catch {
    return undefined;
  }
}
