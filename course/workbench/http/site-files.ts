/**
 * The built site as a server gives it: by the paths of its own list of files. No path that is asked
 * for ever reaches the disk, so none can leave the directory.
 *
 *     /                          index.html
 *     /chapters/01-storage/      chapters/01-storage/index.html
 *     /chapters/01-storage       there, by a redirect
 *     /_astro/x.Dk3.js           kept by the browser for good: its name is its hash
 *
 * Every page gets the token into its head: that is how the page knows that a workbench is there.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

export interface SiteFile {
  readonly status: 200 | 404;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export type Found =
  | { readonly file: SiteFile; readonly location?: undefined }
  | { readonly file?: undefined; readonly location: string };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const COMPRESSIBLE = /^(text\/|application\/(json|xml|manifest|wasm)|image\/svg)/;
const SMALLEST_BYTES = 1_024;
/** Kept ready in memory: what one reader opens, and not all of a large site. */
const MOST_KEPT_BYTES = 48 * 1024 * 1024;

export class SiteFiles {
  readonly #directory: string;
  readonly #token: string;
  readonly #names: ReadonlySet<string>;
  readonly #kept = new Map<string, SiteFile>();
  #keptBytes = 0;

  constructor(directory: string, token: string) {
    this.#directory = directory;
    this.#token = token;
    this.#names = new Set(existsSync(directory) ? namesBelow(directory) : []);
  }

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** What a path stands for. @param path decoded, beginning with a slash. */
  find(path: string, encoding: Encoding): Found {
    const name = path.slice(1);
    if (name !== '' && this.#names.has(name)) return { file: this.#read(name, encoding, 200) };
    const page = path.endsWith('/') ? `${name}index.html` : `${name}/index.html`;
    if (this.#names.has(page)) {
      if (!path.endsWith('/')) return { location: `${encodeURI(path)}/` };
      return { file: this.#read(page, encoding, 200) };
    }
    if (this.#names.has('404.html')) return { file: this.#read('404.html', encoding, 404) };
    return { file: plainFile(404, 'There is no such page.') };
  }

  #read(name: string, encoding: Encoding, status: 200 | 404): SiteFile {
    const key = `${encoding} ${status} ${name}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const file = prepare(name, this.#bytesOf(name), encoding, status);
    if (this.#keptBytes + file.body.length <= MOST_KEPT_BYTES) {
      this.#kept.set(key, file);
      this.#keptBytes += file.body.length;
    }
    return file;
  }

  #bytesOf(name: string): Buffer {
    const bytes = readFileSync(join(this.#directory, name));
    return name.endsWith('.html') ? Buffer.from(withToken(bytes.toString(), this.#token)) : bytes;
  }
}

/** A page with the token in its head, where the site's script looks, and a mark for its styles. */
export function withToken(html: string, token: string): string {
  const meta = `<meta name="gregor-workbench" content="${token}">`;
  return html
    .replace(/<html(?=[\s>])/, '<html data-workbench')
    .replace(/<head[^>]*>/, (head) => head + meta);
}

/** The best of what a browser says that it takes. */
export function encodingFor(accepted: string | string[] | undefined): Encoding {
  const names = String(accepted ?? '')
    .split(',')
    .filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
    .map((one) => one.trim().split(';')[0]);
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : 'identity';
}

function prepare(name: string, bytes: Buffer, encoding: Encoding, status: 200 | 404): SiteFile {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const compressed = COMPRESSIBLE.test(type) && bytes.length >= SMALLEST_BYTES;
  const used = compressed ? encoding : 'identity';
  const body = compress(bytes, used);
  return {
    status,
    body,
    headers: {
      'content-type': type,
      'content-length': String(body.length),
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      'cache-control': isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(compressed ? { vary: 'accept-encoding' } : {}),
      ...(used === 'identity' ? {} : { 'content-encoding': used }),
    },
  };
}

function compress(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'gzip') return gzipSync(bytes, { level: 6 });
  if (encoding === 'br') {
    return brotliCompressSync(bytes, {
      params: { [zlib.BROTLI_PARAM_QUALITY]: 5, [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
  }
  return bytes;
}

/** Vite puts a hash into the names of what it makes. */
function isHashed(name: string): boolean {
  return name.startsWith('_astro/');
}

function namesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .map((name) => name.split(sep).join('/'));
}

function plainFile(status: 404, text: string): SiteFile {
  const body = Buffer.from(`${text}\n`);
  return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
