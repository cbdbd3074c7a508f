/**
 * How the files of chapter 01 are laid out, byte by byte.
 */
import { defineLayouts } from '../../course/lesson/byte-layout.ts';

const COVERED = 'covered by the CRC';

export const layouts = defineLayouts({
  'record-batch': {
    title: 'A record batch, format 2',
    source: 'KIP-98; clients/src/main/java/org/apache/kafka/common/record/DefaultRecordBatch.java',
    fields: [
      {
        name: 'baseOffset',
        bytes: 8,
        type: 'int64',
        note: 'the first offset; the leader writes it',
      },
      {
        name: 'batchLength',
        bytes: 4,
        type: 'int32',
        note: 'bytes from here to the end of the batch',
      },
      {
        name: 'partitionLeaderEpoch',
        bytes: 4,
        type: 'int32',
        note: 'of the leader that wrote it; -1 from a producer',
      },
      { name: 'magic', bytes: 1, type: 'int8', note: '2, the format' },
      { name: 'crc', bytes: 4, type: 'uint32', note: 'CRC32C of all that follows' },
      {
        name: 'attributes',
        bytes: 2,
        type: 'int16',
        note: 'codec, timestamp type, flags',
        part: COVERED,
      },
      {
        name: 'lastOffsetDelta',
        bytes: 4,
        type: 'int32',
        note: 'last offset minus baseOffset',
        part: COVERED,
      },
      {
        name: 'baseTimestamp',
        bytes: 8,
        type: 'int64',
        note: 'of the first record, or the delete horizon',
        part: COVERED,
      },
      {
        name: 'maxTimestamp',
        bytes: 8,
        type: 'int64',
        note: 'the newest, or the time of append',
        part: COVERED,
      },
      {
        name: 'producerId',
        bytes: 8,
        type: 'int64',
        note: '-1: not an idempotent producer',
        part: COVERED,
      },
      {
        name: 'producerEpoch',
        bytes: 2,
        type: 'int16',
        note: '-1 without a producer id',
        part: COVERED,
      },
      {
        name: 'baseSequence',
        bytes: 4,
        type: 'int32',
        note: 'number of the first record, -1 without',
        part: COVERED,
      },
      { name: 'recordCount', bytes: 4, type: 'int32', note: 'records that follow', part: COVERED },
      {
        name: 'records',
        bytes: 'the rest',
        type: 'record …',
        note: 'one after the other, or compressed together',
        part: COVERED,
      },
    ],
  },
  record: {
    title: 'A record in a batch',
    source: 'clients/src/main/java/org/apache/kafka/common/record/DefaultRecord.java',
    fields: [
      {
        name: 'length',
        bytes: '1-5',
        type: 'varint',
        note: 'bytes of the record behind this field',
      },
      {
        name: 'attributes',
        bytes: '1',
        type: 'int8',
        note: 'no meaning yet: write 0, read anything',
      },
      {
        name: 'timestampDelta',
        bytes: '1-10',
        type: 'varlong',
        note: 'timestamp minus baseTimestamp',
      },
      { name: 'offsetDelta', bytes: '1-5', type: 'varint', note: 'offset minus baseOffset' },
      { name: 'keyLength', bytes: '1-5', type: 'varint', note: '-1 is null, 0 is empty' },
      { name: 'key', bytes: 'keyLength', note: 'nothing when null' },
      { name: 'valueLength', bytes: '1-5', type: 'varint', note: '-1 is null: a tombstone' },
      { name: 'value', bytes: 'valueLength', note: 'nothing when null' },
      { name: 'headerCount', bytes: '1-5', type: 'varint', note: 'never -1' },
      {
        name: 'headers',
        bytes: 'the rest',
        type: 'header …',
        note: 'each: name length, name in UTF-8, value length (-1 is null), value',
      },
    ],
  },
  'offset-index-entry': {
    title: 'An entry of an offset index',
    source: 'storage/src/main/java/org/apache/kafka/storage/internals/log/OffsetIndex.java',
    fields: [
      {
        name: 'relativeOffset',
        bytes: 4,
        type: 'int32',
        note: 'last offset of a batch, minus the base offset',
      },
      {
        name: 'position',
        bytes: 4,
        type: 'int32',
        note: 'where that batch begins in the .log file',
      },
    ],
  },
  'time-index-entry': {
    title: 'An entry of a time index',
    source: 'storage/src/main/java/org/apache/kafka/storage/internals/log/TimeIndex.java',
    fields: [
      { name: 'timestamp', bytes: 8, type: 'int64', note: 'the largest so far, in milliseconds' },
      {
        name: 'relativeOffset',
        bytes: 4,
        type: 'int32',
        note: 'last offset of the batch that has it, minus the base offset',
      },
    ],
  },
});
