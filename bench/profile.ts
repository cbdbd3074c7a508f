/**
 * Where the time went, from the .cpuprofile that `node --cpu-prof` writes at its end.
 *
 * V8 samples the stack about a thousand times a second; a sample counts for the function on top
 * (its own time, without what it calls). Shown are the functions and, summed up, the folders of
 * solution/: is it the checksum, the protocol, the disk, or Node itself?
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTable } from '../interop/table.ts';

interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: { functionName: string; url: string; lineNumber: number };
  }>;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const root = new URL('../', import.meta.url).href;
const MOST_FUNCTIONS = 25;

/** Prints the busiest functions and folders of the newest profile in a directory. */
export function printProfile(directory: string): void {
  const file = readdirSync(directory).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) {
    process.stdout.write(`no profile in ${directory}: the broker did not exit by itself\n`);
    return;
  }
  const profile = JSON.parse(readFileSync(join(directory, file), 'utf8')) as CpuProfile;
  const byFunction = new Map<string, number>();
  const byFolder = new Map<string, number>();
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  let busy = 0;
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    const microseconds = profile.timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)') continue;
    busy += microseconds;
    add(byFunction, `${frame.functionName || '(anonymous)'}  ${place(frame)}`, microseconds);
    add(byFolder, folder(frame), microseconds);
  }
  const seconds = (busy / 1e6).toFixed(1);
  process.stdout.write(
    `\n${seconds} s of the main thread, its own time by folder and function\n\n`,
  );
  const header = ['share', 'ms', ''];
  for (const map of [byFolder, byFunction]) {
    const rows = rank(map, busy).slice(0, MOST_FUNCTIONS);
    process.stdout.write(`${formatTable(header, rows, { right: [0, 1] })}\n\n`);
  }
}

function add(sums: Map<string, number>, name: string, microseconds: number): void {
  sums.set(name, (sums.get(name) ?? 0) + microseconds);
}

function rank(sums: Map<string, number>, total: number): string[][] {
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([name, microseconds]) => [
      `${((100 * microseconds) / total).toFixed(1)} %`,
      (microseconds / 1000).toFixed(0),
      name,
    ]);
}

function place(frame: { url: string; lineNumber: number }): string {
  if (frame.url === '') return '';
  const inside = frame.url.startsWith(root) ? frame.url.slice(root.length) : shorten(frame.url);
  return `${inside}:${frame.lineNumber + 1}`;
}

const shorten = (url: string): string =>
  url.startsWith('file:') ? fileURLToPath(url).split('/').slice(-2).join('/') : url;

function folder(frame: { functionName: string; url: string }): string {
  if (frame.functionName === '(garbage collector)') return 'garbage collector';
  if (frame.url === '') return 'V8 and native code (system calls, copies)';
  if (frame.url.startsWith('node:')) return "Node's own JavaScript";
  if (!frame.url.startsWith(root)) return 'other';
  return frame.url.slice(root.length).split('/').slice(0, 2).join('/');
}
