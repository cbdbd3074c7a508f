/**
 * The workbench through its socket: pages, and everything that should get nothing.
 */

import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepTrace } from '../../course/grading/kept-traces.ts';
import { Workbench } from '../../course/workbench/workbench.ts';
import {
  act,
  ask,
  buildPages,
  listenTo,
  type MadeWorkbench,
  makeWorkbench,
} from './made-workbench.ts';

let made: MadeWorkbench;

beforeAll(async () => {
  made = await makeWorkbench();
});

afterAll(() => made.end());

const get = (path: string, headers: Record<string, string> = {}) =>
  ask(made.port, 'GET', path, headers);

/** Bytes as they are, over a socket: `request` would put a path right first. */
function raw(text: string, patience = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(made.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (part) => {
      answer += part;
    });
    socket.on('close', () => resolve(answer)).on('error', () => resolve(answer));
    setTimeout(() => socket.end(), patience).unref();
  });
}

describe('pages', () => {
  test('have the token in their head, and are asked for again each time', async () => {
    const { status, headers, body } = await get('/');
    expect(status).toBe(200);
    expect(body).toContain(`<head><meta name="gregor-workbench" content="${made.token}"><title>`);
    expect(headers['cache-control']).toBe('no-cache');
    expect((await get('/', { 'if-none-match': String(headers.etag) })).status).toBe(304);
  });

  test('have a slash at their end, and are led to it', async () => {
    const { status, headers } = await get('/chapters/01-storage');
    expect([status, headers.location]).toEqual([301, '/chapters/01-storage/']);
    expect((await get('/chapters/01-storage/?x=1')).body).toContain('storage');
  });

  test('that are not there are answered by the page that says so', async () => {
    expect(await get('/nothing/')).toMatchObject({ status: 404 });
  });

  test('come compressed to those who take it; what has its hash in its name is kept', async () => {
    const zipped = await get('/_astro/page.Abc123.js', { 'accept-encoding': 'gzip;q=0.5' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.headers['cache-control']).toContain('immutable');
    const brotli = await get('/_astro/page.Abc123.js', { 'accept-encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    const none = await get('/_astro/page.Abc123.js', { 'accept-encoding': 'br;q=0' });
    expect(none.headers['content-encoding']).toBeUndefined();
    const sent = await raw(
      `GET /_astro/page.Abc123.js HTTP/1.1\r\nHost: 127.0.0.1:${made.port}\r\n` +
        'Accept-Encoding: gzip\r\nConnection: close\r\n\r\n',
    );
    const body = Buffer.from(sent.slice(sent.indexOf('\r\n\r\n') + 4), 'latin1');
    expect(gunzipSync(body).toString()).toBe(none.body);
  });

  test('can be framed by nobody, and are a part of nothing else', async () => {
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toBe("frame-ancestors 'none'");
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    '/../progress.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/chapters/../../progress.json',
    '//etc/passwd',
    '/..\\..\\package.json',
    '/_astro/%00',
    '/progress.json',
    '/../site.stamp',
    'http://127.0.0.1/../progress.json',
  ])('never come from elsewhere: %s', async (path) => {
    writeFileSync(join(made.folder, '.gregor', 'progress.json'), '{"version":1}');
    const answer = await raw(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${made.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (404|400)/);
    expect(answer).not.toMatch(/version|dependencies|root:/);
  });

  test('that are no paths at all are refused', async () => {
    expect((await get('/%E0%A4%A')).status).toBe(400);
  });
});

describe('whoever is not a page of ours', () => {
  test('gets nothing done, by whatever is missing', async () => {
    const right = { 'gregor-token': made.token, 'content-type': 'application/json' };
    const body = JSON.stringify({ task: '1.1' });
    const attempts: [Record<string, string>, number][] = [
      [{ ...right, host: 'evil.example' }, 421],
      [{ ...right, origin: 'http://evil.example' }, 403],
      [{ ...right, 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'content-type': 'application/json' }, 401],
      [{ ...right, 'content-type': 'text/plain' }, 415],
    ];
    for (const [headers, status] of attempts) {
      const answer = await ask(made.port, 'POST', '/workbench/hint', headers, body);
      expect(answer.status).toBe(status);
    }
    const progress = join(made.folder, '.gregor', 'progress.json');
    expect(existsSync(progress) && readFileSync(progress, 'utf8')).not.toContain('1.1');
  });

  test('hears nothing', async () => {
    expect((await get('/workbench/events')).status).toBe(401);
    expect((await get('/workbench/events', { 'gregor-token': 'old' })).body).toContain(
      'older-page',
    );
  });
});

describe('a request of ours', () => {
  test('gets the trace that is kept of a failure, and none from elsewhere', async () => {
    const headers = { 'gregor-token': made.token };
    const trace = { title: 'a behaviour', lines: ['a joins'] };
    keepTrace('join-waits', trace, join(made.folder, '.gregor'));
    const { status, body } = await get('/workbench/traces/join-waits', headers);
    expect([status, JSON.parse(body)]).toEqual([200, trace]);
    expect((await get('/workbench/traces/join-waits')).status).toBe(401);
    for (const name of ['join-leaves', '../progress', '..%2Fprogress', '']) {
      expect((await get(`/workbench/traces/${name}`, headers)).status).toBe(404);
    }
  });

  test.each([
    ['hint', { task: '1.99' }, 404],
    ['hint', { task: ['1.1'] }, 400],
    ['hint', {}, 400],
    ['hint', 'text', 400],
    ['hint', null, 400],
    ['hint', { task: '1.1', more: true }, 400],
    ['hint', { task: '__proto__' }, 404],
    ['open', { file: '../package.json' }, 404],
    ['open', { file: '/etc/passwd', line: 1 }, 404],
    ['open', { file: 'storage/../../package.json' }, 404],
    ['open', { file: 'storage/crc32c.ts', line: -1 }, 400],
    ['open', { file: 'stubs.json' }, 404],
    ['run', { chapter: '../..' }, 404],
    ['broker', { do: 'rm' }, 400],
    ['nothing', {}, 404],
    ['__proto__', {}, 404],
  ])('%s %j that makes no sense is answered by %i', async (name, body, status) => {
    expect((await act(made, name, body)).status).toBe(status);
    expect(made.opened).toEqual([]);
  });

  test('that is no JSON is refused', async () => {
    const headers = { 'gregor-token': made.token, 'content-type': 'application/json' };
    for (const body of ['', '{', '{"task":', '\u0000', '[', 'undefined']) {
      const { status } = await ask(made.port, 'POST', '/workbench/hint', headers, body);
      expect(status).toBe(400);
    }
  });

  test('that is huge is cut off, whether it says so or not', async () => {
    const head =
      `POST /workbench/hint HTTP/1.1\r\nHost: 127.0.0.1:${made.port}\r\n` +
      `gregor-token: ${made.token}\r\nContent-Type: application/json\r\n`;
    expect(await raw(`${head}Content-Length: 999999999\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413/);
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const answer = await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
  });

  test('that never ends holds up nobody', async () => {
    const slow = connect(made.port, '127.0.0.1', () =>
      slow.write(
        `POST /workbench/hint HTTP/1.1\r\nHost: 127.0.0.1:${made.port}\r\n` +
          `gregor-token: ${made.token}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
      ),
    );
    slow.on('error', () => {});
    expect((await get('/')).status).toBe(200);
    expect((await act(made, 'hint', { task: '0.1' })).status).toBe(200);
    slow.destroy();
  });

  test('opens files of the course, where the tree says that they are', async () => {
    expect((await act(made, 'open', { file: 'storage/crc32c.ts', line: 31 })).status).toBe(200);
    expect(made.opened.splice(0)).toEqual([`${join(made.tree, 'storage/crc32c.ts')}:31`]);
  });

  test.skipIf(process.platform === 'win32')(
    'neither opens nor resets what a link in the tree leads to',
    async () => {
      const outside = join(made.folder, 'outside');
      mkdirSync(outside);
      writeFileSync(join(outside, 'crc32c.ts'), 'mine');
      rmSync(join(made.tree, 'storage/crc32c.ts'));
      symlinkSync(join(outside, 'crc32c.ts'), join(made.tree, 'storage/crc32c.ts'));
      const opened = await act(made, 'open', { file: 'storage/crc32c.ts' });
      const reset = await act(made, 'reset', { task: '1.1' });
      const diff = await act(made, 'diff', { task: '1.1', spoil: true });
      expect([opened.status, reset.status, diff.status]).toEqual([422, 422, 422]);
      expect(reset.body).toContain('a link leads elsewhere');
      expect(readFileSync(join(outside, 'crc32c.ts'), 'utf8')).toBe('mine');
    },
  );
});

describe('the workbench', () => {
  test('is one for a clone: the second says where the first is', async () => {
    const other = await Workbench.start({
      ...{ tree: made.tree, home: join(made.folder, '.gregor'), port: 0, print: () => {} },
      ...{ progress: join(made.folder, 'p.json'), buildSite: buildPages },
      broker: { args: [], host: '127.0.0.1', port: 9092 },
    });
    expect(other).toMatchObject({ port: made.port });
  });

  test('shows a page while the site is built, which hears when it is done', async () => {
    let finish = () => {};
    const built = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const other = await makeWorkbench({
      buildSite: async (directory) => {
        await built;
        await buildPages(directory);
      },
    });
    try {
      const { status, body } = await ask(other.port, 'GET', '/chapters/01-storage/');
      expect([status, body]).toEqual([503, expect.stringContaining('The site is being built')]);
      const page = listenTo(other);
      finish();
      await page.until(({ site }) => site?.state === 'ready');
      page.close();
      expect((await ask(other.port, 'GET', '/')).status).toBe(200);
    } finally {
      await other.end();
    }
  });

  test('that can’t load the course says so to who started it, and ends', async () => {
    const other = await makeWorkbench({
      loadCourse: () => Promise.reject(new Error('chapter.ts: no such task')),
    });
    await expect(other.workbench.opened()).rejects.toThrow('chapter.ts: no such task');
    await other.end();
  });

  test('says why the site can’t be built, and goes on', async () => {
    const other = await makeWorkbench({
      buildSite: async () => {
        throw new Error('lesson.mdx: there is no <Tusk>');
      },
    });
    try {
      const page = listenTo(other);
      await page.until(({ site }) => site?.state === 'failed');
      page.close();
      const { body } = await ask(other.port, 'GET', '/');
      expect(body).toContain('there is no &lt;Tusk>');
    } finally {
      await other.end();
    }
  });
});
