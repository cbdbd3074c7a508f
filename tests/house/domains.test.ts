/**
 * Who may import whom, and what: course/domains.ts declares it, this holds the code to it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Domain, domainOf, domains } from '../../course/domains.ts';
import { root } from '../../course/view.ts';
import { solutionFiles } from './solution-files.ts';

const imports = solutionFiles.flatMap(({ name, specifiers }) =>
  specifiers.map(({ value, line }) => ({ file: name, from: domainOf(name), value, line })),
);
type Import = (typeof imports)[number];

function complain(wrong: (one: Import) => string | undefined): string[] {
  return imports.flatMap((one) => {
    const complaint = wrong(one);
    return complaint === undefined ? [] : [`solution/${one.file}:${one.line} ${complaint}`];
  });
}

describe('domains', () => {
  test('are declared so that none imports one that comes later', () => {
    const later = domains.flatMap(({ name, imports }, index) =>
      imports
        .filter((other) => domains.findIndex((domain) => domain.name === other) >= index)
        .map((other) => `${name} imports ${other}`),
    );
    expect(later).toEqual([]);
  });

  test('hold every file of solution/', () => {
    const homeless = solutionFiles.filter(({ name }) => domainOf(name) === undefined);
    expect(homeless.map(({ name }) => `${name}: declare its folder in course/domains.ts`)).toEqual(
      [],
    );
  });

  test('import only what they are allowed to', () => {
    expect(
      complain(({ from, value }) => {
        if (value?.startsWith('#') !== true || from === undefined) return undefined;
        const to = domainOf(value.slice(1));
        return to === undefined || mayImport(from, to)
          ? undefined
          : `imports ${value}, but ${from.name} may not import ${to.name} (course/domains.ts)`;
      }),
    ).toEqual([]);
  });

  test('import each other by #, with the file that is meant', () => {
    expect(
      complain(({ value }) => {
        if (value === undefined) return 'imports a computed name, which nobody can check';
        if (value.startsWith('.')) return `imports ${value}: write it as #domain/file.ts`;
        if (!value.startsWith('#')) return undefined;
        return existsSync(join(root, 'solution', value.slice(1)))
          ? undefined
          : `imports ${value}, which does not exist`;
      }),
    ).toEqual([]);
  });

  test('import no package that is not on their list', () => {
    expect(
      complain(({ from, value }) => {
        if (value === undefined || /^[#.]/.test(value)) return undefined;
        if (value.startsWith('node:') && from?.touchesTheWorld === true) return undefined;
        return from?.packages?.includes(value) === true
          ? undefined
          : `imports '${value}', which course/domains.ts does not allow there`;
      }),
    ).toEqual([]);
  });
});

function mayImport(from: Domain, to: Domain): boolean {
  return from.name === to.name || from.imports.includes(to.name);
}
