/**
 * Changes of chapter 02's reference that nobody outside can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';
import { assignorMutants } from './assignor-mutants.ts';
import { groupMutants } from './group-mutants.ts';
import { offsetMutants } from './offset-mutants.ts';

export const explained: readonly ExplainedMutant[] = [
  ...offsetMutants,
  ...groupMutants,
  ...assignorMutants,
];
