/**
 * The site for tests that need it built: .gregor/site/, as `npm start` has it, built where it is not
 * what the sources say. Test files run beside each other, so one builds and the others wait.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { root } from '../../course/view.ts';
import { BuiltSite } from '../../course/workbench/site/built-site.ts';
import { buildSite } from '../../site/build/build-site.ts';

export const siteHome = join(root, '.gregor');
const LOCK = join(siteHome, 'site.building');
const LOOK_MS = 100;

/** The directory of the built site; rejects with Astro's words where it can't be built. */
export function builtSite(): Promise<string> {
  return whileNobodyBuilds(async () => {
    const site = new BuiltSite({
      home: siteHome,
      build: (out, signal) => buildSite({ out, signal, isQuiet: true }),
      changed: () => {},
    });
    await site.bringUpToDate();
    if (site.news.state !== 'ready') throw new Error(site.news.says);
    return site.directory;
  });
}

/** Builds of one tree write the same files on their way (site/.pages/): one at a time, then. */
export async function whileNobodyBuilds<Result>(work: () => Promise<Result>): Promise<Result> {
  mkdirSync(siteHome, { recursive: true });
  while (!isMine()) await passed(LOOK_MS);
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

/** Whether this process may build now; a lock whose process has gone is no lock. */
function isMine(): boolean {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(Number(textOf(LOCK)))) rmSync(LOCK, { force: true });
    return false;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    // An empty lock is being written at this moment.
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}
