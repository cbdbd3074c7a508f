/**
 * Changes of the reference's committed offsets that nobody outside can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';

export const offsetMutants: readonly ExplainedMutant[] = [
  {
    file: 'groups/committed-offsets.ts',
    symbol: 'CommittedOffsets',
    original: 'topics.get(topic)?.size',
    replacement: 'topics.get(topic).size',
    reason: 'the topic is there: one of its partitions has just been deleted',
  },
];
