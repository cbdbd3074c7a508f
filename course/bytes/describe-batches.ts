/**
 * The fields of record batches (format v2), header and records, one batch after the other.
 *
 * A batch says how long it is, and so does each record: what is broken inside of one is a trouble of
 * its own, and the next is read all the same.
 */
import type { Codecs } from '#env/codecs.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import {
  BATCH_HEADER_SIZE,
  type BatchHeader,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  readBatchHeader,
} from '#storage/batch-header.ts';
import { openRecords } from '#storage/batch-reader.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import { describeHeader, type HeaderNodes } from './batch-fields.ts';
import type { Inside } from './byte-node.ts';
import { describeRecords } from './describe-records.ts';
import { TreeWalk } from './tree-walk.ts';

/** What opens compressed records; without it they stay closed. */
export interface Unpacking {
  readonly codecs?: Codecs | undefined;
}

/** So much may come out of a batch that somebody pasted. */
const MOST_UNPACKED_BYTES = 8 * 1024 * 1024;

/** Walks batches to the end of the bytes at hand. */
export function describeBatches(walk: TreeWalk, unpacking: Unpacking): void {
  for (let index = 0; walk.remaining > 0; index++)
    describeBatch(walk, `batch[${index}]`, unpacking);
}

function describeBatch(walk: TreeWalk, name: string, { codecs }: Unpacking): void {
  const { bytes, position, remaining } = walk;
  if (remaining <= MAGIC_AT)
    walk.fail(`a batch takes ${BATCH_HEADER_SIZE} bytes at least, ${remaining} are left`);
  const claimed = sizeAt(bytes, position);
  const end = claimed < BATCH_HEADER_SIZE || claimed > remaining ? walk.end : position + claimed;
  walk.group({ name, kind: 'record batch', about: 'Format v2 (KIP-98).' }, (node) => {
    walk.within(end, () => {
      const nodes = describeHeader(walk);
      const batch = readBatchHeader(bytes, position);
      nodes.batchLength.trouble = lengthTrouble(claimed, remaining);
      node.meaning = batchInShort(batch);
      checkCrc(bytes, batch, remaining, nodes);
      if (batch.codec === 'none') checkCount(batch, describeRecords(walk), nodes);
      else describePacked(walk, batch, codecs);
    });
  });
}

/** Of the whole batch, as its length claims. */
function sizeAt(bytes: Uint8Array, position: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return LOG_OVERHEAD + view.getInt32(position + 8);
}

function lengthTrouble(claimed: number, remaining: number): string | undefined {
  if (claimed < BATCH_HEADER_SIZE) {
    const least = BATCH_HEADER_SIZE - LOG_OVERHEAD;
    return `No batch is shorter than ${least} bytes behind this field, so nobody knows where it ends.`;
  }
  if (claimed <= remaining) return undefined;
  return `The batch claims ${claimed} bytes, but ${remaining} are left: its end is missing.`;
}

function checkCrc(
  bytes: Uint8Array,
  batch: BatchHeader,
  remaining: number,
  { crc, magic }: HeaderNodes,
): void {
  if (batch.magic !== MAGIC_V2) {
    magic.trouble = `Only format 2 is read; with ${batch.magic} the bytes behind it mean something else.`;
  }
  if (batch.sizeInBytes < BATCH_HEADER_SIZE || batch.sizeInBytes > remaining) {
    crc.meaning = 'can’t be checked: it covers bytes that are missing';
    return;
  }
  const computed = computeBatchCrc(bytes, batch.position, batch.sizeInBytes);
  if (computed === batch.crc) crc.meaning = 'right';
  else {
    crc.trouble = `The CRC says ${hex32(batch.crc)}; the bytes it covers have ${hex32(computed)}.`;
  }
}

function hex32(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

function batchInShort(batch: BatchHeader): string {
  const { recordCount, codec, baseOffset, lastOffset } = batch;
  const records = recordCount === 1 ? '1 record' : `${recordCount} records`;
  const packed = codec === 'none' ? '' : `, ${codec}`;
  return `${records}${packed}, offsets ${baseOffset} to ${lastOffset}`;
}

function checkCount({ recordCount }: BatchHeader, found: number, nodes: HeaderNodes): void {
  if (found === recordCount) return;
  nodes.recordCount.trouble = `The header says ${recordCount} records; there are ${found}.`;
}

/** Compressed records are one field; what is inside has bytes of its own. */
function describePacked(walk: TreeWalk, batch: BatchHeader, codecs: Codecs | undefined): void {
  if (walk.remaining === 0) return;
  const { bytes } = walk;
  const about = `The records, compressed together with ${batch.codec}.`;
  const node = walk.rest({ name: 'records', kind: `${batch.codec} data`, about });
  if (codecs === undefined) return;
  try {
    const plain = openRecords(bytes, batch, codecs, MOST_UNPACKED_BYTES).bytes;
    node.inside = () => plainRecords(plain);
  } catch (error) {
    if (!(error instanceof InvalidRecords) && !(error instanceof RangeError)) throw error;
    node.trouble = error.message;
  }
}

function plainRecords(bytes: Uint8Array): Inside {
  const walk = new TreeWalk(bytes);
  const intro = { name: 'records', kind: 'records', about: 'The records, decompressed.' };
  return { bytes, root: walk.root(intro, () => void describeRecords(walk)) };
}
