/**
 * What members may have nearby (KIP-881), where all read the same topics: no one more than its share.
 *
 * The result stands in for what members own: `shareEvenly` lets them keep it, and gives out the rest.
 * What a member owns and is far from, it loses, even if in the end nobody is nearer.
 *
 * Source: AbstractStickyAssignor.ConstrainedAssignmentBuilder.assignRackAwareRoundRobin in
 * org.apache.kafka.clients.consumer.internals.
 */
import type { Assignment } from '#clients/assignors/assignor.ts';
import { shareEvenly } from '#clients/assignors/even-shares.ts';
import type { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

type Owned = ReadonlyMap<string, readonly TopicPartition[]>;

/** Of what it owns a member keeps what it is not far from; then free partitions go to who is near. */
export function shareNearby(
  partitions: readonly TopicPartition[],
  owned: Owned,
  racks: RackAwareness,
): Assignment {
  const shares = keepNearby(partitions, owned, racks);
  const hasRoom = roomFor(partitions.length, shares);
  const kept = new Set([...shares.values()].flat().map(partitionName));
  const nearTo = (one: TopicPartition) => [...shares].filter(([it]) => racks.isNear(it, one));
  const free = partitions
    .filter((one) => !kept.has(partitionName(one)))
    .map((one) => ({ partition: one, near: nearTo(one).map(([, share]) => share) }))
    .sort((a, b) => a.near.length - b.near.length);
  for (const { partition, near } of free) {
    const [smallest] = near.filter(hasRoom).sort((a, b) => a.length - b.length);
    smallest?.push(partition);
  }
  return shares;
}

function keepNearby(
  partitions: readonly TopicPartition[],
  owned: Owned,
  racks: RackAwareness,
): Assignment {
  const nearby: Assignment = new Map();
  for (const [member, its] of owned) {
    nearby.set(
      member,
      its.filter((one) => !racks.isFar(member, one)),
    );
  }
  const even = shareEvenly(partitions, nearby);
  return new Map(
    [...even].map(([member, share]) => {
      const its = new Set(nearby.get(member)?.map(partitionName));
      return [member, share.filter((one) => its.has(partitionName(one)))];
    }),
  );
}

/** Whether a share may grow: to the smaller size always, to the larger while some are left of those. */
function roomFor(count: number, shares: Assignment): (share: TopicPartition[]) => boolean {
  const smaller = Math.floor(count / shares.size);
  const largerShares = count % shares.size;
  const larger = () => [...shares.values()].filter((share) => share.length > smaller).length;
  return (share) => share.length < smaller || (share.length === smaller && larger() < largerShares);
}
