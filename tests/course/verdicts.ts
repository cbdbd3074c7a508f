/**
 * Chapters and happenings made up for tests of verdicts and reports: tasks of any number, and what
 * became of their behaviours, in a line each.
 */
import { type Chapter, defineChapter } from '../../course/chapter.ts';
import type { Failure } from '../../course/grading/failure.ts';
import type { Happening } from '../../course/grading/happening.ts';
import type { View } from '../../course/view.ts';

export interface MadeTask {
  readonly behaviours: readonly string[];
  readonly buildsOn?: readonly string[];
  /** Left out for a task that asks for no file of its own. */
  readonly file?: string;
}

/** Tasks 0.1, 0.2, …; each behaviour is worth a point. */
export function madeChapter(tasks: readonly MadeTask[]): Chapter {
  return defineChapter({
    folder: '00-wire',
    title: 'The wire',
    tasks: tasks.map(({ behaviours, buildsOn = [], file }, at) => ({
      id: `0.${at + 1}`,
      title: `Task ${at + 1}`,
      outcome: 'Numbers take as many bytes as they need.',
      section: `task-${at + 1}`,
      minutes: 30,
      buildsOn: [...buildsOn],
      hints: ['A nudge about the numbers.', 'Nearly the answer about them.'],
      files: file === undefined ? [] : [{ file, symbols: ['readVarint'] }],
      behaviours: behaviours.map((id) => ({
        id,
        says: `reads the number ${id} whatever stands before it and behind it`,
        points: 1,
        hint: `A hint about the number ${id}, and what to think of.`,
        symbol: 'readVarint',
      })),
    })),
  });
}

export const madeView: View = {
  name: 'chapter',
  learnerTree: 'exercises',
  learnerFiles: ['protocol/varint.ts'],
};

export function passed(...ids: readonly string[]): Happening[] {
  return ids.flatMap((id): Happening[] => [
    { id, state: 'started' },
    { id, state: 'passed' },
  ]);
}

export function failed(id: string, error: Partial<Failure> = {}): Happening[] {
  const failure: Failure = {
    name: 'ExpectationFailed',
    message: 'the number: expected 2, but got 3',
    stack: '',
    ...error,
  };
  return [
    { id, state: 'started' },
    { id, state: 'failed', error: failure },
  ];
}

/** What an unwritten body leaves behind. */
export function unwritten(id: string, task: string): Happening[] {
  return failed(id, { name: 'NotImplemented', unwritten: [{ task, symbol: 'readVarint' }] });
}
