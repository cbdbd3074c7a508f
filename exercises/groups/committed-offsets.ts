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
import { NotImplemented } from '#env/not-implemented.ts';
import type { OffsetRecord } from '#groups/coordinator-record.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';

export type OffsetsByPartition = ReadonlyMap<number, CommittedOffset>;
export type OffsetsByTopic = ReadonlyMap<string, OffsetsByPartition>;

export class CommittedOffsets {
  /** How many there are. */
  get count(): number {
    throw new NotImplemented('2.3', 'CommittedOffsets.count');
  }

  /**
   * Does what a record says: its offset takes the place of the one of the same group, topic and
   * partition, whatever either of them says (records come in the log's order, and the later one
   * counts); and without an offset, that one is removed. One that is not there can be removed, too.
   */
  apply({ groupId, topic, partition, offset }: OffsetRecord): void {
    throw new NotImplemented('2.3', 'CommittedOffsets.apply');
  }

  /** What a group has committed of a partition, undefined if nothing. */
  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    throw new NotImplemented('2.3', 'CommittedOffsets.get');
  }

  /**
   * All of a group, by topic and partition; empty for a group that has none. Only topics that have
   * partitions are in it.
   */
  ofGroup(groupId: string): OffsetsByTopic {
    throw new NotImplemented('2.3', 'CommittedOffsets.ofGroup');
  }

  /** The groups that have offsets, each once. */
  groupIds(): Iterable<string> {
    throw new NotImplemented('2.3', 'CommittedOffsets.groupIds');
  }
}
