/**
 * From the reference's file to the learner's: course/stubs/generate-stub.ts.
 */
import { describe, expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { parseSource } from '../../course/source/syntax.ts';
import { generateStubs } from '../../course/stubs/exercises.ts';
import { generateStub } from '../../course/stubs/generate-stub.ts';

function stub(text: string, asked: Record<string, string>, given: readonly string[] = []): string {
  const file = parseSource('example.ts', text);
  return generateStub(file, new Map(Object.entries(asked)), new Set(given));
}

/** What stands below the import that every stub has. */
function stubBody(text: string, asked: Record<string, string>, given?: readonly string[]): string {
  return stub(text, asked, given).replace(/^(?:.*\n)*?import \{ NotImplemented \}[^\n]*\n+/, '');
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
  const expected = `/**
 * What this file is.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { B } from '#protocol/a.ts';

/** The public one. */
export function written(b: B): number {
  throw new NotImplemented('1.2', 'written');
}

/** Given, with what it needs. */
export const given = (n: number) => needed(n);

function needed(n: number): number {
  return n + 1;
}
`;

  test('keeps signatures, comments and what is given, and drops what only bodies needed', () => {
    expect(stub(text, { written: '1.2' })).toBe(expected);
  });

  test('gives the same bytes each time, also from a file with CRLF, also from the stub itself', () => {
    expect(stub(text, { written: '1.2' })).toBe(expected);
    expect(stub(text.replaceAll('\n', '\r\n'), { written: '1.2' })).toBe(expected);
    expect(stub(expected, { written: '1.2' })).toBe(expected);
  });

  test('keeps what a task gives, though nothing else needs it', () => {
    expect(stub(text, { written: '1.2' }, ['LIMIT'])).toContain(
      '/** How many there are. */\nconst LIMIT = 5; // never more\n',
    );
  });

  test('is refused for a symbol that the file does not have, with the nearest it has', () => {
    expect(() => stub(text, { writen: '1.2' })).toThrow(
      'example.ts has no writen, which task 1.2 asks for. Did you mean written?',
    );
    expect(() => stub(text, { written: '1.2' }, ['LIMITS'])).toThrow(
      'example.ts has no LIMITS, which a task gives. Did you mean LIMIT?',
    );
  });

  test('is refused for a function that does not declare what it returns', () => {
    expect(() => stub('export const one = () => 1;\n', { one: '1.2' })).toThrow(
      'example.ts: one, which task 1.2 asks for, must declare what it returns',
    );
  });

  test('is refused for a symbol that has no body', () => {
    expect(() => stub('export const SIZE = 8;\n', { SIZE: '1.2' })).toThrow(
      'example.ts: SIZE, which task 1.2 asks for, has no body to write',
    );
  });
});

describe('every kind of function', () => {
  test('of overloads, the signatures stay and the one body goes', () => {
    const text = `export function read(at: number): string;
export function read(at: string): string;
export function read(at: number | string): string {
  return String(at);
}
`;
    expect(stubBody(text, { read: '1.2' })).toBe(
      text.replace('return String(at);', "throw new NotImplemented('1.2', 'read');"),
    );
  });

  test('constants that hold a function, generators and async functions keep what they are', () => {
    const text = `export const twice = (n: number): number => n * 2;

export async function* each(from: readonly number[]): AsyncGenerator<number> {
  yield* from;
}
`;
    expect(
      stubBody(text, { twice: '1.2', each: '1.3' }),
    ).toBe(`export const twice = (n: number): number => {
  throw new NotImplemented('1.2', 'twice');
};

export async function* each(from: readonly number[]): AsyncGenerator<number> {
  throw new NotImplemented('1.3', 'each');
}
`);
  });

  test('a local variable keeps no function of the same name, nor does a property', () => {
    const text = `export function asked(): void {}

export function given(slot: { size: number }): number {
  const total = slot.size;
  return total;
}

function total(): number {
  return 1;
}

function size(): number {
  return 2;
}
`;
    expect(stubBody(text, { asked: '1.2' })).not.toMatch(/function (total|size)/);
  });

  test('a table that stays keeps the loop that fills it, and one that goes takes it along', () => {
    const text = `const TABLE = new Uint32Array(2);
for (let n = 0; n < 2; n++) TABLE[n] = n;

export const first = (): number => TABLE[0] ?? 0;
`;
    expect(stubBody(`${text}\nexport function asked(): void {}\n`, { asked: '1.2' })).toContain(
      'for (let n = 0; n < 2; n++) TABLE[n] = n;\n',
    );
    expect(stubBody(text, { first: '1.2' })).toBe(
      "export const first = (): number => {\n  throw new NotImplemented('1.2', 'first');\n};\n",
    );
  });

  test('a long import that is cut short is one line again where it fits', () => {
    const text = `import {
  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,
  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,
  ccccccccccccccc,
} from '#protocol/a.ts';

export function asked(n: ccccccccccccccc): void {
  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(n, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb);
}
`;
    expect(stub(text, { asked: '1.2' })).toContain(
      "import { ccccccccccccccc } from '#protocol/a.ts';\n",
    );
  });
});

describe('a stub of a class', () => {
  const text = `/** A file. */
import { Cursor } from '#protocol/cursor.ts';

/** Counts. */
export class Counter {
  /** How far it has come. */
  #count = 0;

  /** What it starts from. */
  readonly start: number;
  private readonly cursor: Cursor;

  constructor(start: number, bytes: Uint8Array) {
    this.start = start;
    this.cursor = new Cursor(bytes);
  }

  static from(start: number): Counter {
    return new Counter(start, new Uint8Array());
  }

  /** Counts one more and says how many. */
  next(): number {
    this.#step(this.cursor);
    return this.#count;
  }

  get count(): number {
    return this.#count;
  }
  set count(count: number) {
    this.#count = count;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    yield this.#count;
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

  constructor(start: number, bytes: Uint8Array) {
    this.start = start;
  }

  static from(start: number): Counter {
    throw new NotImplemented('1.3', 'Counter.from');
  }

  /** Counts one more and says how many. */
  next(): number {
    throw new NotImplemented('1.3', 'Counter.next');
  }

  get count(): number {
    throw new NotImplemented('1.3', 'Counter.count');
  }
  set count(count: number) {
    throw new NotImplemented('1.3', 'Counter.count');
  }

  *[Symbol.iterator](): IterableIterator<number> {
    throw new NotImplemented('1.3', 'Counter.[Symbol.iterator]');
  }
}
`);
  });

  test('is a stub of itself', () => {
    const once = stub(text, { Counter: '1.3' });
    expect(stub(once, { Counter: '1.3' })).toBe(once);
  });

  test('of single methods, keeps the private members that the given ones need, and no others', () => {
    const found = stub(text, { 'Counter.next': '1.3', 'Counter.from': '1.4' });
    expect(found).toContain("throw new NotImplemented('1.3', 'Counter.next');");
    expect(found).toContain("throw new NotImplemented('1.4', 'Counter.from');");
    expect(found).toContain('#count = 0;');
    expect(found).toContain('this.cursor = new Cursor(bytes);');
    expect(found).not.toContain('#step');
  });

  test('leaves a method to the task that asks for it by name', () => {
    const found = stub(text, { Counter: '1.3', 'Counter.next': '1.5' });
    expect(found).toContain("NotImplemented('1.5', 'Counter.next')");
    expect(found).toContain("NotImplemented('1.3', 'Counter.from')");
  });

  test('keeps a method that a task gives, the private members that it needs, and the constructor', () => {
    const found = stub(text, { Counter: '1.3' }, ['Counter.next']);
    expect(found).toContain('this.#step(this.cursor);');
    expect(found).toContain('#step(cursor: Cursor): void {\n    this.#count += cursor.size;');
    expect(found).toContain('this.cursor = new Cursor(bytes);');
    expect(found).toContain("NotImplemented('1.3', 'Counter.count')");
  });

  test('is refused for a method that the class does not have', () => {
    expect(() => stub(text, { 'Counter.nxt': '1.3' })).toThrow(
      'example.ts has no Counter.nxt, which task 1.3 asks for. Did you mean Counter.next?',
    );
  });
});

describe("a class's constructor", () => {
  const classWith = (fields: string, body: string) => `export class Log extends Base {
${fields}
  constructor(path: string, size?: number) {
${body}
  }
}
`;

  test('is empty where it only set up private state', () => {
    const text = classWith('  private readonly path: string;', '    this.path = path;');
    expect(stubBody(text, { Log: '1.3' })).toContain('constructor(path: string, size?: number) {}');
  });

  test('keeps its call of super, and public fields that are its parameters', () => {
    const text = classWith(
      '  readonly path: string;\n  readonly size: number;',
      '    super(path);\n    this.path = path;\n    this.size = size ?? 0;',
    );
    expect(stubBody(text, { Log: '1.3' })).toContain(text.slice(text.indexOf('constructor')));
  });

  test('is to be written where it computes a public field, or refuses its arguments', () => {
    const unwritten = "throw new NotImplemented('1.3', 'Log.constructor');";
    const computes = classWith('  readonly size: number;', '    this.size = Math.floor(size);');
    const refuses = classWith('', "    if (path === '') throw new RangeError('no path');");
    expect(stubBody(computes, { Log: '1.3' })).toContain(unwritten);
    expect(stubBody(refuses, { Log: '1.3' })).toContain(unwritten);
  });

  test('can be asked for by name', () => {
    const text = classWith('  readonly size: number;', '    this.size = path.length;');
    expect(stubBody(text, { 'Log.constructor': '1.3' })).toContain(
      "throw new NotImplemented('1.3', 'Log.constructor');",
    );
  });
});

test('every stub of the course is a file that parses and imports nothing it does not use', async () => {
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
