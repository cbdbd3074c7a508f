/**
 * The records of a batch, uncompressed: https://kafka.apache.org/documentation/#record, drawn in
 * `#storage/record-cursor.ts`. Every number in them is a zigzag varint.
 */
import type { Reader } from '#protocol/reader.ts';
import { readVarint, readVarlong } from '#protocol/varint.ts';
import type { TreeWalk } from './tree-walk.ts';

/** Walks records to the end of the bytes at hand, under one node; returns how many there are. */
export function describeRecords(walk: TreeWalk): number {
  let count = 0;
  if (walk.remaining === 0) return count;
  walk.group({ name: 'records', kind: 'records' }, (node) => {
    for (; walk.remaining > 0; count++) describeRecord(walk, `[${count}]`);
    node.meaning = count === 1 ? '1 record' : `${count} records`;
  });
  return count;
}

function describeRecord(walk: TreeWalk, name: string): void {
  walk.group({ name, kind: 'record' }, () => {
    const length = varint(walk, 'length', 'How many bytes of this record follow.');
    if (length < 0) walk.fail(`a record can't have ${length} bytes`);
    if (length > walk.remaining) {
      walk.fail(`the record claims ${length} bytes, ${walk.remaining} are left`);
    }
    const unread = `The record says ${length} bytes, but its fields end before that.`;
    walk.within(walk.position + length, () => describeFields(walk), unread);
  });
}

function describeFields(walk: TreeWalk): void {
  const attributes = { name: 'attributes', kind: 'int8', about: 'Without a meaning so far.' };
  walk.leaf(attributes, (reader) => reader.int8());
  const delta = { name: 'timestampDelta', kind: 'varlong', about: 'Timestamp − baseTimestamp.' };
  walk.leaf(delta, (reader) => readVarlong(reader));
  varint(walk, 'offsetDelta', 'Offset − baseOffset.');
  describeText(walk, 'key', '-1 is null, 0 is empty.');
  describeText(walk, 'value', '-1 is null: a tombstone.');
  const headers = varint(walk, 'headerCount', 'How many headers follow.');
  if (headers < 0) walk.fail(`a record can't have ${headers} headers`);
  for (let index = 0; index < headers; index++) {
    walk.group({ name: `headers[${index}]`, kind: 'header' }, () => {
      const keyLength = describeText(walk, 'key', 'Never null.');
      if (keyLength < 0) walk.fail('a header has to have a key');
      describeText(walk, 'value', '-1 is null.');
    });
  }
}

function describeText(walk: TreeWalk, name: string, about: string): number {
  const length = varint(walk, `${name}Length`, about);
  if (length < -1) walk.fail(`a ${name} can't have ${length} bytes`);
  if (length > 0) walk.leaf({ name, kind: 'bytes' }, (reader) => textOf(reader.raw(length)));
  return length;
}

function varint(walk: TreeWalk, name: string, about: string): number {
  return walk.leaf({ name, kind: 'varint', about }, (reader: Reader) => readVarint(reader));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As text where it is text; else the bytes. */
function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes;
  }
}
