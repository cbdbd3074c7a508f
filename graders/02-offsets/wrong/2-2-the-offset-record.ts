/** Offset records that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const NUMBERED = 'groups/numbered-bytes.ts';
const RECORD = 'groups/offset-record.ts';
const PARTITION = 'groups/group-partition.ts';

const ALL_WRITTEN = ['offset-key', 'offset-value', 'offset-value-expiry'];

export const variants: readonly Variant[] = [
  {
    name: 'copies what lies behind the number',
    breaks: ['numbered-bytes'],
    change: { [NUMBERED]: { bytesAfterNumber: 'return bytes.slice(NUMBER_SIZE);' } },
  },
  {
    name: 'writes the number lower byte first',
    breaks: ['numbered-bytes', ...ALL_WRITTEN, 'offsets-clocks', 'readers-outlive-the-broker'],
    change: {
      [NUMBERED]: {
        encodeNumbered: {
          replace: 'writeInt16(bytes, 0, number);',
          by: 'bytes[0] = number & 0xff;\n  bytes[1] = number >> 8;',
        },
      },
    },
  },
  {
    name: 'writes the version where the number goes',
    breaks: ['numbered-bytes', 'offset-key', 'readers-outlive-the-broker'],
    change: {
      [NUMBERED]: {
        encodeNumbered: {
          replace: 'writeInt16(bytes, 0, number);',
          by: 'writeInt16(bytes, 0, version);',
        },
      },
    },
  },
  {
    name: 'encodes in the version that the number says',
    breaks: [
      'numbered-bytes',
      'offset-key',
      'offsets-clocks',
      'offsets-failover',
      'readers-share',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [NUMBERED]: {
        encodeNumbered: { replace: 'message.encode(version,', by: 'message.encode(number,' },
      },
    },
  },
  {
    name: 'reads the number without its sign',
    breaks: ['numbered-bytes'],
    change: {
      [NUMBERED]: {
        numberBefore: { replace: 'readInt16(bytes, 0)', by: 'readInt16(bytes, 0) & 0xffff' },
      },
    },
  },
  {
    name: 'lets a RangeError through where there are no two bytes',
    breaks: ['numbered-bytes', 'offset-record-refuses'],
    change: {
      [NUMBERED]: {
        numberBefore:
          'return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getInt16(0);',
      },
    },
  },
  {
    name: 'reads from the beginning of the buffer',
    breaks: ['numbered-bytes', 'offsets-clocks', 'readers-outlive-the-broker'],
    change: {
      [NUMBERED]: {
        numberBefore: {
          replace: 'return readInt16(bytes, 0)',
          by: 'return new DataView(bytes.buffer).getInt16(0)',
        },
      },
    },
  },
  {
    name: 'takes a short record for one of kind 0',
    breaks: ['numbered-bytes'],
    change: {
      [NUMBERED]: {
        numberBefore: 'return bytes.length >= NUMBER_SIZE ? readInt16(bytes, 0) : 0;',
      },
    },
  },
  {
    name: 'writes keys of kind 0, as very old brokers did',
    breaks: ['offset-key'],
    change: {
      [RECORD]: {
        encodeOffsetKey: {
          replace: 'encodeNumbered(OffsetCommitKey.apiKey,',
          by: 'encodeNumbered(0,',
        },
      },
    },
  },
  {
    name: 'mixes group and topic up',
    breaks: ['offset-key', 'offsets-clocks', 'readers-outlive-the-broker'],
    change: {
      [RECORD]: {
        encodeOffsetKey: {
          replace: 'group: groupId, topic, partition',
          by: 'group: topic, topic: groupId, partition',
        },
      },
    },
  },
  {
    name: 'does not know the old kind of key',
    breaks: ['offset-key-kinds'],
    change: {
      [RECORD]: { isOffsetKind: 'return kind === OffsetCommitKey.apiKey;' },
    },
  },
  {
    name: 'takes everything that is no group for an offset',
    breaks: ['offset-key-kinds'],
    change: { [RECORD]: { isOffsetKind: 'return kind !== 2;' } },
  },
  {
    name: 'takes negative kinds for old offsets',
    breaks: ['offset-key-kinds'],
    change: { [RECORD]: { isOffsetKind: 'return kind <= OffsetCommitKey.apiKey;' } },
  },
  {
    name: 'reads a key by its kind as version',
    breaks: [
      'offset-key-kinds',
      'offset-records-of-kafka',
      'offset-record-refuses',
      'offsets-clocks',
      'readers-outlive-the-broker',
    ],
    change: {
      [RECORD]: {
        decodeOffsetKey: {
          replace: 'OffsetCommitKey.decode(KEY_VERSION,',
          by: 'OffsetCommitKey.decode(numberBefore(bytes),',
        },
      },
    },
  },
  {
    name: 'writes version 3, as Kafka did before topic ids',
    breaks: ['offset-value'],
    change: {
      [RECORD]: {
        encodeOffsetValue: { replace: '? VALUE_VERSION :', by: '? 3 :' },
      },
    },
  },
  {
    name: 'always writes version 1',
    breaks: ['offset-value'],
    change: {
      [RECORD]: {
        encodeOffsetValue: {
          replace: 'expireTimestampMs === undefined ? VALUE_VERSION : VALUE_VERSION_WITH_EXPIRY',
          by: 'VALUE_VERSION_WITH_EXPIRY',
        },
      },
    },
  },
  {
    name: 'always writes version 4',
    breaks: ['offset-value-expiry'],
    change: {
      [RECORD]: {
        encodeOffsetValue: {
          replace: 'expireTimestampMs === undefined ? VALUE_VERSION : VALUE_VERSION_WITH_EXPIRY',
          by: 'VALUE_VERSION',
        },
      },
    },
  },
  {
    name: 'takes an expiry of 0 for none',
    breaks: ['offset-value-expiry'],
    change: {
      [RECORD]: {
        encodeOffsetValue: {
          replace: 'expireTimestampMs === undefined ?',
          by: '!expireTimestampMs ?',
        },
      },
    },
  },
  {
    name: 'forgets the topic’s id',
    breaks: ['offset-value'],
    change: { [RECORD]: { encodeOffsetValue: { replace: '    topicId,\n', by: '' } } },
  },
  {
    name: 'forgets the leader epoch',
    breaks: ['offset-value'],
    change: { [RECORD]: { encodeOffsetValue: { replace: '    leaderEpoch,\n', by: '' } } },
  },
  {
    name: 'reads every value as version 4',
    breaks: ['offset-value-versions', 'offset-records-of-kafka', 'offset-record-refuses'],
    change: {
      [RECORD]: {
        decodeOffsetValue: { replace: 'decode(numberBefore(bytes),', by: 'decode(VALUE_VERSION,' },
      },
    },
  },
  {
    name: 'keeps an expiry of -1',
    breaks: [
      'offset-value-versions',
      'offset-records-of-kafka',
      'offset-record-refuses',
      'offsets-clocks',
    ],
    change: {
      [RECORD]: {
        decodeOffsetValue: {
          replace: 'expireTimestamp === NO_EXPIRY ? undefined : expireTimestamp',
          by: 'expireTimestamp',
        },
      },
    },
  },
  {
    name: 'takes an expiry of 0 in a record for none',
    breaks: ['offset-value-versions'],
    change: {
      [RECORD]: {
        decodeOffsetValue: {
          replace: 'expireTimestamp === NO_EXPIRY ? undefined',
          by: 'expireTimestamp <= 0 ? undefined',
        },
      },
    },
  },
  {
    name: 'reads a version of the future as the newest it knows',
    breaks: ['offset-record-refuses'],
    change: {
      [RECORD]: {
        decodeOffsetValue: {
          replace: 'decode(numberBefore(bytes),',
          by: 'decode(Math.min(numberBefore(bytes), VALUE_VERSION),',
        },
      },
    },
  },
  {
    name: 'refuses a key that goes on behind its partition',
    breaks: ['offset-record-refuses'],
    change: {
      [RECORD]: {
        decodeOffsetKey: `
          const { group, topic, partition } = OffsetCommitKey.decode(KEY_VERSION, bytesAfterNumber(bytes));
          const key = { groupId: group, topic, partition };
          if (encodeOffsetKey(key).length < bytes.length) throw new RangeError('too long');
          return key;`,
      },
    },
  },
  {
    name: 'refuses a value of more bytes than it would write itself',
    breaks: ['offset-value-versions', 'offset-record-refuses'],
    change: {
      [RECORD]: {
        decodeOffsetValue: {
          replace: '  return {',
          by: `
  const written = OffsetCommitValue.encode(numberBefore(bytes), decoded);
  if (written.length + 2 < bytes.length) throw new RangeError('too long');
  return {`,
        },
      },
    },
  },
  {
    name: 'hashes in the numbers that JavaScript has',
    breaks: ['group-partition'],
    change: {
      [PARTITION]: {
        javaHash: {
          replace: '(Math.imul(hash, 31) + text.charCodeAt(at)) | 0',
          by: 'hash * 31 + text.charCodeAt(at)',
        },
      },
    },
  },
  {
    name: 'multiplies without Math.imul',
    breaks: ['group-partition'],
    change: {
      [PARTITION]: {
        javaHash: `
          let hash = 0;
          for (let at = 0; at < text.length; at++) hash = hash * 31 + text.charCodeAt(at);
          return hash | 0;`,
      },
    },
  },
  {
    name: 'hashes characters, not units',
    breaks: ['group-partition'],
    change: {
      [PARTITION]: {
        javaHash: `
          let hash = 0;
          for (const one of text) hash = (Math.imul(hash, 31) + (one.codePointAt(0) ?? 0)) | 0;
          return hash;`,
      },
    },
  },
  {
    name: 'hashes the bytes of UTF-8',
    breaks: ['group-partition'],
    change: {
      [PARTITION]: {
        javaHash: `
          let hash = 0;
          for (const one of new TextEncoder().encode(text)) hash = (Math.imul(hash, 31) + one) | 0;
          return hash;`,
      },
    },
  },
  {
    name: 'gives a hash without a sign',
    breaks: ['group-partition'],
    change: { [PARTITION]: { javaHash: { replace: 'return hash;', by: 'return hash >>> 0;' } } },
  },
  {
    name: 'clears the sign bit, as the producer’s partitioner does',
    breaks: ['group-partition'],
    change: {
      [PARTITION]: { groupPartition: 'return (javaHash(groupId) & 0x7fffffff) % partitionCount;' },
    },
  },
  {
    name: 'takes the absolute value of -2^31 for 2^31',
    breaks: ['group-partition'],
    change: {
      [PARTITION]: { groupPartition: 'return Math.abs(javaHash(groupId)) % partitionCount;' },
    },
  },
];
