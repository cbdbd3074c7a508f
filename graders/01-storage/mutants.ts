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

export const explained: readonly ExplainedMutant[] = [
  ...changesOf('storage/crc32c.ts', 'extendCrc32c', CHECKSUM),
  ...changesOf('storage/batch-header.ts', 'readBatchHeader', HEADER),
  ...changesOf('storage/record-cursor.ts', 'RecordCursor', CURSOR),
];

function changesOf(file: string, symbol: string, changes: readonly Change[]): ExplainedMutant[] {
  return changes.map(([original, replacement, reason]) => ({
    ...{ file, symbol, original, replacement, reason },
  }));
}
