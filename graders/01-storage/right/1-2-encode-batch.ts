/** Task 1.2 done otherwise. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'makes an array of each field and joins them at the end',
    change: {
      'storage/batch-checksum.ts': {
        computeBatchCrc: 'return crc32c(bytes.subarray(position, position + sizeInBytes), 21);',
      },
      'storage/batch-writer.ts': {
        encodeBatch: `
          const base = input.baseOffset ?? 0;
          const time = input.deleteHorizonMs ?? input.records[0]?.timestamp ?? -1;
          let last = base - 1;
          let newest = -1;
          const bodies = input.records.map((record) => {
            last = record.offset ?? last + 1;
            newest = Math.max(newest, record.timestamp ?? -1);
            const headers = record.headers ?? [];
            const fields = [
              Uint8Array.of(0),
              varlong((record.timestamp ?? -1) - time),
              varint(last - base),
              sized(record.key),
              sized(record.value),
              varint(headers.length),
              ...headers.flatMap((one) => [sized(utf8.encode(one.key)), sized(one.value)]),
            ];
            const body = joined(fields);
            return joined([varint(body.length), body]);
          });
          const isEmpty = bodies.length === 0;
          const codec = isEmpty ? 'none' : (input.codec ?? 'none');
          let records: Uint8Array = joined(bodies);
          if (codec !== 'none') {
            if (!input.codecs) throw new Error('there are no codecs to compress with');
            records = input.codecs.compress(codec, records, input.compressionLevel);
          }
          const batch = joined([new Uint8Array(61), records]);
          const view = new DataView(batch.buffer);
          view.setBigInt64(0, BigInt(base));
          view.setInt32(8, batch.length - 12);
          view.setInt32(12, input.partitionLeaderEpoch ?? -1);
          view.setInt8(16, 2);
          const bits = [input.logAppendTime !== undefined, input.isTransactional, input.isControl];
          const flags = [...bits, input.deleteHorizonMs !== undefined];
          const shifted = flags.map((flag, i) => (flag ? 8 << i : 0));
          view.setInt16(21, shifted.reduce((sum, bit) => sum + bit, codecId(codec)));
          view.setInt32(23, (input.lastOffset ?? (isEmpty ? base : last)) - base);
          view.setBigInt64(27, BigInt(time));
          view.setBigInt64(35, BigInt(input.logAppendTime ?? input.maxTimestamp ?? newest));
          view.setBigInt64(43, BigInt(input.producerId ?? -1));
          view.setInt16(51, input.producerEpoch ?? -1);
          view.setInt32(53, input.baseSequence ?? -1);
          view.setInt32(57, bodies.length);
          view.setUint32(17, computeBatchCrc(batch, 0, batch.length));
          return batch;`,
        '+': `
          function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
            const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
            let at = 0;
            for (const part of parts) {
              all.set(part, at);
              at += part.length;
            }
            return all;
          }

          function varint(value: number): Uint8Array {
            const to = { bytes: new Uint8Array(varintSize(value)), position: 0 };
            writeVarint(to, value);
            return to.bytes;
          }

          function varlong(value: number): Uint8Array {
            const to = { bytes: new Uint8Array(varlongSize(value)), position: 0 };
            writeVarlong(to, value);
            return to.bytes;
          }

          function sized(bytes: Uint8Array | null | undefined): Uint8Array {
            return bytes ? joined([varint(bytes.length), bytes]) : varint(-1);
          }`,
      },
    },
  },
];
