import { describe, expect, test } from 'vitest';
import { readAssignment, writeAssignment } from '#clients/consumer-assignment.ts';
import { readSubscription, writeSubscription } from '#clients/member-subscription.ts';
import { fromHex, hex } from '../protocol/hex.ts';

const OWNED = [
  { topic: 'b', partition: 2 },
  { topic: 'a', partition: 1 },
  { topic: 'b', partition: 0 },
];

describe('a member’s subscription', () => {
  test('is written sorted, in the bytes that Kafka 4.3.1 writes for it', () => {
    const bytes = writeSubscription({
      topics: ['b', 'a'],
      userData: Uint8Array.of(1, 2),
      ownedPartitions: OWNED,
      generationId: 7,
      rackId: 'r1',
    });
    expect(hex(bytes)).toBe(
      '00030000000200016100016200000002010200000002000161000000010000000100016200000002' +
        '00000000000000020000000700027231',
    );
  });

  test('is read back, with the static name that the broker tells', () => {
    const subscription = {
      topics: ['a', 'b'],
      userData: null,
      ownedPartitions: [{ topic: 'a', partition: 3 }],
      generationId: -1,
      rackId: null,
    };
    expect(readSubscription(writeSubscription(subscription), 'i')).toEqual({
      ...subscription,
      groupInstanceId: 'i',
    });
  });

  test('has no rack where that is empty, and no generation where that is negative', () => {
    const bytes = fromHex('0003 00000000 ffffffff 00000000 fffffff9 0000');
    expect(readSubscription(bytes, null)).toMatchObject({ rackId: null, generationId: -1 });
  });
});

describe('a member’s assignment', () => {
  test('names each topic once, in the bytes that Kafka 4.3.1 writes for it', () => {
    expect(hex(writeAssignment(OWNED))).toBe(
      '0003000000020001620000000200000002000000000001610000000100000001ffffffff',
    );
    expect(readAssignment(writeAssignment(OWNED))).toEqual([OWNED[0], OWNED[2], OWNED[1]]);
  });

  test('is none where there are no bytes', () => {
    expect(readAssignment(new Uint8Array(0))).toEqual([]);
  });
});
