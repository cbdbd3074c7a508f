/**
 * What happened under the graders, a line of JSON for each thing, in the order of time.
 *
 *     {"id":"varints-zigzag","state":"started"}
 *     {"id":"varints-zigzag","state":"printed","lines":["value 3"]}
 *     {"id":"varints-zigzag","state":"passed"}
 *
 * A line is on the disk before the code under test runs on, so a process that never comes back has
 * left the name of the behaviour that it was in.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Failure } from './failure.ts';

export type Happening =
  | { readonly id: string; readonly state: 'started' }
  | { readonly id: string; readonly state: 'passed' }
  | { readonly id: string; readonly state: 'failed'; readonly error: Failure }
  /** The code wrote these lines to its console; of further ones only the number is kept. */
  | {
      readonly id: string;
      readonly state: 'printed';
      readonly lines: readonly string[];
      readonly more?: number;
    }
  /** A grader is about to be loaded. */
  | { readonly file: string; readonly state: 'loading' }
  /** A grader could not be loaded, with all the behaviours that it states. */
  | {
      readonly file: string;
      readonly state: 'unloaded';
      readonly error: Failure;
      readonly behaviours?: readonly string[];
    };

export function appendHappening(record: string, happening: Happening): void {
  appendFileSync(record, `${JSON.stringify(happening)}\n`);
}

/** All that is in a record; a last line that was cut off by a sudden end is left out. */
export function readHappenings(record: string): Happening[] {
  if (!existsSync(record)) return [];
  const lines = readFileSync(record, 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Happening);
}
