/**
 * Files of solution/ can be read one at a time: they are short, say what they are, and are named
 * after it.
 */
import { describe, expect, test } from 'vitest';
import { solutionFiles } from './solution-files.ts';

/** Past 300 lines a file wants a second look; past this it wants to be two files. */
const MOST_LINES = 400;
const NAMELESS = /(^|-)(utils?|helpers?|commons?|managers?|misc|stuff|shared|base)(-|\.|$)/;

describe('files of solution/', () => {
  test(`have at most ${MOST_LINES} lines`, () => {
    const long = solutionFiles
      .map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  test('have kebab-case names, in kebab-case folders', () => {
    const name = /^([a-z0-9]+(-[a-z0-9]+)*\/)+[a-z0-9]+(-[a-z0-9]+)*\.ts$/;
    expect(solutionFiles.filter((file) => !name.test(file.name)).map((file) => file.name)).toEqual(
      [],
    );
  });

  test('are named after what they are, not after how they are used', () => {
    const vague = solutionFiles.filter(({ name }) =>
      name.split('/').some((part) => NAMELESS.test(part)),
    );
    expect(vague.map(({ name }) => name)).toEqual([]);
  });

  test('open with a block comment that says what they are', () => {
    const silent = solutionFiles.filter(({ text }) => !text.startsWith('/**\n'));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
