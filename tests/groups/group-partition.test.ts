import { describe, expect, test } from 'vitest';
import { groupPartition, javaHash } from '#groups/group-partition.ts';

/** As `String.hashCode` and `Utils.abs(hash) % 50` of Kafka's own classes tell them. */
const KAFKAS: [groupId: string, hash: number, partition: number][] = [
  ['', 0, 0],
  ['a', 97, 47],
  ['g', 103, 3],
  ['orders-app', 772757305, 5],
  ['console-consumer-12345', 158455506, 6],
  ['Größe', 69209585, 35],
  ['😀', 1772899, 49],
  ['consumer-group-with-a-long-name', -1157546098, 48],
  ['polygenelubricants', -2147483648, 0],
];

describe('the partition of a group', () => {
  test.each(KAFKAS)('%j has hash %i and is in partition %i of 50', (groupId, hash, partition) => {
    expect(javaHash(groupId)).toBe(hash);
    expect(groupPartition(groupId, 50)).toBe(partition);
  });

  test('is 0 where there is one', () => {
    for (const [groupId] of KAFKAS) expect(groupPartition(groupId, 1)).toBe(0);
  });
});
