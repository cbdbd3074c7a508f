/**
 * Groups of consumers by chance, round after round: members leave, come, change their wishes and come
 * back from a pause; topics grow. What the assignors are compared with Kafka's on.
 */
import type {
  Assignment,
  MemberSubscription,
  PartitionCounts,
  ReplicaRacks,
} from '#clients/assignors/assignor.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import { type Chance, seeded } from '../../tests/protocol/random-message.ts';

const TOPICS = ['orders', 'payments', 't1', 't2', 'x'];
const RACKS = ['r0', 'r1', 'r2'];

/** A member, and what it was assigned last: a sticky one says so only in its user data. */
export interface Member extends MemberSubscription {
  readonly had: readonly TopicPartition[];
}

/** A group before a rebalance. */
export interface Group {
  /** All members subscribe to the same topics. */
  readonly isAlike: boolean;
  readonly replicaRacks: ReplicaRacks;
  readonly members: ReadonlyMap<string, Member>;
}

/** What a member brings into the next rebalance. */
export interface Outcome {
  readonly assignment: Assignment;
  /** By member id. */
  readonly userData: ReadonlyMap<string, Uint8Array | null>;
}

export function partitionCounts({ replicaRacks }: Group): PartitionCounts {
  return new Map([...replicaRacks].map(([topic, racks]) => [topic, racks.length]));
}

export class GroupMaker {
  readonly #chance: Chance;
  readonly #withRacks: boolean;
  #names = 0;

  constructor(seed: number, options: { readonly withRacks: boolean }) {
    this.#chance = seeded(seed);
    this.#withRacks = options.withRacks;
  }

  group(): Group {
    const isAlike = this.#perhaps(0.5);
    const topics = this.#someTopics();
    const replicaRacks = new Map<string, ReadonlySet<string>[]>();
    for (const topic of TOPICS) {
      if (this.#perhaps(0.85)) replicaRacks.set(topic, this.#partitions(1 + this.#below(9)));
    }
    const count = 1 + this.#below(8);
    const members = Array.from({ length: count }, () =>
      this.#newMember(isAlike ? topics : this.#someTopics()),
    );
    return { isAlike, replicaRacks, members: new Map(members) };
  }

  /** The group at its next rebalance, after it was assigned something in a generation. */
  next(group: Group, { assignment, userData }: Outcome, generation: number): Group {
    const [first] = group.members.values();
    const all = this.#perhaps(0.3) ? this.#someTopics() : (first?.topics ?? []);
    const wishes = () => (group.isAlike ? all : this.#someTopics());
    const members: [string, Member][] = [];
    for (const [id, member] of group.members) {
      if (this.#perhaps(0.2)) continue;
      const had = assignment.get(id) ?? [];
      // A member that was away knows the generation before; a change of wishes makes it current.
      const isLate = this.#perhaps(0.05);
      const topics = group.isAlike || (!isLate && this.#perhaps(0.2)) ? wishes() : member.topics;
      const generationId = isLate ? Math.max(generation - 1, 1) : generation;
      members.push([
        id,
        { ...member, topics, had, generationId, userData: userData.get(id) ?? null },
      ]);
    }
    for (let n = members.length === 0 ? 1 : this.#below(3); n > 0; n--) {
      members.push(this.#newMember(wishes()));
    }
    return { ...group, replicaRacks: this.#grown(group.replicaRacks), members: new Map(members) };
  }

  #newMember(topics: readonly string[]): [string, Member] {
    this.#names++;
    const member: Member = {
      topics,
      userData: null,
      ownedPartitions: [],
      generationId: -1,
      rackId: this.#withRacks && this.#perhaps(0.9) ? this.#rack() : null,
      groupInstanceId: this.#perhaps(0.3) ? `i-${this.#below(1_000_000)}-${this.#names}` : null,
      had: [],
    };
    return [`c-${this.#below(1_000_000)}-${this.#names}`, member];
  }

  #grown(replicaRacks: ReplicaRacks): ReplicaRacks {
    const grown = [...replicaRacks].map(
      ([topic, racks]): [string, readonly ReadonlySet<string>[]] => [
        topic,
        this.#perhaps(0.1) ? [...racks, ...this.#partitions(1 + this.#below(3))] : racks,
      ],
    );
    return new Map(grown);
  }

  #partitions(count: number): ReadonlySet<string>[] {
    return Array.from(
      { length: count },
      () => new Set(this.#withRacks ? [this.#rack(), this.#rack()] : RACKS),
    );
  }

  #someTopics(): string[] {
    const some = TOPICS.filter(() => this.#perhaps(0.5));
    return some.length > 0 ? some : this.#someTopics();
  }

  #rack(): string {
    return RACKS[this.#below(RACKS.length)] ?? '';
  }

  #perhaps(probability: number): boolean {
    return this.#chance() < probability;
  }

  #below(limit: number): number {
    return Math.floor(this.#chance() * limit);
  }
}
