/**
 * The bytes that lessons and their pictures show are those that the reference writes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ApiVersionsRequest } from '#protocol/messages/api-versions.ts';
import { MetadataRequest } from '#protocol/messages/metadata.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import * as batch from '#storage/batch-header.ts';
import { layouts } from '../../../chapters/01-storage/layouts.ts';
import { positionsOf } from '../../../course/lesson/byte-layout.ts';
import { root } from '../../../course/view.ts';

/** The bytes that stand in a diagram, in the order in which they stand there. */
function bytesIn(diagram: string): string {
  const text = readFileSync(join(root, 'chapters/00-wire/diagrams', diagram), 'utf8');
  return [...text.matchAll(/>([0-9a-f]{2})<\/text>/g)].map(([, byte]) => byte).join('');
}

function hex(...chunks: Uint8Array[]): string {
  return Buffer.concat(chunks).toString('hex');
}

const client = { correlationId: 7, clientId: 'kcat' };

test('the request on the wire', () => {
  const body = { topics: [{ name: 't' }], allowAutoTopicCreation: true };
  const request = hex(...encodeRequest(MetadataRequest, 4, client, body));
  expect(bytesIn('request-on-the-wire.svg').slice(0, request.length)).toBe(request);
});

test('one message in a plain and in a flexible version', () => {
  const body = { topics: [{ name: 'ab' }], allowAutoTopicCreation: true };
  const plain = hex(MetadataRequest.encode(8, body));
  const flexible = hex(MetadataRequest.encode(9, body));
  const tagged = '010003026d65';
  expect(bytesIn('flexible-versions.svg')).toBe(plain + flexible + tagged);
  expect([plain.length / 2, flexible.length / 2]).toEqual([11, 9]);
});

test('the request that chapter 00 sends by hand', () => {
  const lesson = readFileSync(join(root, 'chapters/00-wire/lesson.mdx'), 'utf8');
  const request = hex(...encodeRequest(ApiVersionsRequest, 0, client, {}));
  expect(lesson).toContain(`Buffer.from('${request}', 'hex')`);
});

test('the positions in a record batch', () => {
  const layout = layouts['record-batch']!;
  const shown = layout.fields.map(({ name }, at) => [name, positionsOf(layout)[at]]);
  expect(Object.fromEntries(shown)).toEqual({
    baseOffset: batch.BASE_OFFSET_AT,
    batchLength: batch.BATCH_LENGTH_AT,
    partitionLeaderEpoch: batch.PARTITION_LEADER_EPOCH_AT,
    magic: batch.MAGIC_AT,
    crc: batch.CRC_AT,
    attributes: batch.ATTRIBUTES_AT,
    lastOffsetDelta: batch.LAST_OFFSET_DELTA_AT,
    baseTimestamp: batch.BASE_TIMESTAMP_AT,
    maxTimestamp: batch.MAX_TIMESTAMP_AT,
    producerId: batch.PRODUCER_ID_AT,
    producerEpoch: batch.PRODUCER_EPOCH_AT,
    baseSequence: batch.BASE_SEQUENCE_AT,
    recordCount: batch.RECORD_COUNT_AT,
    records: batch.BATCH_HEADER_SIZE,
  });
});

test('the positions in the picture of a record batch', () => {
  const picture = readFileSync(join(root, 'chapters/01-storage/diagrams/record-batch.svg'), 'utf8');
  const shown = picture.matchAll(/ y="\d+" font-size="11" font-family="monospace">(\d+)</g);
  const positions = [...shown].map(([, at]) => Number(at));
  expect(positions).toEqual(positionsOf(layouts['record-batch']!));
});
