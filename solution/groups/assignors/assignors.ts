/**
 * The assignors that the coordinator has, by the names that `group.consumer.assignors` may hold. The
 * first of that list serves groups whose members ask for none.
 */
import type { PartitionAssignor } from '#groups/assignors/assignor.ts';
import { rangeAssignor } from '#groups/assignors/range.ts';
import { uniformAssignor } from '#groups/assignors/uniform.ts';

export const assignors: ReadonlyMap<string, PartitionAssignor> = new Map(
  [uniformAssignor, rangeAssignor].map((assignor) => [assignor.name, assignor]),
);
