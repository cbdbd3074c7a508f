/**
 * What the code under test writes to its console, kept with the behaviour in which it was written.
 *
 * The first lines go on record as they come, so they outlive a loop that never ends; of the rest
 * only the number, and that when the behaviour is over. So thousands of lines cost next to nothing.
 */
import { stripVTControlCharacters } from 'node:util';

const MOST_LINES = 20;
const MOST_CHARACTERS = 400;

let keep: ((lines: readonly string[]) => void) | undefined;
let kept = 0;
let more = 0;
let unfinished = '';

/** From now on, what this thread writes to its outputs goes to the behaviour that runs. */
export function captureOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
      note(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString());
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') done();
      return true;
    };
  }
}

/** A behaviour begins: its first lines are handed on as they come. */
export function beginOutput(handOn: (lines: readonly string[]) => void): void {
  keep = handOn;
  kept = 0;
  more = 0;
  unfinished = '';
}

/** The behaviour is over: how many lines were not handed on. */
export function endOutput(): number {
  if (unfinished !== '') note('\n');
  keep = undefined;
  return more;
}

function note(text: string): void {
  const lines = (unfinished + text).split('\n');
  unfinished = lines.pop() ?? '';
  if (unfinished.length > MOST_CHARACTERS) lines.push(unfinished);
  if (unfinished.length > MOST_CHARACTERS) unfinished = '';
  const first = lines.slice(0, Math.max(0, MOST_LINES - kept));
  kept += first.length;
  more += lines.length - first.length;
  if (first.length > 0) keep?.(first.map(shorten));
}

function shorten(line: string): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= MOST_CHARACTERS ? plain : `${plain.slice(0, MOST_CHARACTERS - 1)}…`;
}
