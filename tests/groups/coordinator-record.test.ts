/** The records of `__consumer_offsets`, byte by byte. */
import { describe, expect, test } from 'vitest';
import {
  type CoordinatorRecord,
  decodeCoordinatorRecord,
  encodeCoordinatorRecord,
} from '#groups/coordinator-record.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { hex } from '../protocol/hex.ts';

const OFFSET: CoordinatorRecord = {
  kind: 'offset',
  groupId: 'g',
  topic: 't',
  partition: 2,
  offset: {
    offset: 5,
    leaderEpoch: 1,
    metadata: 'm',
    commitTimestampMs: 256,
    expireTimestampMs: undefined,
    topicId: ZERO_UUID,
  },
};

const GROUP: CoordinatorRecord = {
  kind: 'group',
  groupId: 'g',
  value: {
    protocolType: 'consumer',
    generation: 3,
    protocol: 'range',
    leader: 'a',
    currentStateTimestamp: 256,
    members: [
      {
        memberId: 'a',
        groupInstanceId: null,
        clientId: 'c',
        clientHost: '/h',
        rebalanceTimeout: 2,
        sessionTimeout: 1,
        subscription: Uint8Array.of(1),
        assignment: Uint8Array.of(2, 3),
      },
    ],
  },
};

function encoded(record: CoordinatorRecord) {
  const { key, value } = encodeCoordinatorRecord(record);
  return [hex(key), value && hex(value)];
}

const bytesOf = (record: CoordinatorRecord) => {
  const { key, value } = encodeCoordinatorRecord(record);
  return decodeCoordinatorRecord(key, value);
};

describe('a record of __consumer_offsets', () => {
  test('of an offset is of kind 1 and version 4', () => {
    expect(encoded(OFFSET).map((one) => one?.replaceAll(' ', ''))).toEqual([
      '0001 0001 67 0001 74 00000002'.replaceAll(' ', ''),
      '0004 0000000000000005 00000001 02 6d 0000000000000100 00'.replaceAll(' ', ''),
    ]);
  });

  test('of an offset with an expiry is of version 1, which has a place for it', () => {
    const offset = { ...OFFSET.offset, leaderEpoch: -1, expireTimestampMs: 512 };
    const expiring = { ...OFFSET, offset } as CoordinatorRecord;
    expect(encoded(expiring)[1]?.replaceAll(' ', '')).toBe(
      '0001 0000000000000005 0001 6d 0000000000000100 0000000000000200'.replaceAll(' ', ''),
    );
    expect(bytesOf(expiring)).toEqual(expiring);
  });

  test('of a group is of kind 2 and version 3', () => {
    expect(encoded(GROUP).map((one) => one?.replaceAll(' ', ''))).toEqual([
      '0002 0001 67'.replaceAll(' ', ''),
      (
        '0003 0008 636f6e73756d6572 00000003 0005 72616e6765 0001 61 0000000000000100 00000001' +
        '0001 61 ffff 0001 63 0002 2f68 00000002 00000001 00000001 01 00000002 0203'
      ).replaceAll(' ', ''),
    ]);
  });

  test('without a value says that it is gone', () => {
    for (const record of [
      { ...OFFSET, offset: undefined },
      { ...GROUP, value: undefined },
    ] as CoordinatorRecord[]) {
      expect(encoded(record)[1]).toBe(null);
      expect(bytesOf(record)).toEqual(record);
    }
  });

  test('reads back as what it was', () => {
    expect(bytesOf(OFFSET)).toEqual(OFFSET);
    expect(bytesOf(GROUP)).toEqual(GROUP);
    const byId = { ...OFFSET.offset, topicId: 'c3ltdWxhdGVkLWNsdXN0ZQ' };
    expect(bytesOf({ ...OFFSET, offset: byId } as CoordinatorRecord)).toEqual({
      ...OFFSET,
      offset: byId,
    });
  });

  test.each([OFFSET, GROUP])('with bytes behind its $kind says the same, as in Kafka', (record) => {
    const { key, value } = encodeCoordinatorRecord(record);
    const longer = (bytes: Uint8Array | null) => bytes && Uint8Array.of(...bytes, 1, 2, 3);
    expect(decodeCoordinatorRecord(longer(key), longer(value))).toEqual(record);
  });

  test('of an unknown kind says nothing', () => {
    const value = Uint8Array.of(0, 0);
    for (const kind of [9, 10, 15, 17, 999, -1]) {
      const key = Uint8Array.of((kind >> 8) & 0xff, kind & 0xff, 0, 1, 0x67);
      expect(decodeCoordinatorRecord(key, value)).toBeUndefined();
    }
  });

  test.each([
    ['no key', null, Uint8Array.of(0, 0)],
    ['a key of one byte', Uint8Array.of(0), Uint8Array.of(0, 0)],
    ['a key that ends early', Uint8Array.of(0, 1, 0, 9, 0x67), Uint8Array.of(0, 0)],
    ['a value of one byte', Uint8Array.of(0, 2, 0, 1, 0x67), Uint8Array.of(3)],
    ['a value of a later version', Uint8Array.of(0, 2, 0, 1, 0x67), Uint8Array.of(0, 9, 0)],
    ['a value that ends early', Uint8Array.of(0, 2, 0, 1, 0x67), Uint8Array.of(0, 3, 0, 9)],
  ])('with %s is refused', (_what, key, value) => {
    expect(() => decodeCoordinatorRecord(key, value)).toThrow(/Error|version|bytes|key|says?/i);
  });
});
