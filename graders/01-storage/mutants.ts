/**
 * Changes of chapter 01's reference that no behaviour can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';

type Change = readonly [original: string, replacement: string, reason: string];

const SPEED = 'both ways give the same checksum, at another speed';
const TWICE =
  'bytes are refused twice over: a record that begins or ends wrongly has fields that do not end where its length says';

const CHECKSUM: readonly Change[] = [
  ['end - start < SHORT || !LITTLE_ENDIAN', 'true', SPEED],
  ['end - start < SHORT', 'end - start <= SHORT', SPEED],
  ['end - start', 'end + start', SPEED],
  ['!LITTLE_ENDIAN', 'LITTLE_ENDIAN', SPEED],
];

const TABLES: readonly Change[] = [
  ['byte < 256', 'byte <= 256', 'the one entry more is of the next table, which overwrites it'],
  ['entry < tables.length', 'entry <= tables.length', 'an array of numbers has no entry there'],
];
const ORDER = 'new Uint8Array(Uint32Array.of(1).buffer)[0] === 1';
const LITTLE_ENDIAN: readonly Change[] = [
  [ORDER, 'true', SPEED],
  [ORDER, 'false', SPEED],
  [ORDER, ORDER.replace('===', '!=='), SPEED],
];

const NO_CODECS = 'without codecs there is an error all the same, a TypeError';
const COMPRESS: readonly Change[] = [
  ['input.codecs === undefined', 'false', NO_CODECS],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
  ['throw new Error(`Compressing with ${codec} needs codecs.`);', ';', NO_CODECS],
];

const MAGIC: readonly Change[] = [
  ['magic < MAGIC_V2', 'magic <= MAGIC_V2', 'it is not asked about 2, which is readable'],
];

const HEADER: readonly Change[] = [
  ['at + BASE_OFFSET_AT', 'at - BASE_OFFSET_AT', 'the base offset is at 0'],
];

const CURSOR: readonly Change[] = [
  ['-1', '+1', 'the fields mean nothing before the first record'],
  ['length < 0 || recordEnd > this.end', 'false', TWICE],
  ['length < 0 || recordEnd > this.end', 'length < 0 && recordEnd > this.end', TWICE],
  ['length < 0', 'false', TWICE],
  ['length < 0', 'length <= 0', TWICE],
  ['recordEnd > this.end', 'false', TWICE],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, as it is printed.
  ['this.fail(`claims ${length} bytes`);', ';', TWICE],
  ['this.position > recordEnd', 'false', TWICE],
  ['at < this.end', 'true', TWICE],
  ['at < this.end', 'at <= this.end', TWICE],
  ['this.position - bodyStart', 'this.position + bodyStart', 'a number in the words of an error'],
  ['this.headerCount !== 0', 'true', 'walking no headers does nothing'],
  ['this.headerCount < 0', 'this.headerCount <= 0', 'it is not asked about 0'],
  ['length > 0', 'length >= 0', 'moving on by 0 does nothing'],
];

const SEGMENT: readonly Change[] = [
  ['first !== undefined', 'true', 'undefined is not 0 or more either'],
  ...['true', 'false', 'read !== bytes.length'].map((replacement): Change => {
    const reason = 'a file holds all of its `size` bytes, and a part that is the whole is the same';
    return ['read === bytes.length', replacement, reason];
  }),
];

const SLOT = 'the search finds the last segment, too, by some more steps';
const SEGMENT_LIST: readonly Change[] = [
  ['high >= 0 && (this.segments[high] as Segment).baseOffset <= offset', 'false', SLOT],
  ['high >= 0', 'high > 0', SLOT],
  [
    '(this.segments[high] as Segment).baseOffset <= offset',
    '(this.segments[high] as Segment).baseOffset < offset',
    SLOT,
  ],
];

const NO_BYTES = 'from the limit on, what ends at the limit has 0 bytes';
const READ: readonly Change[] = [
  ['startOffset < limit', 'startOffset <= limit', NO_BYTES],
  ['startOffset < limit', 'true', NO_BYTES],
];
const READABLE: readonly Change[] = [
  ['startOffset >= limit', 'startOffset > limit', NO_BYTES],
  ['next.baseOffset < limit', 'true', NO_BYTES],
  ['next.baseOffset < limit', 'next.baseOffset <= limit', NO_BYTES],
];

const NO_LOOK =
  'the segment then has no batch at the limit, and its size is the answer all the same';
const END: readonly Change[] = [
  ['limit >= log.logEndOffset', 'false', NO_LOOK],
  ['limit >= log.logEndOffset', 'limit > log.logEndOffset', NO_LOOK],
  ['next !== undefined && next.baseOffset <= limit', 'false', NO_LOOK],
  ['next.baseOffset <= limit', 'next.baseOffset < limit', NO_LOOK],
];

const FIRST = 'the first segment begins where the log has ended so far, so it may follow';
const RECOVER: readonly Change[] = [
  ['i > 0', 'true', FIRST],
  ['i > 0', 'i >= 0', FIRST],
];
const FOLLOW: readonly Change[] = [
  [
    'segment.baseOffset >= logEndOffset',
    'true',
    'the segment before was cut below this one’s base offset, so it never begins earlier',
  ],
];

const REMOVE: readonly Change[] = [
  [
    'log.segments.higher(last.baseOffset)?.baseOffset',
    'log.segments.higher(last.baseOffset).baseOffset',
    'a segment follows: if all went, the log has rolled',
  ],
];

const NOTE_KEYS: readonly Change[] = [
  ['batch.recordCount === 0', 'false', 'walking no records notes nothing'],
];
const REWRITTEN: readonly Change[] = [
  ["batch.codec === 'unknown'", 'false', 'records of an unknown codec could not be read before'],
];

export const explained: readonly ExplainedMutant[] = [
  ...changesOf('storage/crc32c.ts', 'extendCrc32c', CHECKSUM),
  ...changesOf('storage/crc32c.ts', 'LITTLE_ENDIAN', LITTLE_ENDIAN),
  ...changesOf('storage/crc32c.ts', 'buildTables', TABLES),
  ...changesOf('storage/batch-writer.ts', 'compressRecords', COMPRESS),
  ...changesOf('storage/batch-reader.ts', 'unreadableMagic', MAGIC),
  ...changesOf('storage/batch-header.ts', 'readBatchHeader', HEADER),
  ...changesOf('storage/record-cursor.ts', 'RecordCursor', CURSOR),
  ...changesOf('storage/segment.ts', 'Segment', SEGMENT),
  ...changesOf('storage/segment-list.ts', 'SegmentList', SEGMENT_LIST),
  ...changesOf('storage/log-reader.ts', 'readLog', READ),
  ...changesOf('storage/log-reader.ts', 'readableBytes', READABLE),
  ...changesOf('storage/log-reader.ts', 'endPosition', END),
  ...changesOf('storage/log-recovery.ts', 'recoverLog', RECOVER),
  ...changesOf('storage/log-recovery.ts', 'mayFollow', FOLLOW),
  ...changesOf('storage/log-retention.ts', 'removeExpiredSegments', REMOVE),
  ...changesOf('storage/cleaner/batch-keys.ts', 'noteKeys', NOTE_KEYS),
  ...changesOf('storage/cleaner/batch-retention.ts', 'rewritten', REWRITTEN),
];

function changesOf(file: string, symbol: string, changes: readonly Change[]): ExplainedMutant[] {
  return changes.map(([original, replacement, reason]) => ({
    ...{ file, symbol, original, replacement, reason },
  }));
}
