/**
 * Whose code runs: course/view.ts.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveInView, root, solutionView, type View } from '../../course/view.ts';

const view: View = {
  name: 'chapter',
  learnerTree: 'exercises',
  learnerFiles: ['protocol/varint.ts'],
};

test('the solution view answers from solution/', () => {
  expect(resolveInView(solutionView, '#protocol/varint.ts')).toBe(
    join(root, 'solution', 'protocol', 'varint.ts'),
  );
});

test('a view answers from the tree of the learner for the files it names, and for no other', () => {
  expect(resolveInView(view, '#protocol/varint.ts')).toBe(
    join(root, 'exercises', 'protocol', 'varint.ts'),
  );
  expect(resolveInView(view, '#protocol/reader.ts')).toBe(
    join(root, 'solution', 'protocol', 'reader.ts'),
  );
});

test('an absolute tree is taken as it is', () => {
  const elsewhere = join(root, '..', 'submission');
  expect(resolveInView({ ...view, learnerTree: elsewhere }, '#protocol/varint.ts')).toBe(
    join(elsewhere, 'protocol', 'varint.ts'),
  );
});

test('what does not start with # is none of its business', () => {
  expect(resolveInView(view, 'zod')).toBeUndefined();
  expect(resolveInView(view, './varint.ts')).toBeUndefined();
});
