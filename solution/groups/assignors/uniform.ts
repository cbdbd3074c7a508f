/**
 * The uniform assignor, which groups have unless they ask for another: everybody gets as many
 * partitions as everybody else, give or take one, and keeps what it has as far as that allows.
 *
 * Members that all subscribe to the same topics can be told their number beforehand, so one pass over
 * them is enough. Where subscriptions differ there is no such number: partitions are given to who has
 * fewest, and then moved from who has most to who has fewest until that helps no more.
 */
import type {
  AssignedMember,
  AssignmentQuestion,
  GroupShares,
  PartitionAssignor,
} from '#groups/assignors/assignor.ts';
import { assignToDifferent } from '#groups/assignors/uniform-different.ts';
import { assignToEquals } from '#groups/assignors/uniform-equals.ts';

export const uniformAssignor: PartitionAssignor = { name: 'uniform', assign };

function assign(question: AssignmentQuestion): GroupShares {
  const [first, ...others] = question.members.values();
  if (first === undefined) return new Map();
  return others.every((member) => sameTopics(first, member))
    ? assignToEquals(question)
    : assignToDifferent(question);
}

function sameTopics({ topicIds }: AssignedMember, other: AssignedMember): boolean {
  if (topicIds === other.topicIds) return true;
  return topicIds.size === other.topicIds.size && topicIds.isSubsetOf(other.topicIds);
}
