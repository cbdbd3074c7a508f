/**
 * The log directory of a real Kafka under tests/golden/, and what Kafka's own classes read in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../golden/kafka-4.3.1');

/** A batch as Kafka's classes see it; keys and values are base64. */
export interface ExpectedBatch {
  position: number;
  sizeInBytes: number;
  baseOffset: number;
  lastOffset: number;
  magic: number;
  crc: number;
  isValid: boolean;
  partitionLeaderEpoch: number;
  codec: string;
  timestampType: string;
  maxTimestamp: number;
  isTransactional: boolean;
  isControl: boolean;
  deleteHorizonMs: number | null;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  lastSequence: number;
  recordCount: number;
  records: ExpectedRecord[];
}

export interface ExpectedRecord {
  offset: number;
  timestamp: number;
  key: string | null;
  value: string | null;
  headers: { key: string; value: string | null }[];
  control?: { type: string; coordinatorEpoch?: number };
}

/** Paths like `codec-gzip-0/00000000000000000000.log` of all files that end in `suffix`. */
export function goldenFiles(suffix: string): string[] {
  const logs = join(root, 'logs');
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(suffix))
    .sort();
}

export function goldenBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(root, 'logs', path)));
}

/** What Kafka says is in that file. */
export function goldenExpected<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, 'expected', `${path}.json`), 'utf8')) as T;
}

export function fromBase64(text: string | null): Uint8Array | null {
  return text === null ? null : Uint8Array.from(Buffer.from(text, 'base64'));
}

export function toBase64(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}
