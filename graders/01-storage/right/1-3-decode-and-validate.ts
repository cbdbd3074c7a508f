/** Task 1.3 done otherwise. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'reads headers by a DataView and bigint',
    change: {
      'storage/batch-checksum.ts': {
        isCrcValid: `
          const whole = bytes.slice(batch.position, batch.position + batch.sizeInBytes);
          return computeBatchCrc(whole, 0, whole.length) === batch.crc;`,
      },
      'storage/batch-header.ts': {
        readBatchHeader: `
          if (bytes.length - at < 61) throw new RangeError('too short for a header');
          const view = new DataView(bytes.buffer, bytes.byteOffset + at, 61);
          const long = (place: number) => Number(view.getBigInt64(place));
          const attributes = view.getInt16(21);
          const has = (bit: number) => ((attributes >> bit) & 1) === 1;
          const [baseOffset, lastOffsetDelta] = [long(0), view.getInt32(23)];
          const baseSequence = view.getInt32(53);
          const names = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
          return {
            position: at,
            baseOffset,
            batchLength: view.getInt32(8),
            sizeInBytes: view.getInt32(8) + 12,
            partitionLeaderEpoch: view.getInt32(12),
            magic: view.getUint8(16),
            crc: view.getUint32(17),
            attributes,
            codec: names[attributes & 7] ?? 'unknown',
            timestampType: has(3) ? 'LogAppendTime' : 'CreateTime',
            isTransactional: has(4),
            isControl: has(5),
            hasDeleteHorizon: has(6),
            lastOffsetDelta,
            lastOffset: baseOffset + lastOffsetDelta,
            baseTimestamp: long(27),
            maxTimestamp: long(35),
            producerId: long(43),
            producerEpoch: view.getInt16(51),
            baseSequence,
            lastSequence:
              baseSequence < 0 ? -1 : incrementSequence(baseSequence, lastOffsetDelta),
            recordCount: view.getInt32(57),
          };`,
      },
      'storage/batch-reader.ts': {
        nextBatch: `
          const there = bytes.subarray(at, end);
          if (there.length < 17) return undefined;
          const magic = there[16] as number;
          if (magic < 2) throw new InvalidRecords(43, 'an old format');
          const length = new DataView(there.buffer, there.byteOffset + 8).getInt32(0);
          if (magic > 2 || length < 49) throw new InvalidRecords(2, 'no batch');
          return there.length < length + 12 ? undefined : readBatchHeader(bytes, at);`,
        recordsOf: `
          const found: Record[] = [];
          const cursor = batch.recordCount === 0 ? undefined : openRecords(bytes, batch, codecs);
          while (cursor?.next()) {
            found.push({
              offset: batch.baseOffset + cursor.offsetDelta,
              timestamp: recordTimestamp(batch, cursor.timestampDelta),
              key: cursor.key(),
              value: cursor.value(),
              headers: cursor.headers(),
            });
          }
          if (found.length !== batch.recordCount) throw new InvalidRecords(87, 'a wrong count');
          yield* found;`,
      },
    },
  },
  {
    name: 'reads the records with the varints of chapter 00, and keeps them as objects',
    change: {
      'storage/record-cursor.ts': {
        RecordCursor: {
          declaration: `
            export class RecordCursor {
              readonly bytes: Uint8Array;
              readonly end: number;
              position: number;
              timestampDelta = 0;
              offsetDelta = 0;
              keyLength = -1;
              #key: Uint8Array | null = null;
              #value: Uint8Array | null = null;
              #headers: { name: Uint8Array; value: Uint8Array | null }[] = [];

              constructor(bytes: Uint8Array, start: number, end: number) {
                this.bytes = bytes.subarray(0, end);
                this.position = start;
                this.end = end;
              }

              next(): boolean {
                if (this.position >= this.end) return false;
                try {
                  this.#read();
                } catch (cause) {
                  throw new InvalidRecords(ErrorCode.INVALID_RECORD, String(cause), { cause });
                }
                return true;
              }

              #read(): void {
                const { bytes } = this;
                const at = { bytes, position: this.position };
                const length = readVarint(at);
                const end = at.position + length;
                if (length < 1 || end > this.end) throw new Error('the length lies');
                const from = { bytes: bytes.subarray(0, end), position: at.position + 1 };
                this.timestampDelta = readVarlong(from);
                this.offsetDelta = readVarint(from);
                this.#key = taken(from);
                this.keyLength = this.#key?.length ?? -1;
                this.#value = taken(from);
                this.#headers = [];
                const count = readVarint(from);
                if (count < 0) throw new Error('a negative count');
                for (let i = 0; i < count; i++) {
                  const name = taken(from);
                  if (name === null) throw new Error('a header without a name');
                  this.#headers.push({ name, value: taken(from) });
                }
                if (from.position !== end) throw new Error('the length lies');
                this.position = end;
              }

              key(): Uint8Array | null {
                return this.#key;
              }

              value(): Uint8Array | null {
                return this.#value;
              }

              headers(): RecordHeader[] {
                return this.#headers.map(({ name, value }) => ({ key: utf8.decode(name), value }));
              }
            }`,
        },
        '+': `
          import { type Cursor, readVarint, readVarlong } from '#protocol/varint.ts';

          function taken(from: Cursor): Uint8Array | null {
            const length = readVarint(from);
            if (length === -1) return null;
            const start = from.position;
            if (length < 0 || start + length > from.bytes.length) throw new Error('a length lies');
            from.position += length;
            return from.bytes.subarray(start, start + length);
          }`,
      },
    },
  },
];
