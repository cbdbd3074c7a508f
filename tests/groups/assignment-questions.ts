/**
 * Random questions to the coordinator's assignors, for fast-check: small groups, whose members may
 * have come from anywhere with anything, as long as no partition has two owners.
 *
 * Topic ids are numbers in the guise of uuids, ascending: so Java's hash sets have them in our order,
 * and Kafka's own assignors can be asked the same (interop/checks/group-logic.ts).
 */
import * as fc from 'fast-check';
import type {
  AssignedMember,
  AssignmentQuestion,
  GroupShares,
} from '#groups/assignors/assignor.ts';
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';
import { uuidFromBytes } from '#protocol/uuid.ts';

/** The id of a topic by its number, from 0 on. */
export function topicIdOf(number: number): string {
  const bytes = new Uint8Array(16);
  bytes[15] = number + 1;
  return uuidFromBytes(bytes, 0);
}

interface Draft {
  readonly counts: readonly number[];
  /** For each member: whether it is static, and which topics it wants. */
  readonly members: readonly { readonly isStatic: boolean; readonly wants: readonly boolean[] }[];
  /** Who owned each partition, in a row of all partitions; a number beyond the members is nobody. */
  readonly owners: readonly number[];
}

const MOST_TOPICS = 6;
const MOST_PARTITIONS = 14;
const MOST_MEMBERS = 8;

const drafts: fc.Arbitrary<Draft> = fc.record({
  counts: fc.array(fc.integer({ min: 1, max: MOST_PARTITIONS }), {
    minLength: 1,
    maxLength: MOST_TOPICS,
  }),
  members: fc.array(
    fc.record({
      isStatic: fc.boolean(),
      wants: fc.array(fc.boolean(), { minLength: MOST_TOPICS, maxLength: MOST_TOPICS }),
    }),
    { minLength: 1, maxLength: MOST_MEMBERS },
  ),
  owners: fc.array(fc.integer({ min: 0, max: MOST_MEMBERS + 2 }), {
    minLength: MOST_TOPICS * MOST_PARTITIONS,
    maxLength: MOST_TOPICS * MOST_PARTITIONS,
  }),
});

/** Members that all subscribe to the same topics. */
export const equalsQuestions: fc.Arbitrary<AssignmentQuestion> = drafts.map((draft) => {
  const [first] = draft.members;
  return questionOf({
    ...draft,
    members: draft.members.map(({ isStatic }) => ({ isStatic, wants: first?.wants ?? [] })),
  });
});

/** Members that subscribe to whatever they like. */
export const differentQuestions: fc.Arbitrary<AssignmentQuestion> = drafts.map(questionOf);

export const anyQuestions = fc.oneof(equalsQuestions, differentQuestions);

function questionOf({ counts, members, owners }: Draft): AssignmentQuestion {
  const found = members.map(({ isStatic, wants }, number): [string, AssignedMember] => {
    const topicIds = counts.flatMap((_, topic) => (wants[topic] ? [topicIdOf(topic)] : []));
    const instanceId = isStatic ? `static-${members.length - number}` : null;
    const target = targetOf(number, counts, owners);
    return [`member-${number}`, { instanceId, topicIds: new Set(topicIds), target }];
  });
  const partitionCounts = new Map(counts.map((count, topic) => [topicIdOf(topic), count]));
  return { members: new Map(found), partitionCounts };
}

function targetOf(
  member: number,
  counts: readonly number[],
  owners: readonly number[],
): PartitionsByTopic {
  const share = new Map<string, Set<number>>();
  counts.forEach((count, topic) => {
    const partitions = Array.from({ length: count }, (_, partition) => partition);
    const owned = partitions.filter((one) => owners[topic * MOST_PARTITIONS + one] === member);
    if (owned.length > 0) share.set(topicIdOf(topic), new Set(owned));
  });
  return share;
}

/** The question that is asked next, if nothing has changed but the target. */
export function askedAgain(question: AssignmentQuestion, shares: GroupShares): AssignmentQuestion {
  const members = [...question.members].map(([id, member]): [string, AssignedMember] => {
    return [id, { ...member, target: shares.get(id) ?? new Map() }];
  });
  return { ...question, members: new Map(members) };
}

/** How many partitions a share has. */
export function sizeOf(share: PartitionsByTopic | undefined): number {
  return [...(share?.values() ?? [])].reduce((sum, { size }) => sum + size, 0);
}

/** What a member may keep: what it has of topics that it still subscribes to. */
export function ownedBy({ target, topicIds }: AssignedMember): PartitionsByTopic {
  return new Map([...target].filter(([topicId]) => topicIds.has(topicId)));
}

/** How many partitions a member has in both. */
export function keptOf(owned: PartitionsByTopic, share: PartitionsByTopic | undefined): number {
  let kept = 0;
  for (const [topicId, partitions] of owned) {
    kept += partitions.intersection(share?.get(topicId) ?? new Set()).size;
  }
  return kept;
}
