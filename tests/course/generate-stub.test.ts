/**
 * From the reference's file to the learner's: course/stubs/generate-stub.ts.
 */
import { describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { parseSource } from '../../course/source/syntax.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { generateStub } from '../../course/stubs/generate-stub.ts';

function stub(text: string, symbols: Record<string, string>): string {
  return generateStub(parseSource('example.ts', text), new Map(Object.entries(symbols)));
}

describe('a stub of a function', () => {
  const text = `/**
 * What this file is.
 */
import { a, type B } from '#protocol/a.ts';
import { c } from '#protocol/c.ts';

/** How many there are. */
const LIMIT = 5; // never more

/** The public one. */
export function written(b: B): number {
  return helper(c(a(b)));
}

// Of no use to anyone else.
function helper(n: number): number {
  return Math.min(LIMIT, n);
}

/** Given, with what it needs. */
export const given = (n: number) => needed(n);

function needed(n: number): number {
  return n + 1;
}
`;

  test('keeps signatures, comments and what is given, and drops what only bodies needed', () => {
    expect(stub(text, { written: '1.2' })).toBe(`/**
 * What this file is.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import { type B } from '#protocol/a.ts';

/** The public one. */
export function written(b: B): number {
  throw new NotImplemented('1.2', 'written');
}

/** Given, with what it needs. */
export const given = (n: number) => needed(n);

function needed(n: number): number {
  return n + 1;
}
`);
  });

  test('gives the same bytes each time', () => {
    expect(stub(text, { written: '1.2' })).toBe(stub(text, { written: '1.2' }));
  });

  test('is refused for a symbol that the file does not have', () => {
    expect(() => stub(text, { unwritten: '1.2' })).toThrow('example.ts has no function unwritten');
  });
});

describe('a stub of a class', () => {
  const text = `/** A file. */
import { Cursor } from '#protocol/cursor.ts';

/** Counts. */
export class Counter {
  /** What it starts from. */
  readonly start: number;
  /** How far it has come. */
  #count = 0;

  constructor(start: number) {
    this.start = start;
  }

  /** Counts one more and says how many. */
  next(): number {
    this.#step(new Cursor());
    return this.#count;
  }

  get count(): number {
    return this.#count;
  }

  /** Nobody's business. */
  #step(cursor: Cursor): void {
    this.#count += cursor.size;
  }
}
`;

  test('keeps what others see, and leaves free how state is held', () => {
    expect(stub(text, { Counter: '1.3' })).toBe(`/** A file. */
import { NotImplemented } from '#env/not-implemented.ts';

/** Counts. */
export class Counter {
  /** What it starts from. */
  readonly start: number;

  constructor(start: number) {
    this.start = start;
  }

  /** Counts one more and says how many. */
  next(): number {
    throw new NotImplemented('1.3', 'Counter.next');
  }

  get count(): number {
    throw new NotImplemented('1.3', 'Counter.count');
  }
}
`);
  });
});

test('every stub of the course is a file that parses, and imports nothing it does not use', async () => {
  for (const [file, text] of generateStubs(await loadChapters())) {
    const { program } = parseSource(file, text);
    const names = program.body
      .filter(({ type }) => type === 'ImportDeclaration')
      .flatMap((node) => node.specifiers as { local: { name: string } }[])
      .map(({ local }) => local.name);
    const unused = names.filter((name) => text.split(new RegExp(`\\b${name}\\b`)).length < 3);
    expect(unused, file).toEqual([]);
  }
});
