/**
 * The entries of the small files beside a log: each of a fixed size, one after the other.
 *
 * Offsets in `.index` and `.timeindex` are relative to the segment's base offset, which is in the
 * file's name alone.
 */
import type { Reader } from '#protocol/reader.ts';
import { crc32c } from '#storage/crc32c.ts';
import { momentOf } from './meaning.ts';
import type { TreeWalk } from './tree-walk.ts';

type Kind = 'int16' | 'int32' | 'uint32' | 'int64';
type EntryField = readonly [name: string, kind: Kind, about: string];

const OFFSET_ENTRY: readonly EntryField[] = [
  ['relativeOffset', 'int32', 'The last offset of a batch, minus the base offset.'],
  ['position', 'int32', 'Where that batch begins in the .log file.'],
];

const TIME_ENTRY: readonly EntryField[] = [
  ['timestamp', 'int64', 'The largest so far, in milliseconds.'],
  ['relativeOffset', 'int32', 'The last offset of the batch that has it, minus the base offset.'],
];

const ABORTED_ENTRY: readonly EntryField[] = [
  ['version', 'int16', 'Of the entry: 0.'],
  ['producerId', 'int64', 'Whose transaction was aborted.'],
  ['firstOffset', 'int64', 'Of its first record in the partition.'],
  ['lastOffset', 'int64', "The marker's."],
  ['lastStableOffset', 'int64', "The partition's, when the marker was written."],
];

const PRODUCER_ENTRY: readonly EntryField[] = [
  ['producerId', 'int64', ''],
  ['producerEpoch', 'int16', ''],
  ['lastSequence', 'int32', 'The number of its last record.'],
  ['lastOffset', 'int64', 'The offset of its last record.'],
  ['offsetDelta', 'int32', 'Records of its last batch, minus one.'],
  ['timestamp', 'int64', 'Of its last batch.'],
  ['coordinatorEpoch', 'int32', 'Of the coordinator of its last marker; -1 for none.'],
  ['currentTxnFirstOffset', 'int64', 'Where its open transaction began; -1 for none.'],
];

export function describeOffsetIndex(walk: TreeWalk): void {
  describeEntries(walk, OFFSET_ENTRY, 8);
}

export function describeTimeIndex(walk: TreeWalk): void {
  describeEntries(walk, TIME_ENTRY, 12);
}

export function describeTransactionIndex(walk: TreeWalk): void {
  describeEntries(walk, ABORTED_ENTRY, 34);
}

/** `#storage/producer-snapshot.ts` draws it. */
export function describeProducerSnapshot(walk: TreeWalk): void {
  walk.leaf({ name: 'version', kind: 'int16' }, (reader) => reader.int16());
  const about = 'CRC32C of all that follows.';
  const crc = walk.note({ name: 'crc', kind: 'uint32', about }, (reader) => reader.uint32());
  const computed = crc32c(walk.bytes, walk.position, walk.bytes.length);
  if (computed === crc.value) crc.meaning = 'right';
  else crc.trouble = `The CRC says ${crc.value}; the bytes that it covers have ${computed}.`;
  walk.leaf({ name: 'count', kind: 'int32', about: 'Producers.' }, (reader) => reader.int32());
  describeEntries(walk, PRODUCER_ENTRY, 46);
}

function describeEntries(walk: TreeWalk, fields: readonly EntryField[], size: number): void {
  for (let index = 0; walk.remaining > 0; index++) {
    if (walk.remaining < size) {
      walk.fail(`an entry takes ${size} bytes, ${walk.remaining} are left`);
    }
    walk.group({ name: `entry[${index}]`, kind: 'entry' }, () => {
      for (const [name, kind, about] of fields) {
        const meaning = name === 'timestamp' ? momentOf : undefined;
        walk.leaf({ name, kind, about, meaning }, (reader: Reader) => reader[kind]());
      }
    });
  }
}
