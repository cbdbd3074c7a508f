/**
 * Every file of solution/, parsed once, for the tests that hold the house to its rules.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSource, type SourceFile } from '../../course/source/syntax.ts';
import { sourceFiles } from '../../course/source/tree.ts';
import { root } from '../../course/view.ts';

export const solutionFiles: readonly SourceFile[] = sourceFiles('solution').map((name) =>
  parseSource(name, readFileSync(join(root, 'solution', name), 'utf8')),
);
