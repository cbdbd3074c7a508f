/**
 * How graders run: those of one chapter, over the view they are told.
 */
import { defineConfig } from 'vitest/config';
import { root } from '../view.ts';
import { viewPlugin } from '../view-plugin.ts';
import { readAssignment } from './assignment.ts';

const { folder, view, report } = readAssignment();

export default defineConfig({
  root,
  plugins: [viewPlugin(view)],
  test: {
    include: [`graders/${folder}/**/*.grader.ts`],
    pool: 'threads',
    reporters: ['json'],
    outputFile: report,
    testTimeout: 10_000,
    // A module as one view resolves it must not be served to the next one.
    fsModuleCache: false,
  },
});
