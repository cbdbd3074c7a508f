/**
 * What groups have committed: by group, topic and partition, the next offset to be read.
 *
 * Invariant: no topic without partitions and no group without topics is kept, so what is empty costs
 * nothing.
 */
import type { CommittedOffset } from '#groups/offset-record.ts';

export type OffsetsByPartition = ReadonlyMap<number, CommittedOffset>;
export type OffsetsByTopic = ReadonlyMap<string, OffsetsByPartition>;

const NONE: OffsetsByTopic = new Map();

export class CommittedOffsets {
  readonly #byGroup = new Map<string, Map<string, Map<number, CommittedOffset>>>();
  #count = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#byGroup.get(groupId)?.get(topic)?.get(partition);
  }

  /** All of a group, by topic and partition; empty for a group that has none. */
  ofGroup(groupId: string): OffsetsByTopic {
    return this.#byGroup.get(groupId) ?? NONE;
  }

  groupIds(): Iterable<string> {
    return this.#byGroup.keys();
  }

  set(groupId: string, topic: string, partition: number, offset: CommittedOffset): void {
    const topics = entryOf(this.#byGroup, groupId);
    const partitions = entryOf(topics, topic);
    if (!partitions.has(partition)) this.#count += 1;
    partitions.set(partition, offset);
  }

  remove(groupId: string, topic: string, partition: number): void {
    const topics = this.#byGroup.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || !partitions?.delete(partition)) return;
    this.#count -= 1;
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.#byGroup.delete(groupId);
  }
}

/** The map at `key`, made where there is none. */
function entryOf<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = new Map<L, V>();
  map.set(key, fresh);
  return fresh;
}
