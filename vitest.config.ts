/**
 * How the repository's own tests run: over the reference alone. Graders have a configuration of
 * their own (course/grading/), because they run over a learner's tree.
 */
import { defineConfig } from 'vitest/config';
import { solutionView } from './course/view.ts';
import { viewPlugin } from './course/view-plugin.ts';

export default defineConfig({
  plugins: [viewPlugin(solutionView)],
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 30_000,
  },
});
