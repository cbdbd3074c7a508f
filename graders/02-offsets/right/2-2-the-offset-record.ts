/** Offset records that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'puts the bytes together one by one, and makes its view by hand',
    change: {
      'groups/numbered-bytes.ts': {
        encodeNumbered: `
          const body = message.encode(version, fields);
          const bytes = Uint8Array.of(number >> 8, number, ...body);
          return bytes;`,
        numberBefore: `
          const [high, low] = bytes;
          if (high === undefined || low === undefined) throw new DecodeError('too short', 0);
          return ((high << 24) >> 16) | low;`,
        bytesAfterNumber:
          'return new Uint8Array(bytes.buffer, bytes.byteOffset + 2, bytes.length - 2);',
      },
    },
  },
  {
    name: 'chooses the version by a table, and leaves out what is not said',
    change: {
      'groups/offset-record.ts': {
        isOffsetKind: 'return [0, 1].includes(kind);',
        encodeOffsetValue: `
          const { offset, metadata, commitTimestampMs: commitTimestamp } = committed;
          const common = { offset, metadata, commitTimestamp };
          if (committed.expireTimestampMs !== undefined) {
            const fields = { ...common, expireTimestamp: committed.expireTimestampMs };
            return encodeNumbered(1, OffsetCommitValue, 1, fields);
          }
          const { leaderEpoch, topicId } = committed;
          return encodeNumbered(4, OffsetCommitValue, 4, { ...common, leaderEpoch, topicId });`,
      },
    },
  },
  {
    name: 'hashes with whole numbers of any size',
    change: {
      'groups/group-partition.ts': {
        javaHash: `
          let hash = 0n;
          for (let at = 0; at < text.length; at++) {
            hash = BigInt.asIntN(32, hash * 31n + BigInt(text.charCodeAt(at)));
          }
          return Number(hash);`,
        groupPartition: `
          const hash = javaHash(groupId);
          if (hash === -2147483648) return 0;
          return (hash < 0 ? -hash : hash) % partitionCount;`,
      },
    },
  },
];
