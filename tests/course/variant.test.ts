/**
 * Variants of the reference: put together by symbol, and loud when what they change is gone.
 */
import { expect, test } from 'vitest';
import { filesOfVariant, type Variant } from '../../course/grading/variant.ts';
import { addCode } from '../../course/grading/variant-additions.ts';
import { findSymbol } from '../../course/grading/variant-symbol.ts';
import { parseSource } from '../../course/source/syntax.ts';

const source = parseSource(
  'storage/shelf.ts',
  `/** A shelf. */
import { a, type B } from '#x/a.ts';

export const limit = (x: number): number => {
  return x;
};

/** What it holds. */
export class Shelf {
  readonly #books: B[] = [];

  constructor() {
    a();
  }

  get size(): number {
    return this.#books.length;
  }

  #drop(): void {}
}
`,
);

const textOf = (name: string) => {
  const { start, end } = findSymbol(source, name);
  return source.text.slice(start, end);
};

test('a symbol is found with export and without the comment before it, private ones too', () => {
  expect(textOf('limit')).toMatch(/^export const limit = [\s\S]*;$/);
  expect(textOf('Shelf')).toMatch(/^export class Shelf [\s\S]*}$/);
  expect(textOf('Shelf.size')).toBe('get size(): number {\n    return this.#books.length;\n  }');
  expect(textOf('Shelf.#drop')).toBe('#drop(): void {}');
  expect(textOf('Shelf.constructor')).toContain('a();');
  expect(textOf('Shelf.#books')).toBe('readonly #books: B[] = [];');
});

test('a symbol that is gone is an error that lists what there is', () => {
  expect(() => findSymbol(source, 'Rack')).toThrow(
    'storage/shelf.ts has no Rack; it has limit, Shelf',
  );
  expect(() => findSymbol(source, 'Shelf.weight')).toThrow(
    'has no weight; it has #books, constructor, size, #drop',
  );
});

test('additions put declarations last and import only what is not imported yet', () => {
  const added = addCode(
    source,
    `import { a, c } from '#x/a.ts';
     import type { B } from '#x/a.ts';
     import { d } from '#x/d.ts';
     function mine(): void {}`,
  );
  expect(added).toContain(
    `/** A shelf. */
import { c } from '#x/a.ts';
import { d } from '#x/d.ts';
import { a, type B } from '#x/a.ts';
`,
  );
  expect(added).toMatch(/#drop\(\): void {}\n}\n\nfunction mine\(\): void {}\n$/);
  expect(() => parseSource('storage/shelf.ts', added)).not.toThrow();
});

const variant = (change: Variant['change'][string]): Variant => ({
  name: 'is tested',
  change: { 'protocol/varint.ts': change },
});

test('a body, an edit and a declaration change their symbol and nothing else', () => {
  const body = variant({ varintSize: 'return 5;' });
  expect(filesOfVariant(body).get('protocol/varint.ts')).toContain('{\nreturn 5;\n}');
  const declaration = variant({
    varintSize: { declaration: 'export const varintSize = (value: number) => value && 5;' },
  });
  const [whole = ''] = filesOfVariant(declaration).values();
  expect(whole).toContain('\nexport const varintSize = (value: number) => value && 5;\n');
  expect(whole).toContain('export function varlongSize');
  const edit = variant({ varintSize: { replace: 'varintSize', by: 'varintLength' } });
  expect([...filesOfVariant(edit).values()].join()).toContain('export function varintLength(');
});

test('an edit whose text is not there once, and one that changes nothing, are refused', () => {
  const gone = variant({ varintSize: { replace: 'nowhere', by: '' } });
  expect(() => filesOfVariant(gone)).toThrow(
    "the variant that is tested: 'nowhere' is 0 times in varintSize (protocol/varint.ts), not once",
  );
  const twice = variant({ varintSize: { replace: 'e', by: 'f' } });
  expect(() => filesOfVariant(twice)).toThrow('not once');
  const same = variant({ varintSize: { replace: 'varintSize', by: 'varintSize' } });
  expect(() => filesOfVariant(same)).toThrow('it changes nothing in protocol/varint.ts');
  expect(() => filesOfVariant(variant({ varintSize: 'return (;' }))).toThrow(/varint\.ts:\d+: /);
});

test("a file that the reference doesn't have is all '+'", () => {
  const { change } = { change: { 'protocol/mine.ts': { '+': 'export const mine = 1;' } } };
  expect(filesOfVariant({ name: 'adds a file', change }).get('protocol/mine.ts')).toContain(
    'export const mine = 1;\n',
  );
});
