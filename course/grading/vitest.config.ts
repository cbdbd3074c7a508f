/**
 * How graders run: those of one chapter, over the view they are told.
 */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { root } from '../view.ts';
import { viewPlugin } from '../view-plugin.ts';
import { readAssignment } from './assignment.ts';
import { Recorder } from './recorder.ts';

const { folder, view, record } = readAssignment();

/** The code under test gets a `NotImplemented` that notes itself; the reference's stays as it is. */
const notesUnwritten = {
  name: 'gregor-notes-unwritten',
  enforce: 'pre' as const,
  resolveId(specifier: string, importer?: string): string | undefined {
    if (specifier !== '#env/not-implemented.ts') return undefined;
    if (importer?.endsWith('?reference')) return undefined;
    return join(root, 'course', 'grading', 'unwritten.ts').replaceAll('\\', '/');
  },
};

export default defineConfig({
  root,
  plugins: [notesUnwritten, viewPlugin(view)],
  test: {
    include: [`graders/${folder}/**/*.grader.ts`],
    pool: 'threads',
    reporters: [new Recorder(record, view)],
    testTimeout: 10_000,
    // A module as one view resolves it must not be served to the next one.
    fsModuleCache: false,
  },
});
