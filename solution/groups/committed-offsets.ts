/**
 * What groups have committed: by group, topic and partition, the next offset to be read. It is what
 * the records of a log replay to, so records are the only thing that changes it.
 *
 *     billing ─► orders ─► 0: 1203, 1: 977
 *                clicks ─► 0: 5
 *     search  ─► orders ─► 0: 0
 *
 * Invariant: no topic without partitions and no group without topics is kept, so what is empty costs
 * nothing.
 */
import type { OffsetRecord } from '#groups/coordinator-record.ts';
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

  /**
   * Does what a record says: its offset takes the place of the one of the same group, topic and
   * partition, whatever either of them says (records come in the log's order, and the later one
   * counts); and without an offset, that one is removed. One that is not there can be removed, too.
   */
  apply({ groupId, topic, partition, offset }: OffsetRecord): void {
    if (offset === undefined) {
      this.#remove(groupId, topic, partition);
      return;
    }
    const partitions = entryOf(entryOf(this.#byGroup, groupId), topic);
    if (!partitions.has(partition)) this.#count += 1;
    partitions.set(partition, offset);
  }

  /** What a group has committed of a partition, undefined if nothing. */
  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#byGroup.get(groupId)?.get(topic)?.get(partition);
  }

  /**
   * All of a group, by topic and partition; empty for a group that has none. Only topics that have
   * partitions are in it.
   */
  ofGroup(groupId: string): OffsetsByTopic {
    return this.#byGroup.get(groupId) ?? NONE;
  }

  /** The groups that have offsets, each once. */
  groupIds(): Iterable<string> {
    return this.#byGroup.keys();
  }

  #remove(groupId: string, topic: string, partition: number): void {
    const topics = this.#byGroup.get(groupId);
    if (!topics?.get(topic)?.delete(partition)) return;
    this.#count -= 1;
    if (topics.get(topic)?.size === 0) topics.delete(topic);
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
