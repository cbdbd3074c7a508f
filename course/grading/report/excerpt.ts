/**
 * The lines around a place in the learner's file, with the one that is meant marked.
 *
 *       48    for (let index = 0; index < 5; index++) {
 *     > 49      const byte = from.bytes[from.position++]];
 *                                                      ^
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root, type View } from '../../view.ts';
import type { Place } from '../failure.ts';

const ROOM = 60;

export function excerpt({ learnerTree }: View, { file, line, column }: Place): string[] {
  const path = resolve(root, learnerTree, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  const digits = String(line).length;
  const show = (number: number, sign: string) => {
    const text = lines[number - 1];
    if (text === undefined) return [];
    const plain = cut(text.replaceAll('\t', ' '), ROOM - digits - 4);
    return [`${sign} ${String(number).padStart(digits)}  ${plain}`];
  };
  const caret =
    column === undefined || column > ROOM ? [] : [`${' '.repeat(digits + 3 + column)}^`];
  return [...(line > 1 ? show(line - 1, ' ') : []), ...show(line, '>'), ...caret];
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
