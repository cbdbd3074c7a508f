/**
 * What a group's leader has assigned to a member, where the group is one of consumers: bytes that the
 * broker carries and only clients read.
 *
 *     int16 version | int32 topics | (string topic | int32 count | int32 partition ...) ... | user data
 *
 * All versions begin like version 0. Source: common/message/ConsumerProtocolAssignment.json
 */
import { Reader } from '#protocol/reader.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** @throws DecodeError where the bytes are no assignment. */
export function readAssignment(bytes: Uint8Array): TopicPartition[] {
  if (bytes.length === 0) return [];
  const reader = new Reader(bytes);
  reader.int16();
  const assigned: TopicPartition[] = [];
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string();
    for (let left = reader.int32(); left > 0; left--) {
      assigned.push({ topic, partition: reader.int32() });
    }
  }
  return assigned;
}
