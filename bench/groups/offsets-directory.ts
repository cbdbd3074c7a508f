/**
 * A log directory with a million committed offsets, for brokers to load at their start.
 *
 * Gregor makes the directory, and `__consumer_offsets` in it; then each partition's log is written as
 * a coordinator would have: a batch for each commit, each of the offsets of ten partitions.
 *
 *     1,000 groups x 10 topics x 100 partitions, in batches of 10          about 80 MB
 *
 * Kafka opens the same bytes: what is compared is how long it takes to have them in memory.
 */
import { join } from 'node:path';
import { createNodeEnv } from '#env/node/node-env.ts';
import { encodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import { groupPartition, OFFSETS_TOPIC } from '#groups/group-partition.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { defaultLogConfig } from '#storage/log-config.ts';
import { partitionName } from '#storage/log-files.ts';
import { PartitionLog } from '#storage/partition-log.ts';

export const OFFSETS_PARTITIONS = 50;
const TOPICS = 10;
const PARTITIONS_OF_A_TOPIC = 100;
const OFFSETS_OF_A_COMMIT = 10;
/** How many offsets each group has committed. */
export const OFFSETS_OF_A_GROUP = TOPICS * PARTITIONS_OF_A_TOPIC;

/** The groups whose offsets are written, by their partition; `count` offsets in all. */
export function groupsByPartition(count: number): Map<number, string[]> {
  const length = count / OFFSETS_OF_A_GROUP;
  const groupIds = Array.from({ length }, (_, number) => `group-of-the-bench-${number}`);
  return Map.groupBy(groupIds, (groupId) => groupPartition(groupId, OFFSETS_PARTITIONS));
}

/** Appends the offsets to the logs of a directory in which `__consumer_offsets` is there and closed. */
export async function writeOffsets(directory: string, count: number): Promise<void> {
  const env = createNodeEnv();
  for (const [partition, groups] of groupsByPartition(count)) {
    const topicPartition = { topic: OFFSETS_TOPIC, partition };
    const log = PartitionLog.open(env, {
      directory: join(directory, partitionName(topicPartition)),
      topicPartition,
      config: defaultLogConfig,
      cleanShutdown: true,
    });
    for (const batch of groups.flatMap(commitsOf)) {
      log.append(batch, { leaderEpoch: 0, origin: 'coordinator' });
    }
    await log.close();
  }

  /** The batches of all commits of a group. */
  function commitsOf(groupId: string): Uint8Array[] {
    const now = env.clock.now();
    const commits: Uint8Array[] = [];
    for (let offset = 0; offset < OFFSETS_OF_A_GROUP; offset += OFFSETS_OF_A_COMMIT) {
      const records = Array.from({ length: OFFSETS_OF_A_COMMIT }, (_, index) => ({
        timestamp: now,
        ...encodeCoordinatorRecord(offsetRecord(groupId, offset + index, now)),
      }));
      commits.push(encodeBatch({ records, codecs: env.codecs }));
    }
    return commits;
  }
}

function offsetRecord(groupId: string, number: number, commitTimestampMs: number) {
  return {
    kind: 'offset',
    groupId,
    topic: `topic-of-the-bench-${Math.floor(number / PARTITIONS_OF_A_TOPIC)}`,
    partition: number % PARTITIONS_OF_A_TOPIC,
    offset: {
      offset: 1_000_000 + number,
      leaderEpoch: 0,
      metadata: '',
      commitTimestampMs,
      expireTimestampMs: undefined,
      topicId: ZERO_UUID,
    },
  } as const;
}
