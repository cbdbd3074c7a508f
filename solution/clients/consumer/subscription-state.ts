/**
 * What a consumer wants to read, what it may read now, and how far it is in each partition.
 *
 *     subscribe(topics)    ─► what it wants:  topics, a pattern, or nothing ─► the group decides
 *     assign(partitions)   ─►                 partitions of its own choice      │
 *                                                                               ▼
 *                             what it has:    assigned partitions, each with a position
 *
 * Invariants: the three ways exclude each other until `unsubscribe`. A partition that stays
 * assigned keeps its position; one that goes and comes back begins anew.
 */
import { AssignedPartition } from '#clients/consumer/assigned-partition.ts';
import type { OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import { IllegalState } from '#clients/consumer/consumer-error.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export type SubscriptionKind = 'none' | 'topics' | 'pattern' | 'broker-pattern' | 'assigned';

export class SubscriptionState {
  kind: SubscriptionKind = 'none';
  /** Which topics a pattern means; it is asked about every topic that there is. */
  #matches: (topic: string) => boolean = () => false;
  /** A regular expression that the broker evaluates (RE2, KIP-848). */
  brokerPattern: string | undefined;
  #topics: ReadonlySet<string> = new Set();
  #partitions = new Map<string, AssignedPartition>();

  /** The topics that are subscribed to; with a pattern, those that were found to match. */
  get topics(): ReadonlySet<string> {
    return this.#topics;
  }

  /** Whether a group says which partitions these are. */
  get isByGroup(): boolean {
    return this.kind !== 'none' && this.kind !== 'assigned';
  }

  subscribeTo(topics: Iterable<string>): void {
    this.#become('topics');
    this.#topics = new Set(topics);
  }

  subscribeByPattern(matches: (topic: string) => boolean): void {
    this.#become('pattern');
    this.#matches = matches;
    this.#topics = new Set();
  }

  subscribeByBrokerPattern(pattern: string): void {
    this.#become('broker-pattern');
    this.brokerPattern = pattern;
    this.#topics = new Set();
  }

  /** Reads these partitions from now on, whatever a group thinks. */
  assignByUser(partitions: readonly TopicPartition[]): void {
    this.#become('assigned');
    this.#replace(partitions);
  }

  /** What the group has given; partitions that stay keep their positions. */
  assignByGroup(partitions: readonly TopicPartition[]): void {
    if (!this.isByGroup) {
      throw new IllegalState(
        'Attempt to dynamically assign partitions while manual assignment in use',
      );
    }
    this.#replace(partitions);
  }

  unsubscribe(): void {
    this.kind = 'none';
    this.brokerPattern = undefined;
    this.#topics = new Set();
    this.#replace([]);
  }

  /** These are all topics that there are: with a pattern, those that match are subscribed to. */
  matchTopics(existing: Iterable<string>): void {
    if (this.kind !== 'pattern') return;
    this.#topics = new Set([...existing].filter((topic) => this.#matches(topic)));
  }

  /** Whether the group may give this topic: it is subscribed to, or matches. */
  wants(topic: string): boolean {
    if (this.kind === 'pattern') return this.#matches(topic);
    return this.kind === 'broker-pattern' || this.#topics.has(topic);
  }

  /** The broker evaluates the pattern: these are topics that were found to match. */
  showTopics(topics: Iterable<string>): void {
    if (this.kind === 'broker-pattern') this.#topics = new Set(topics);
  }

  /** A topic that the leader knew to match, and this member did not know of. */
  addMatching(topics: Iterable<string>): void {
    this.#topics = new Set([...this.#topics, ...topics]);
  }

  get assigned(): IterableIterator<AssignedPartition> {
    return this.#partitions.values();
  }

  get assignedCount(): number {
    return this.#partitions.size;
  }

  /** Where the application has got to in each partition: what a commit without arguments commits. */
  consumed(): OffsetToCommit[] {
    return [...this.assigned].flatMap(({ topic, partition, position }) =>
      position === undefined ? [] : [{ topic, partition, ...position }],
    );
  }

  find(partition: TopicPartition): AssignedPartition | undefined {
    return this.#partitions.get(partitionName(partition));
  }

  /** @throws IllegalState with Kafka's words where it is not assigned. */
  get(partition: TopicPartition): AssignedPartition {
    const found = this.find(partition);
    if (found !== undefined) return found;
    throw new IllegalState(`No current assignment for partition ${partitionName(partition)}`);
  }

  #become(kind: SubscriptionKind): void {
    if (this.kind !== 'none' && this.kind !== kind) {
      throw new IllegalState(
        'Subscription to topics, partitions and pattern are mutually exclusive',
      );
    }
    this.kind = kind;
  }

  #replace(partitions: readonly TopicPartition[]): void {
    const next = new Map<string, AssignedPartition>();
    for (const partition of partitions) {
      const name = partitionName(partition);
      next.set(name, this.#partitions.get(name) ?? new AssignedPartition(partition));
    }
    for (const [name, one] of this.#partitions) one.isGone = !next.has(name);
    this.#partitions = next;
  }
}

export function sameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
