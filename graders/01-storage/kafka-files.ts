/**
 * Files that a real Kafka 4.3.1 wrote, and what Kafka's own classes read in them: the measure of
 * this chapter's formats. They are those of tests/golden/, where a README says how they came about.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../tests/golden/kafka-4.3.1');

/** A batch as Kafka's classes tell of it; keys and values are base64. */
export interface KafkaBatch {
  readonly position: number;
  readonly sizeInBytes: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly magic: number;
  readonly crc: number;
  readonly partitionLeaderEpoch: number;
  readonly codec: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  readonly maxTimestamp: number;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly deleteHorizonMs: number | null;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly recordCount: number;
  readonly records: readonly KafkaRecord[];
}

export interface KafkaRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string | null }[];
}

/** Segments with every codec and every kind of batch: data, control, appended by the broker's time, cleaned. */
export const SEGMENTS = [
  'codec-none-0/00000000000000000000',
  'codec-gzip-0/00000000000000000000',
  'codec-snappy-0/00000000000000000000',
  'codec-lz4-0/00000000000000000000',
  'codec-zstd-0/00000000000000000000',
  'append-time-0/00000000000000000000',
  'segments-0/00000000000000000012',
  'transactions-0/00000000000000000004',
  'compacted-0/00000000000000000000',
] as const;

export function kafkaBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(root, 'logs', path)));
}

/** What Kafka reads in a segment. */
export function kafkaBatches(path: string): readonly KafkaBatch[] {
  return kafkaExpected(path) as readonly KafkaBatch[];
}

/** What Kafka's dump tool says of an index: an object an entry. */
export function kafkaExpected(path: string): unknown {
  return JSON.parse(readFileSync(join(root, 'expected', `${path}.json`), 'utf8'));
}

export function fromBase64(text: string | null): Uint8Array | null {
  return text === null ? null : Uint8Array.from(Buffer.from(text, 'base64'));
}

export function toBase64(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}
