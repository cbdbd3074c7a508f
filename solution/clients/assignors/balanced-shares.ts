/**
 * Shares that are as even as the members' wishes allow: what sticky assignment is where members read
 * different topics, so that not every partition may go to every member.
 *
 *     1 keep    everyone keeps what it has and still reads
 *     2 give    each free partition to the one of its readers that has fewest; those of topics with few
 *               readers first, since they have little choice
 *     3 even    as long as some partition has a reader with at least two fewer than its owner, it moves
 *               there; those that were free before all others, since they move anyway
 *     4 return  a partition that was taken from a member that got another instead: they are exchanged
 *
 * Each move of step 3 makes the shares more even, and each exchange of step 4 brings a partition back
 * without taking another one away from where it was. So both end, and nobody could be given a partition
 * then by someone who has two more. With equal wishes `shareEvenly` comes to as even shares by a
 * straighter way.
 *
 * Source: AbstractStickyAssignor.GeneralAssignmentBuilder in org.apache.kafka.clients.consumer.internals.
 * It has no step 4: it keeps an account of all moves instead, to see when one would undo another.
 */
import type { Assignment, LastAssignment } from '#clients/assignors/assignor.ts';
import type { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

type Readers = ReadonlyMap<string, readonly string[]>;

export class BalancedShares {
  readonly #readers: Readers;
  readonly #racks: RackAwareness | undefined;
  readonly #shares = new Map<string, Map<string, TopicPartition>>();
  readonly #ownerOf = new Map<string, string>();
  /** Where each partition was at first. */
  readonly #homeOf = new Map<string, string>();
  readonly #earlierOwnerOf = new Map<string, string>();

  /**
   * @param readers who reads each topic.
   * @param owned what each member has, nothing twice: an entry for every member.
   * @param racks where they matter: nobody keeps what is not near to it.
   */
  constructor(
    readers: Readers,
    owned: ReadonlyMap<string, readonly TopicPartition[]>,
    racks?: RackAwareness,
  ) {
    this.#readers = readers;
    this.#racks = racks;
    for (const member of [...owned.keys()].sort()) this.#shares.set(member, new Map());
    for (const [member, partitions] of owned) {
      for (const partition of partitions) {
        if (!this.#mayRead(member, partition) || this.#isFar(member, partition)) continue;
        this.#give(partition, member);
        this.#homeOf.set(partitionName(partition), member);
      }
    }
  }

  /**
   * Tells what members had before others got it: where a partition has to move anyway, it had better
   * go back to one that knows it. Of two such members, the one of the newer generation.
   */
  preferEarlierOwners(claims: ReadonlyMap<string, LastAssignment>): void {
    const newest = Math.max(...[...claims.values()].map((claim) => claim.generationId));
    const older = [...claims].filter(([, claim]) => claim.generationId < newest);
    older.sort(([, a], [, b]) => a.generationId - b.generationId);
    for (const [member, { partitions }] of older) {
      for (const partition of partitions) {
        if (!this.#mayRead(member, partition)) continue;
        this.#earlierOwnerOf.set(partitionName(partition), member);
      }
    }
  }

  /** @param partitions all that there are; those that nobody has are given out. */
  balance(partitions: readonly TopicPartition[]): Assignment {
    const fewReadersFirst = partitions.toSorted(
      (a, b) => this.#readersOf(a).length - this.#readersOf(b).length,
    );
    const free = fewReadersFirst.filter((one) => !this.#ownerOf.has(partitionName(one)));
    for (const partition of free) this.#giveNearby(partition);
    for (const partition of free) this.#giveAnyway(partition);
    this.#even(free);
    this.#even(fewReadersFirst);
    while (partitions.filter((one) => this.#returnHome(one)).length > 0);
    return new Map([...this.#shares].map(([member, share]) => [member, [...share.values()]]));
  }

  #giveNearby(partition: TopicPartition): void {
    if (this.#racks === undefined) return;
    const nearby = this.#readersOf(partition).filter((one) => !this.#isFar(one, partition));
    this.#giveToPoorest(partition, nearby);
  }

  #giveAnyway(partition: TopicPartition): void {
    if (this.#ownerOf.has(partitionName(partition))) return;
    this.#giveToPoorest(partition, this.#readersOf(partition));
  }

  #giveToPoorest(partition: TopicPartition, members: readonly string[]): void {
    const poorest = this.#poorest(members);
    if (poorest !== undefined) this.#give(partition, poorest);
  }

  #even(partitions: readonly TopicPartition[]): void {
    for (let hasMoved = true; hasMoved; ) {
      hasMoved = false;
      for (const partition of partitions) {
        const better = this.#betterOwner(partition);
        if (better === undefined) continue;
        this.#give(partition, better);
        hasMoved = true;
      }
    }
  }

  /** A reader with at least two fewer than the owner: the earlier owner if it is one, or the poorest. */
  #betterOwner(partition: TopicPartition): string | undefined {
    const name = partitionName(partition);
    const most = this.#sizeOf(this.#ownerOf.get(name)) - 2;
    const earlier = this.#earlierOwnerOf.get(name);
    if (earlier !== undefined && this.#sizeOf(earlier) <= most) return earlier;
    const poorest = this.#poorest(this.#readersOf(partition));
    return this.#sizeOf(poorest) <= most ? poorest : undefined;
  }

  /** Exchanges a partition that has left its home for one that has come there; whether it did. */
  #returnHome(partition: TopicPartition): boolean {
    const name = partitionName(partition);
    const [home, owner] = [this.#homeOf.get(name), this.#ownerOf.get(name)];
    if (home === undefined || owner === undefined || home === owner) return false;
    const stranger = [...(this.#shares.get(home) ?? [])].find(
      ([itsName, one]) =>
        this.#homeOf.get(itsName) !== home && this.#mayRead(owner, one) && !this.#isFar(owner, one),
    );
    if (stranger === undefined) return false;
    this.#give(partition, home);
    this.#give(stranger[1], owner);
    return true;
  }

  #give(partition: TopicPartition, member: string): void {
    const name = partitionName(partition);
    this.#shares.get(this.#ownerOf.get(name) ?? '')?.delete(name);
    this.#shares.get(member)?.set(name, partition);
    this.#ownerOf.set(name, member);
  }

  /** The member with the fewest partitions; of several, the first by its id. */
  #poorest(members: readonly string[]): string | undefined {
    let poorest: string | undefined;
    for (const member of members) {
      const difference = this.#sizeOf(member) - this.#sizeOf(poorest);
      if (difference < 0 || (difference === 0 && member < (poorest ?? ''))) poorest = member;
    }
    return poorest;
  }

  #sizeOf(member: string | undefined): number {
    return this.#shares.get(member ?? '')?.size ?? Infinity;
  }

  #readersOf({ topic }: TopicPartition): readonly string[] {
    return this.#readers.get(topic) ?? [];
  }

  #mayRead(member: string, partition: TopicPartition): boolean {
    return this.#readersOf(partition).includes(member);
  }

  #isFar(member: string, partition: TopicPartition): boolean {
    return this.#racks?.isFar(member, partition) ?? false;
  }
}
