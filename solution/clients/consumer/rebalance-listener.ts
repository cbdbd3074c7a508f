/**
 * How an application hears of partitions that come and go.
 *
 *     onPartitionsRevoked    before they go: the last moment to commit what was read of them
 *     onPartitionsAssigned   after they came, before the first record of them
 *     onPartitionsLost       they have gone already: another member may read them by now
 *
 * All are called in the application's own poll (or unsubscribe, or close), one after the other, and
 * awaited. Where `onPartitionsLost` is left out, `onPartitionsRevoked` is called instead, as in Kafka.
 */
import type { TopicPartition } from '#storage/log-files.ts';

type Heard = void | Promise<void>;

export interface RebalanceListener {
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): Heard;
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): Heard;
  onPartitionsLost?(partitions: readonly TopicPartition[]): Heard;
}
