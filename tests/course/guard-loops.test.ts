/**
 * Loops that count their turns: course/grading/guard-loops.ts changes neither what code does nor
 * where its lines are.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENDLESS_LOOP, guardLoops } from '../../course/grading/guard-loops.ts';
import { parseSource } from '../../course/source/syntax.ts';
import { sourceFiles } from '../../course/source/tree.ts';
import { root } from '../../course/view.ts';

const LOOPS: readonly (readonly [name: string, body: string])[] = [
  ['for, with a block', 'for (let at = 0; at < 200; at++) { out.push(at); }'],
  ['for, without one', 'for (let at = 0; at < 200; at++) out.push(at);'],
  [
    'for … of and for … in',
    'for (const one of [3, 4]) for (const key in { a: 1 }) out.push(one + key);',
  ],
  ['while, in an if without braces', 'if (n < 3) while (n < 3) n++; else n = 9; out.push(n);'],
  ['do … while', 'do n++; while (n < 100)\nout.push(n);'],
  ['labels', 'a: b: for (;;) { for (const x of [1, 2]) { if (x === 2) break a; out.push(x); } }'],
  ['continue with a label', 'a: for (const x of [1, 2]) for (;;) { out.push(x); continue a; }'],
  ['a case', 'switch (n) { case 0: for (const x of [1]) out.push(x); default: out.push(2); }'],
  ['return from inside', 'out.push((() => { for (const x of [7]) for (;;) return x; })());'],
  ['no semicolons', 'const x = n\nwhile (n < 2) n++\nout.push(n, x)'],
];

function outcome(code: string): { out: unknown[]; turns: number } {
  let turns = 0;
  const run = new Function('$enterLoop', '$checkLoop', 'out', `let n = 0;${code}`);
  const out: unknown[] = [];
  run(
    () => ({ count: 0 }),
    () => {
      turns++;
    },
    out,
  );
  return { out, turns };
}

test.each(LOOPS)('guards %s, and it does what it did', (_, code) => {
  const plain = `let n = 0; const out: unknown[] = [];\n${code}`;
  const guarded = guardLoops('x.ts', plain)
    .replace(/^import.*?;/, '')
    .split('\n')
    .slice(1);
  expect(guarded.join('\n')).not.toBe(code);
  expect(outcome(guarded.join('\n')).out).toEqual(outcome(code).out);
  expect(guarded).toHaveLength(code.split('\n').length);
});

test('asks after each 64th turn of one entry', () => {
  const code = 'for (let at = 0; at < 200; at++) out.push(at);';
  expect(outcome(guardLoops('x.ts', code).replace(/^import.*?;/, '')).turns).toBe(3);
});

test('leaves alone what has no loops, and what can’t be parsed', () => {
  for (const text of ['export const forty = 40;', 'while (]) {']) {
    expect(guardLoops('x.ts', text)).toBe(text);
  }
});

test('keeps every line of the reference in its place', () => {
  const files = sourceFiles('solution').filter((file) => /^(protocol|storage)\/[^/]+$/.test(file));
  const moved = files.filter((file) => {
    const text = readFileSync(join(root, 'solution', file), 'utf8');
    const guarded = guardLoops(file, text);
    if (guarded === text) return false;
    parseSource(file, stripTypeScriptTypes(guarded));
    expect(guarded).toContain(ENDLESS_LOOP);
    return guarded.split('\n').length !== text.split('\n').length;
  });
  expect(moved).toEqual([]);
});
