/**
 * One workbench for a clone: the first writes down where it is, and a second one finds it there.
 *
 *     .gregor/workbench.json    { "pid": 4711, "port": 4321, "boot": "9f3c…" }
 *
 * Who was killed leaves the file behind. So it is believed only where a server answers on that port
 * and calls itself by that id; anything else is stale, and is replaced.
 *
 * Invariant: the file comes to be whole and at once (it is linked into place), so of two that start at
 * the same moment one finds the other's.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';

export const BOOT_HEADER = 'gregor-workbench';

const InstanceShape = z.object({
  pid: z.int().positive(),
  port: z.int().min(1).max(65_535),
  boot: z.string().min(1),
});

export type Instance = z.infer<typeof InstanceShape>;

const ANSWER_MS = 1_500;
const TRIES = 5;

/** The workbench that runs for this clone, if one does. */
export async function runningInstance(home: string): Promise<Instance | undefined> {
  const noted = readInstance(home);
  if (noted === undefined) return undefined;
  return (await bootAt(noted.port)) === noted.boot ? noted : undefined;
}

/** Notes this one; or gives the one that was there first. */
export async function claim(home: string, mine: Instance): Promise<Instance | undefined> {
  mkdirSync(home, { recursive: true });
  const draft = `${fileIn(home)}.${mine.pid}`;
  writeFileSync(draft, `${JSON.stringify(mine)}\n`);
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      if (isLinked(draft, fileIn(home))) return undefined;
      const stale = textIn(home);
      const other = await runningInstance(home);
      if (other !== undefined) return other;
      // Somebody who starts at the same moment may have replaced it meanwhile.
      if (textIn(home) === stale) rmSync(fileIn(home), { force: true });
    }
    return undefined;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the note away, where it is still ours. */
export function release(home: string, { boot }: Instance): void {
  if (readInstance(home)?.boot === boot) rmSync(fileIn(home), { force: true });
}

function fileIn(home: string): string {
  return join(home, 'workbench.json');
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function readInstance(home: string): Instance | undefined {
  try {
    return InstanceShape.parse(JSON.parse(textIn(home)));
  } catch {
    return undefined;
  }
}

function textIn(home: string): string {
  try {
    return readFileSync(fileIn(home), 'utf8');
  } catch {
    return '';
  }
}

/** What the server on a port calls itself. */
function bootAt(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/', method: 'HEAD', timeout: ANSWER_MS },
      (response) => {
        response.resume();
        resolve(response.headers[BOOT_HEADER] as string | undefined);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
