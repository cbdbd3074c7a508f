/**
 * Records of `__consumer_offsets` that a real Kafka 4.3.1 wrote, and what its own dump tool says of
 * them; tests/golden/README.md tells how they came about.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hexBytes } from '../../course/grading/expect.ts';

const FILE = '../../tests/golden/kafka-4.3.1/committed-offsets.json';
const ZERO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

export interface KafkaOffsetRecord {
  /** Of `__consumer_offsets`, which had 50. */
  readonly partition: number;
  readonly key: Uint8Array;
  /** Null in a tombstone. */
  readonly value: Uint8Array | null;
  readonly says: {
    readonly key: { readonly groupId: string; readonly topic: string; readonly partition: number };
    readonly value: OffsetSaid | undefined;
  };
}

interface OffsetSaid {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  readonly expireTimestampMs: number | undefined;
  readonly topicId: string;
}

interface Captured {
  readonly partition: number;
  readonly key: string;
  readonly value: string | null;
  readonly says: {
    readonly key: { readonly data: { group: string; topic: string; partition: number } };
    readonly value: { readonly data: Captured4 & Captured1 } | null;
  };
}

interface Captured4 {
  readonly offset: number;
  readonly metadata: string;
  readonly commitTimestamp: number;
  readonly leaderEpoch?: number;
  readonly topicId?: string;
}

interface Captured1 {
  readonly expireTimestamp?: number;
}

export const KAFKA_OFFSETS: readonly KafkaOffsetRecord[] = (
  JSON.parse(readFileSync(join(import.meta.dirname, FILE), 'utf8')) as readonly Captured[]
).map(({ partition, key, value, says }) => {
  const { group, topic, partition: index } = says.key.data;
  return {
    partition,
    key: hexBytes(key),
    value: value === null ? null : hexBytes(value),
    says: { key: { groupId: group, topic, partition: index }, value: saidOf(says.value?.data) },
  };
});

function saidOf(data: (Captured4 & Captured1) | undefined): OffsetSaid | undefined {
  if (data === undefined) return undefined;
  return {
    offset: data.offset,
    leaderEpoch: data.leaderEpoch ?? -1,
    metadata: data.metadata,
    commitTimestampMs: data.commitTimestamp,
    expireTimestampMs: data.expireTimestamp,
    topicId: data.topicId ?? ZERO_ID,
  };
}
