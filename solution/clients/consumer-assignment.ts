/**
 * What a group's leader has assigned to a member, where the group is one of consumers: to bytes, which
 * the broker carries and only clients read, and back.
 */
import { byTopic, oneByOne } from '#clients/partitions-by-topic.ts';
import { decodeAssignment, encodeAssignment } from '#protocol/consumer-protocol.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export function writeAssignment(partitions: Iterable<TopicPartition>): Uint8Array {
  return encodeAssignment({ assignedPartitions: byTopic(partitions) });
}

/** No bytes are no partitions. @throws DecodeError where the bytes are no assignment. */
export function readAssignment(bytes: Uint8Array): TopicPartition[] {
  if (bytes.length === 0) return [];
  return oneByOne(decodeAssignment(bytes).assignedPartitions);
}
