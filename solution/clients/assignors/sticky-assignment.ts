/**
 * Sticky assignment: as even as can be, and of all ways to be so one that moves little. Range and round
 * robin begin anew each time; this begins with who has what.
 *
 *     claims of the members
 *       └─► ownersOf: who is right about each partition
 *             └─► all read the same topics?   yes: shareEvenly         any partition to any member
 *                                             no:  BalancedShares      only to those who read its topic
 *
 * Where racks matter (KIP-881), what can be near to a member is shared out first; the rest comes on top.
 *
 * Source: org.apache.kafka.clients.consumer.internals.AbstractStickyAssignor.
 */
import type {
  Assignment,
  LastAssignment,
  MemberSubscriptions,
  PartitionCounts,
} from '#clients/assignors/assignor.ts';
import { BalancedShares } from '#clients/assignors/balanced-shares.ts';
import { shareEvenly } from '#clients/assignors/even-shares.ts';
import { shareNearby } from '#clients/assignors/nearby-shares.ts';
import type { Ownership } from '#clients/assignors/ownership.ts';
import type { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { readersByTopic } from '#clients/assignors/readers-by-topic.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export interface StickySituation {
  readonly partitionCounts: PartitionCounts;
  readonly subscriptions: MemberSubscriptions;
  /** What each member says it has. */
  readonly claims: ReadonlyMap<string, LastAssignment>;
  readonly owners: Ownership;
  readonly racks: RackAwareness;
}

export function assignSticky(situation: StickySituation): Assignment {
  const { partitionCounts, subscriptions, claims, racks } = situation;
  const owned = undisputed(situation);
  const readers = readersByTopic(subscriptions);
  const partitions = [...readers.keys()].flatMap((topic) => allOf(topic, partitionCounts));
  const racksMatter = racks.matters(subscriptions.keys(), readers.keys());
  if ([...readers.values()].every((members) => members.length === subscriptions.size)) {
    return shareEvenly(partitions, racksMatter ? shareNearby(partitions, owned, racks) : owned);
  }
  const shares = new BalancedShares(readers, owned, racksMatter ? racks : undefined);
  shares.preferEarlierOwners(claims);
  return shares.balance(partitions);
}

/** What each member has that exists, that someone still reads, and that nobody else owns as well. */
function undisputed(situation: StickySituation): Map<string, TopicPartition[]> {
  const { partitionCounts, subscriptions, claims, owners } = situation;
  const existing = new Set(
    [...readersByTopic(subscriptions).keys()]
      .flatMap((topic) => allOf(topic, partitionCounts))
      .map(partitionName),
  );
  const ownedBy = (member: string) => {
    const claimed = new Map(claims.get(member)?.partitions.map((one) => [partitionName(one), one]));
    const isItsOwn = (name: string) =>
      owners.get(name)?.size === 1 && owners.get(name)?.has(member);
    return [...claimed].filter(([name]) => existing.has(name) && isItsOwn(name));
  };
  return new Map(
    [...subscriptions.keys()].map((member) => [member, ownedBy(member).map(([, one]) => one)]),
  );
}

function allOf(topic: string, partitionCounts: PartitionCounts): TopicPartition[] {
  const count = partitionCounts.get(topic) ?? 0;
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }));
}
