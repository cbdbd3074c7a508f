/**
 * Which partitions a tool is about, from patterns.
 *
 *     --topic 'or.*' --partitions 0,1
 *     --topic-partitions orders:1,payments:0-3,refunds:5-,carts:-3,users
 *
 * In a range the lower end is in, the upper out; either may be missing. A missing topic means all.
 */
import { ToolFailure } from '#cli/run-tool.ts';
import { topicFilter } from '#cli/topic-filter.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export type PartitionFilter = (partition: TopicPartition) => boolean;

const PATTERN = /^([^:,]*)(?::(?:(\d*)|(?:(\d*)-(\d*))))?$/;

/** The partitions of `--topic` and `--partitions`; what is absent lets all through. */
export function topicAndPartitions(
  topicPattern: string | undefined,
  partitionIds: string | undefined,
): PartitionFilter {
  const isTopic = topicFilter(topicPattern, { excludeInternal: false });
  const ids = partitionIds === undefined ? [] : partitionIds.split(',');
  if (ids.some((id) => !/^\d+$/.test(id))) {
    throw new ToolFailure(
      `--partitions expects a comma separated list of numeric partition ids, but received: ${partitionIds}`,
    );
  }
  const wanted = new Set(ids.map(Number));
  return ({ topic, partition }) => isTopic(topic) && (wanted.size === 0 || wanted.has(partition));
}

/** The partitions that any pattern of the list lets through. */
export function partitionPatterns(list: string): PartitionFilter {
  const filters = list.split(',').map(partitionPattern);
  return (partition) => filters.some((matches) => matches(partition));
}

function partitionPattern(pattern: string): PartitionFilter {
  const match = PATTERN.exec(pattern);
  if (match === null) throw new ToolFailure(`Invalid rule specification: ${pattern}`);
  const [, topic, single, from, to] = match;
  const isTopic = topicFilter(topic || undefined, { excludeInternal: false });
  if (single) return (one) => one.partition === Number(single) && isTopic(one.topic);
  const lower = from ? Number(from) : 0;
  const upper = to ? Number(to) : Number.POSITIVE_INFINITY;
  return (one) => one.partition >= lower && one.partition < upper && isTopic(one.topic);
}
