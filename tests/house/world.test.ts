/**
 * One seam to the world: outside env/node nothing of solution/ names a clock, a timer, chance, a
 * process or a socket by itself. It is decided on the syntax tree: a parameter called `crypto` is
 * fine, the global is not.
 */
import { describe, expect, test } from 'vitest';
import { domainOf } from '../../course/domains.ts';
import { freeNames } from '../../course/source/free-names.ts';
import { lineAt, type Node, nodesOf, parseSource } from '../../course/source/syntax.ts';
import { solutionFiles } from './solution-files.ts';

const WORLDLY = new Set(
  (
    'process Buffer Date Intl Temporal performance crypto fetch console require module ' +
    'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate ' +
    'queueMicrotask globalThis global self window navigator WebSocket EventSource Worker ' +
    'MessageChannel BroadcastChannel AbortSignal SharedArrayBuffer Atomics WeakRef ' +
    'FinalizationRegistry localStorage NodeJS __dirname __filename eval Function'
  ).split(' '),
);

/** What a text reaches for outside of Env: one complaint each. */
function worldlyNames(name: string, text: string): string[] {
  const file = parseSource(name, text);
  const globals = freeNames(file).filter(({ value }) => WORLDLY.has(value));
  const members = [...nodesOf(file.program)].filter(isMathRandomOrImportMeta);
  return [
    ...globals.map(({ value, line }) => `${name}:${line} uses ${value}: take it from Env`),
    ...members.map(
      ({ start, end }) =>
        `${name}:${lineAt(text, start)} uses ${text.slice(start, end)}: take it from Env`,
    ),
  ];
}

function isMathRandomOrImportMeta(node: Node): boolean {
  if (node.type === 'MetaProperty') return (node.meta as { name?: string }).name === 'import';
  if (node.type !== 'MemberExpression') return false;
  const object = node.object as { name?: string };
  const property = node.property as { name?: string; value?: unknown };
  return object.name === 'Math' && (property.name ?? property.value) === 'random';
}

describe('the world', () => {
  test('is reached through Env alone', () => {
    const complaints = solutionFiles
      .filter(({ name }) => domainOf(name)?.touchesTheWorld !== true)
      .flatMap(({ name, text }) => worldlyNames(`solution/${name}`, text));
    expect(complaints).toEqual([]);
  });

  test.each([
    ['a call', 'export const now = () => Date.now();'],
    ['a constructor', 'export const day = new Date(0);'],
    ['a type', 'export type Day = Date;'],
    ['a timer in a default', 'export function wait(start = setTimeout) { start(() => {}, 1); }'],
    ['chance', 'export const dice = Math.random();'],
    ['chance by another way', "export const dice = Math['random']();"],
    ['the global object', 'export const one = globalThis;'],
    ['the module itself', 'export const here = import.meta.url;'],
    ['a shorthand property', 'export const all = { process };'],
    ['a global beside a parameter of its name', 'const f = (crypto: number) => crypto; crypto;'],
  ])('is noticed in %s', (_, text) => {
    expect(worldlyNames('example.ts', text)).toHaveLength(1);
  });

  test.each([
    ['a parameter', 'export const hash = (crypto: { hash(): number }) => crypto.hash();'],
    ['a property', 'export const now = (env: { Date: number }) => env.Date;'],
    ['a method', 'export class Clock { setTimeout() {} }'],
    ['a string', "export const name = 'process';"],
    ['an import', "import { performance } from '#env/clock.ts'; performance();"],
    ['what is taken apart', 'export const f = ({ crypto }: { crypto: number }) => crypto;'],
  ])('is not suspected in %s', (_, text) => {
    expect(worldlyNames('example.ts', text)).toEqual([]);
  });
});
