/** Records of committed offsets, against those that a real Kafka 4.3.1 wrote. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { groupPartition } from '#groups/group-partition.ts';
import {
  decodeOffsetKey,
  decodeOffsetValue,
  encodeOffsetKey,
  encodeOffsetValue,
} from '#groups/offset-record.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

interface Captured {
  readonly partition: number;
  readonly key: string;
  readonly value: string | null;
  readonly says: {
    readonly key: { readonly data: { group: string; topic: string; partition: number } };
    readonly value: { readonly data: Record<string, number | string> } | null;
  };
}

const FILE = '../golden/kafka-4.3.1/committed-offsets.json';
const captured = JSON.parse(
  readFileSync(join(import.meta.dirname, FILE), 'utf8'),
) as readonly Captured[];

const withValues = captured.filter(({ value }) => value !== null);

describe.each(captured)('Kafka’s record $key', ({ partition, key, says }) => {
  const { group, topic, partition: index } = says.key.data;

  test('has the key that Kafka reads in it, and lies in the group’s partition', () => {
    const bytes = Buffer.from(key, 'hex');
    const expected = { groupId: group, topic, partition: index };
    expect(decodeOffsetKey(bytes)).toEqual(expected);
    expect(Buffer.from(encodeOffsetKey(expected)).toString('hex')).toBe(key);
    expect(groupPartition(group, 50)).toBe(partition);
  });
});

describe.each(withValues)('Kafka’s record $key', ({ value, says }) => {
  test('has the value that Kafka reads in it', () => {
    const bytes = Buffer.from(value ?? '', 'hex');
    const data = says.value?.data ?? {};
    const decoded = decodeOffsetValue(bytes);
    expect(decoded).toEqual({
      offset: data.offset,
      leaderEpoch: data.leaderEpoch ?? -1,
      metadata: data.metadata,
      commitTimestampMs: data.commitTimestamp,
      expireTimestampMs: data.expireTimestamp,
      topicId: data.topicId ?? ZERO_UUID,
    });
    expect(Buffer.from(encodeOffsetValue(decoded)).toString('hex')).toBe(value);
  });
});
