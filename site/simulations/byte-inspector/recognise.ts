/**
 * What some bytes could be: nobody says so, but little of what goes over Kafka's wires or lies on its
 * disks looks like anything else.
 *
 *     batch      format 2 at byte 16, and a CRC that fits
 *     request    a known API in a known version, and nothing left behind it
 *     response   says neither API nor version: every one that fits is offered
 *     index      whole entries that ascend
 */

import type { ApiMessage } from '#protocol/message.ts';
import { Reader } from '#protocol/reader.ts';
import { readResponseHeader } from '#protocol/response-header.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import { nextBatch } from '#storage/batch-reader.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import { type ByteNode, troublesOf } from '../../../course/bytes/byte-node.ts';
import { declaredResponses } from '../../../course/bytes/declared-messages.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import type { Layout } from '../../../course/bytes/layout.ts';

export interface Candidate {
  readonly layout: Layout;
  /** Why, as a sentence. */
  readonly why: string;
  /** Nothing is wrong with the bytes when they are read so. */
  readonly fits: boolean;
}

/** Responses are tried in all versions: with large ones that would take long. */
const MOST_TRIED_BYTES = 64 * 1024;
const MOST_RESPONSES = 40;

/** The likeliest first; none for what looks like nothing that is known. */
export function recognise(bytes: Uint8Array): Candidate[] {
  const found = [
    ...batches(bytes),
    ...request(bytes, 'request-frames', 'It begins with a size and the header of a request.'),
    ...request(bytes, 'request', 'It begins with the header of a request; its size is missing.'),
    ...entries(bytes, 'offset-index', 8),
    ...entries(bytes, 'time-index', 12),
    ...responses(bytes),
  ];
  return [...found.filter(({ fits }) => fits), ...found.filter(({ fits }) => !fits)];
}

function batches(bytes: Uint8Array): Candidate[] {
  try {
    const batch = nextBatch(bytes, 0);
    if (batch === undefined) return torn(bytes);
    const fits = isCrcValid(bytes, batch);
    const crc = fits ? 'its CRC is right' : 'its CRC is wrong';
    return [{ layout: 'record-batch', why: `It begins with a record batch: ${crc}.`, fits }];
  } catch (error) {
    if (error instanceof InvalidRecords) return [];
    throw error;
  }
}

/** The magic says that it is one, but its end is missing. */
function torn(bytes: Uint8Array): Candidate[] {
  const looksSo = bytes.length >= 61 && bytes[16] === 2 && (bytes[8] ?? 0) < 4;
  const why = 'Byte 16 is 2, the format of a record batch; its end is missing.';
  return looksSo ? [{ layout: 'record-batch', why, fits: false }] : [];
}

function request(bytes: Uint8Array, layout: Layout, why: string): Candidate[] {
  const root = describeLayout(layout, bytes);
  const whole = layout === 'request' ? root : root?.parts[0];
  const header = whole?.parts.find(({ name }) => name === 'header');
  // Without a version that is declared, nearly anything would be a request.
  if (root === undefined || header === undefined || header.trouble !== undefined) return [];
  const fits = isWhole(root);
  if (!fits && !whole?.parts.some(({ name }) => name === 'body')) return [];
  return [{ layout, why: `${why} ${header.meaning}.`, fits }];
}

function isWhole(root: ByteNode): boolean {
  return troublesOf(root).next().done === true;
}

function entries(bytes: Uint8Array, layout: Layout, size: number): Candidate[] {
  if (bytes.length === 0 || bytes.length % size !== 0) return [];
  const root = describeLayout(layout, bytes);
  if (root === undefined || !isWhole(root) || !ascends(root)) return [];
  const count = bytes.length / size;
  const many = count === 1 ? '1 entry' : `${count} entries`;
  return [{ layout, why: `${many} of ${size} bytes, in order.`, fits: true }];
}

/** Both numbers of every entry only grow; times are later than 2000, offsets and positions int32. */
function ascends(root: ByteNode): boolean {
  const rows = root.parts.map(({ parts }) => parts.map(({ value }) => Number(value)));
  return rows.every(([first = -1, second = -1], index) => {
    const [before = -1, alsoBefore = -1] = rows[index - 1] ?? [];
    const isTime = root.name === 'time-index';
    if (isTime && (first < 946_684_800_000 || first > 4_102_444_800_000)) return false;
    return first > before && second > alsoBefore - (index === 0 ? 0 : 1) && first >= 0;
  });
}

function responses(bytes: Uint8Array): Candidate[] {
  if (bytes.length > MOST_TRIED_BYTES) return [];
  const part = frameSizeFits(bytes) ? 'response-frames' : 'response';
  const plain = part === 'response' ? bytes : bytes.subarray(4);
  const why = 'A response does not say what it answers; read as this one, nothing is left over.';
  const found: Candidate[] = [];
  for (const message of declaredResponses) {
    const { name, versions } = message;
    for (let version = versions.max; version >= versions.min; version--) {
      if (found.length === MOST_RESPONSES) return found;
      if (!isDecoded(message, version, plain)) continue;
      const layout: Layout = `${part}:${name}:${version}`;
      const root = describeLayout(layout, bytes);
      if (root !== undefined && isWhole(root)) found.push({ layout, why, fits: true });
    }
  }
  return found;
}

/** Whether the codec takes all bytes: quicker to ask than to make a tree of them. */
function isDecoded(message: ApiMessage, version: number, bytes: Uint8Array): boolean {
  try {
    const reader = new Reader(bytes);
    readResponseHeader(reader, message.headerVersion(version));
    message.codec(version).read(reader);
    return reader.remaining() === 0;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

function frameSizeFits(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0) === bytes.length - 4;
}
