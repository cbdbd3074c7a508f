/**
 * When the workbench builds its site: what is current is left alone, what has changed is built anew,
 * and a build that failed is one that begins again.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SiteServer } from '../../course/workbench/http/serve-site.ts';
import { BuiltSite } from '../../course/workbench/site/built-site.ts';

let home: string;
/** What the site is made of: it fails to build where that is `broken`. */
let source = 'first';
let builds = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  home = mkdtempSync(join(tmpdir(), 'gregor-site-'));
  [source, builds] = ['first', 0];
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true, force: true });
});

function made(): { site: BuiltSite; until(state: string): Promise<void> } {
  const waiting = new Set<() => void>();
  const site = new BuiltSite({
    home,
    sources: { stamp: () => source, marks: () => source },
    changed: () => {
      for (const look of waiting) look();
    },
    build: async (directory) => {
      builds++;
      if (source === 'broken') throw new Error('lesson.mdx: no such symbol');
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, 'index.html'), source);
    },
  });
  const until = (state: string) =>
    new Promise<void>((resolve) => {
      waiting.add(() => site.news.state === state && resolve());
    });
  return { site, until };
}

const page = () => readFileSync(join(home, 'site', 'index.html'), 'utf8');

test('what is current is not built, by this workbench or the next', async () => {
  const { site } = made();
  await site.bringUpToDate();
  await site.bringUpToDate();
  await made().site.bringUpToDate();
  expect([builds, site.news.state, page()]).toEqual([1, 'ready', 'first']);
});

test('a change is built when it is looked for, and that is not at every page', async () => {
  const { site, until } = made();
  await site.bringUpToDate();
  source = 'second';
  site.lookAgain();
  expect(builds).toBe(1);
  vi.advanceTimersByTime(5_000);
  const ready = until('ready');
  site.lookAgain();
  await ready;
  expect([builds, site.news.build, page()]).toEqual([2, 2, 'second']);
});

test('a build that failed leaves what was there, and begins again at the next change', async () => {
  const { site, until } = made();
  await site.bringUpToDate();
  source = 'broken';
  await site.bringUpToDate();
  expect([site.news.state, site.news.says]).toEqual(['failed', 'lesson.mdx: no such symbol']);
  expect(page()).toBe('first');
  vi.advanceTimersByTime(5_000);
  site.lookAgain();
  expect(builds).toBe(2);
  source = 'mended';
  vi.advanceTimersByTime(5_000);
  const ready = until('ready');
  site.lookAgain();
  await ready;
  expect(page()).toBe('mended');
});

test('where the first build failed, whoever asks for a page has the sources looked at', async () => {
  source = 'broken';
  const { site, until } = made();
  await site.bringUpToDate();
  expect(existsSync(join(home, 'site'))).toBe(false);
  source = 'mended';
  vi.advanceTimersByTime(5_000);
  const ready = until('ready');
  const response = { writeHead: vi.fn(), end: vi.fn() } as unknown as ServerResponse;
  new SiteServer(site, 'token').answer({ headers: {} } as IncomingMessage, response, '/');
  expect(response.end).toHaveBeenCalledWith(expect.stringContaining('no such symbol'));
  await ready;
  expect(page()).toBe('mended');
});
