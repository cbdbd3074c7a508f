/**
 * Where a group lives: the partition of `__consumer_offsets` that its records go to. The leader of
 * that partition coordinates the group, so every client and every broker must find the same one,
 * and each must find it again in a directory that another broker wrote.
 *
 *     partition = |hash(groupId)| mod partitions        hash = Java's String.hashCode
 *
 * The hash is s[0]·31^(n-1) + ... + s[n-1] over the UTF-16 units, in 32 bits with overflow. The one
 * number whose absolute value has no room in 32 bits, -2^31, counts as 0, as in Kafka's Utils.abs.
 */
import { NotImplemented } from '#env/not-implemented.ts';

export const OFFSETS_TOPIC = '__consumer_offsets';

/**
 * The partition of a group, 0 to `partitionCount` - 1: |javaHash| modulo the number of partitions. A
 * hash of -2^31 counts as 0.
 */
export function groupPartition(groupId: string, partitionCount: number): number {
  throw new NotImplemented('2.2', 'groupPartition');
}

/**
 * Java's String.hashCode: -2^31 to 2^31 - 1, and 0 for the empty text. The units are those of
 * UTF-16, so a character outside of the first 65,536 counts as two.
 */
export function javaHash(text: string): number {
  throw new NotImplemented('2.2', 'javaHash');
}
