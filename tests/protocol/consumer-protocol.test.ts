/** The consumer protocol against bytes that Kafka 4.3.1's own ConsumerProtocol wrote. */
import { describe, expect, test } from 'vitest';
import {
  consumerProtocolVersion,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '#protocol/consumer-protocol.ts';
import { DecodeError, UnsupportedVersion } from '#protocol/wire-error.ts';
import { fromHex, hex } from './hex.ts';

const SUBSCRIPTION = {
  topics: ['a', 'b'],
  userData: Uint8Array.of(1, 2),
  ownedPartitions: [
    { topic: 'a', partitions: [1] },
    { topic: 'b', partitions: [0, 2] },
  ],
  generationId: 7,
  rackId: 'r1',
};

const TOPICS = '00000002 0001 61 0001 62';
const USER_DATA = '00000002 0102';
const OWNED = '00000002 0001 61 00000001 00000001 0001 62 00000002 00000000 00000002';

const byVersion: readonly (readonly [number, string, object])[] = [
  [0, `0000 ${TOPICS} ${USER_DATA}`, { ownedPartitions: [], generationId: -1, rackId: null }],
  [1, `0001 ${TOPICS} ${USER_DATA} ${OWNED}`, { generationId: -1, rackId: null }],
  [2, `0002 ${TOPICS} ${USER_DATA} ${OWNED} 00000007`, { rackId: null }],
  [3, `0003 ${TOPICS} ${USER_DATA} ${OWNED} 00000007 0002 7231`, {}],
];

const ASSIGNMENT = {
  assignedPartitions: [
    { topic: 'b', partitions: [2, 0] },
    { topic: 'a', partitions: [1] },
  ],
  userData: null,
};
const ASSIGNED = '00000002 0001 62 00000002 00000002 00000000 0001 61 00000001 00000001 ffffffff';

describe('a subscription', () => {
  test.each(byVersion)('of version %i has Kafka’s bytes', (version, bytes, lacks) => {
    expect(hex(encodeSubscription(SUBSCRIPTION, version))).toBe(bytes.replaceAll(' ', ''));
    expect(decodeSubscription(fromHex(bytes))).toEqual({ ...SUBSCRIPTION, ...lacks });
    expect(consumerProtocolVersion(fromHex(bytes))).toBe(version);
  });

  test('is written in version 3, with what Kafka writes for what is not there', () => {
    const minimal = '0003 00000001 0001 74 ffffffff 00000000 ffffffff ffff'.replaceAll(' ', '');
    expect(hex(encodeSubscription({ topics: ['t'], ownedPartitions: [] }))).toBe(minimal);
  });

  test('of a version to come is read as version 3, and what it adds is ignored', () => {
    const future = fromHex(`7fff ${TOPICS} ${USER_DATA} ${OWNED} 00000007 0002 7231 abcd`);
    expect(decodeSubscription(future)).toEqual(SUBSCRIPTION);
    expect(consumerProtocolVersion(future)).toBe(3);
  });

  test('of any version can be read as version 0: topics and user data', () => {
    const { topics, userData } = SUBSCRIPTION;
    for (const [, bytes] of byVersion) {
      expect(decodeSubscription(fromHex(bytes), 0)).toMatchObject({ topics, userData });
    }
  });

  test('is written in no version that does not exist', () => {
    expect(() => encodeSubscription(SUBSCRIPTION, 4)).toThrow(UnsupportedVersion);
  });

  test.each([
    ['no bytes', ''],
    ['half a version', '00'],
    ['a negative version', 'ffff 00000000 ffffffff'],
    ['a version and no more', '0000'],
    ['version 1 that ends before what is owned', `0001 ${TOPICS} ${USER_DATA}`],
    ['more topics than there is room for', '0000 7fffffff'],
    ['a topic without a name', '0000 00000001 ffff ffffffff'],
  ])('is refused with a DecodeError: %s', (_what, bytes) => {
    expect(() => decodeSubscription(fromHex(bytes))).toThrow(DecodeError);
  });
});

describe('an assignment', () => {
  test.each([0, 1, 2, 3])('of version %i has Kafka’s bytes', (version) => {
    const bytes = `000${version} ${ASSIGNED}`;
    expect(hex(encodeAssignment(ASSIGNMENT, version))).toBe(bytes.replaceAll(' ', ''));
    expect(decodeAssignment(fromHex(bytes))).toEqual(ASSIGNMENT);
  });

  test('of a version to come is read as version 3, and what it adds is ignored', () => {
    expect(decodeAssignment(fromHex(`0004 ${ASSIGNED} 01`))).toEqual(ASSIGNMENT);
  });

  test('is refused with a DecodeError where it ends early or its version is negative', () => {
    expect(() => decodeAssignment(fromHex('0000 00000001'))).toThrow(DecodeError);
    expect(() => decodeAssignment(fromHex(`ffff ${ASSIGNED}`))).toThrow(DecodeError);
  });
});
