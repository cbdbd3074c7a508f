/** The records of consumer groups, byte by byte, as Kafka 4.3's own classes write them. */
import { describe, expect, test } from 'vitest';
import {
  type CoordinatorRecord,
  decodeCoordinatorRecord,
  encodeCoordinatorRecord,
} from '#groups/coordinator-record.ts';
import { hex } from '../protocol/hex.ts';

const TOPIC_ID = 'AAECAwQFBgcICQoLDA0ODw';
const ID = '000102030405060708090a0b0c0d0e0f';

const CONSUMER = {
  kind: 'consumer-group-member-metadata',
  groupId: 'g',
  memberId: 'm',
  value: {
    instanceId: null,
    rackId: 'r',
    clientId: 'c',
    clientHost: '/h',
    subscribedTopicNames: ['t'],
    subscribedTopicRegex: null,
    rebalanceTimeoutMs: 5,
    serverAssignor: 'range',
    classicMemberMetadata: null,
  },
} satisfies CoordinatorRecord;

const rows: readonly [what: string, record: CoordinatorRecord, key: string, value: string][] = [
  [
    'the epoch',
    {
      kind: 'consumer-group-metadata',
      groupId: 'g',
      value: { epoch: 3, metadataHash: -2n },
    },
    '0003 0001 67',
    '0000 00000003 01 00 08 fffffffffffffffe',
  ],
  [
    'the topics as older brokers wrote them',
    {
      kind: 'consumer-group-partition-metadata',
      groupId: 'g',
      value: {
        topics: [{ topicId: TOPIC_ID, topicName: 't', numPartitions: 2, partitionMetadata: [] }],
      },
    },
    '0004 0001 67',
    `0000 02 ${ID} 02 74 00000002 01 00 00`,
  ],
  [
    'a member',
    CONSUMER,
    '0005 0001 67 0001 6d',
    '0000 00 02 72 02 63 03 2f68 02 02 74 00 00000005 06 72616e6765 01 00 01 00',
  ],
  [
    'a member that speaks the classic protocol',
    {
      ...CONSUMER,
      value: {
        ...CONSUMER.value,
        classicMemberMetadata: {
          sessionTimeoutMs: 6,
          supportedProtocols: [{ name: 'p', metadata: Uint8Array.of(7) }],
        },
      },
    },
    '0005 0001 67 0001 6d',
    '0000 00 02 72 02 63 03 2f68 02 02 74 00 00000005 06 72616e6765' +
      '01 00 0c 01 00000006 02 02 70 02 07 00 00',
  ],
  [
    'the epoch of the target assignment',
    {
      kind: 'consumer-group-target-assignment-metadata',
      groupId: 'g',
      value: { assignmentEpoch: 3, assignmentTimestamp: 256 },
    },
    '0006 0001 67',
    '0000 00000003 01 00 08 0000000000000100',
  ],
  [
    'a share of the target assignment',
    {
      kind: 'consumer-group-target-assignment-member',
      groupId: 'g',
      memberId: 'm',
      value: { topicPartitions: [{ topicId: TOPIC_ID, partitions: [0, 1] }] },
    },
    '0007 0001 67 0001 6d',
    `0000 02 ${ID} 03 00000000 00000001 00 00`,
  ],
  [
    'what a member owns',
    {
      kind: 'consumer-group-current-member-assignment',
      groupId: 'g',
      memberId: 'm',
      value: {
        memberEpoch: 3,
        previousMemberEpoch: 2,
        state: 1,
        assignedPartitions: [{ topicId: TOPIC_ID, partitions: [1], assignmentEpochs: [3] }],
        partitionsPendingRevocation: [
          { topicId: TOPIC_ID, partitions: [0], assignmentEpochs: null },
        ],
      },
    },
    '0008 0001 67 0001 6d',
    `0000 00000003 00000002 01 02 ${ID} 02 00000001 01 00 05 02 00000003` +
      `02 ${ID} 02 00000000 01 00 01 00 00`,
  ],
  [
    'a regular expression',
    {
      kind: 'consumer-group-regular-expression',
      groupId: 'g',
      regularExpression: 't.*',
      value: { topics: ['t'], version: 9, timestamp: 256 },
    },
    '0010 0001 67 0003 742e2a',
    '0000 02 02 74 0000000000000009 0000000000000100 00',
  ],
];

describe('a record of a consumer group', () => {
  test.each(rows)(
    'with %s is written in Kafka’s layout and read back',
    (_what, record, ...bytes) => {
      const { key, value } = encodeCoordinatorRecord(record);
      expect([hex(key), value && hex(value)]).toEqual(bytes.map((one) => one.replaceAll(' ', '')));
      expect(decodeCoordinatorRecord(key, value)).toEqual(record);
    },
  );

  test.each(rows)('with %s may have bytes behind it, as in Kafka', (_what, record) => {
    const { key, value } = encodeCoordinatorRecord(record);
    const longer = (bytes: Uint8Array) => Uint8Array.of(...bytes, 1, 2, 3);
    expect(decodeCoordinatorRecord(longer(key), longer(value as Uint8Array))).toEqual(record);
  });

  test.each(rows)('with %s may have no value: it is gone', (_what, record) => {
    const tombstone = { ...record, value: undefined } as CoordinatorRecord;
    const { key, value } = encodeCoordinatorRecord(tombstone);
    expect(value).toBeNull();
    expect(decodeCoordinatorRecord(key, null)).toEqual(tombstone);
  });

  test('keeps its bytes when the buffer it was read from is used again', () => {
    const [, record] = rows[3] as (typeof rows)[number];
    const { key, value } = encodeCoordinatorRecord(record);
    const decoded = decodeCoordinatorRecord(key, value);
    value?.fill(0xff);
    expect(decoded).toEqual(record);
  });

  test('of a member whose tagged field was left out has an empty struct in it, as in Kafka', () => {
    const { key, value } = encodeCoordinatorRecord(CONSUMER);
    const untagged = Uint8Array.of(...(value as Uint8Array).subarray(0, -4), 0);
    expect(decodeCoordinatorRecord(key, untagged)).toEqual({
      ...CONSUMER,
      value: {
        ...CONSUMER.value,
        classicMemberMetadata: { sessionTimeoutMs: 0, supportedProtocols: [] },
      },
    });
  });

  test.each([
    ['a key that ends early', Uint8Array.of(0, 5, 0, 1, 0x67), null],
    ['a value of a later version', Uint8Array.of(0, 3, 0, 1, 0x67), Uint8Array.of(0, 1, 0)],
    ['a value that ends early', Uint8Array.of(0, 3, 0, 1, 0x67), Uint8Array.of(0, 0, 0)],
  ])('with %s is refused', (_what, key, value) => {
    expect(() => decodeCoordinatorRecord(key, value)).toThrow(/Error|version|bytes|end/i);
  });
});
