/**
 * A record as the application gets it. Key, value and header values are views of the bytes that
 * were fetched: whoever keeps one keeps its whole batch in memory.
 */

import type { TimestampType } from '#storage/batch-header.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import type { Record } from '#storage/record.ts';

export interface ConsumedRecord extends Record, TopicPartition {
  readonly timestampType: TimestampType;
  readonly leaderEpoch: number;
}
