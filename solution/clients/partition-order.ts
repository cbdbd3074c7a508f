/**
 * The order in which partitions are listed: by topic, then by number. Topics are compared by the codes
 * of their characters, as in Java, so that clients of all languages agree.
 */
import type { TopicPartition } from '#storage/log-files.ts';

/** For `sort`. */
export function byTopicThenPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic === b.topic) return a.partition - b.partition;
  return a.topic < b.topic ? -1 : 1;
}
