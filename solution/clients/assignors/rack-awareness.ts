/**
 * Racks (KIP-881): whether a member and a replica of a partition are in the same one, so that what is
 * read need not cross between them.
 *
 * Racks are worth a thought only where they tell partitions apart: where some member is in the rack
 * of some replica, and not every rack has a replica of every partition.
 *
 * Source: AbstractPartitionAssignor.useRackAwareAssignment in org.apache.kafka.clients.consumer.internals.
 */
import type { MemberSubscriptions, ReplicaRacks } from '#clients/assignors/assignor.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export class RackAwareness {
  readonly #rackOf = new Map<string, string>();
  readonly #replicaRacks: ReplicaRacks;

  constructor(subscriptions: MemberSubscriptions, replicaRacks: ReplicaRacks = new Map()) {
    for (const [member, { rackId }] of subscriptions) {
      if (rackId !== null) this.#rackOf.set(member, rackId);
    }
    this.#replicaRacks = replicaRacks;
  }

  rackOf(member: string): string | undefined {
    return this.#rackOf.get(member);
  }

  /** The racks of a partition's replicas, as far as they are known. */
  racksOf({ topic, partition }: TopicPartition): ReadonlySet<string> {
    return this.#replicaRacks.get(topic)?.[partition] ?? NO_RACKS;
  }

  /** Whether it is worthwhile to look at racks, for these members and these topics together. */
  matters(members: Iterable<string>, topics: Iterable<string>): boolean {
    const partitions = [...topics].flatMap((topic) => this.#replicaRacks.get(topic) ?? []);
    const everywhere = new Set(partitions.flatMap((racks) => [...racks]));
    const someMemberIsNear = [...members].some((one) => everywhere.has(this.rackOf(one) ?? ''));
    return someMemberIsNear && partitions.some((racks) => racks.size < everywhere.size);
  }

  /** Whether a replica is in the member's rack. One that tells no rack is near to nothing, */
  isNear(member: string, partition: TopicPartition): boolean {
    const rack = this.rackOf(member);
    return rack !== undefined && this.racksOf(partition).has(rack);
  }

  /** and far from nothing. */
  isFar(member: string, partition: TopicPartition): boolean {
    return this.rackOf(member) !== undefined && !this.isNear(member, partition);
  }
}

const NO_RACKS: ReadonlySet<string> = new Set();
