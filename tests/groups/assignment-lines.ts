/**
 * Questions to the coordinator's assignors, and answers, as lines of JSON with topics by their numbers:
 * what interop/java/AssignPartitions.java reads and writes.
 */
import type { AssignmentQuestion, GroupShares } from '#groups/assignors/assignor.ts';
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';
import { topicIdOf } from './assignment-questions.ts';

type NumberedShare = readonly (readonly [topic: number, partitions: readonly number[]])[];

interface NumberedQuestion {
  readonly assignor: string;
  readonly counts: readonly number[];
  readonly members: readonly {
    readonly id: string;
    readonly instanceId: string | null;
    readonly topics: readonly number[];
    readonly target: NumberedShare;
  }[];
}

const MOST_TOPICS = 16;
const numbers = new Map(
  Array.from({ length: MOST_TOPICS }, (_, number) => [topicIdOf(number), number]),
);
const numberOf = (topicId: string): number => numbers.get(topicId) ?? -1;

export function questionLine(
  assignor: string,
  { members, partitionCounts }: AssignmentQuestion,
): string {
  const rows = [...members].map(([id, { instanceId, topicIds, target }]) => {
    return { id, instanceId, topics: [...topicIds].map(numberOf), target: inNumbers(target) };
  });
  const question: NumberedQuestion = {
    assignor,
    counts: [...partitionCounts.values()],
    members: rows,
  };
  return JSON.stringify(question);
}

export function readQuestion(line: string): {
  readonly assignor: string;
  readonly question: AssignmentQuestion;
} {
  const { assignor, counts, members } = JSON.parse(line) as NumberedQuestion;
  const found = members.map(({ id, instanceId, topics, target }) => {
    const share = target.map(
      ([topic, partitions]) => [topicIdOf(topic), new Set(partitions)] as const,
    );
    const topicIds = new Set(topics.map(topicIdOf));
    return [id, { instanceId, topicIds, target: new Map(share) }] as const;
  });
  const partitionCounts = new Map(counts.map((count, topic) => [topicIdOf(topic), count]));
  return { assignor, question: { members: new Map(found), partitionCounts } };
}

/** The shares of all members, in their order. */
export function answerLine({ members }: AssignmentQuestion, shares: GroupShares): string {
  return JSON.stringify([...members.keys()].map((id) => inNumbers(shares.get(id) ?? new Map())));
}

function inNumbers(share: PartitionsByTopic): NumberedShare {
  return [...share]
    .map(([id, partitions]) => [numberOf(id), [...partitions].sort((a, b) => a - b)] as const)
    .sort(([one], [other]) => one - other);
}
