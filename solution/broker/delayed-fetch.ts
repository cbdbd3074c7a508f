/**
 * A fetch that waits until there is enough to read.
 *
 * It ends when its partitions hold `minBytes`, when one of them can't be read any more (the client
 * should hear of that soon), or when `maxWaitMs` are over. Nothing is read while it waits: each
 * append only makes it count, and the data is copied once, at the end.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import {
  bytesReady,
  type FetchLimits,
  type FetchTarget,
  type PartitionData,
  readPartitions,
  replicaOf,
} from '#broker/partition-fetch.ts';
import type { Replica } from '#broker/replicas.ts';

export interface FetchPatience {
  readonly minBytes: number;
  readonly maxWaitMs: number;
}

/** Reads at once if there is enough or no reason to wait; else when one of the three has come. */
export function fetch(
  targets: readonly FetchTarget[],
  limits: FetchLimits,
  patience: FetchPatience,
  broker: BrokerServices,
): PartitionData[] | Promise<PartitionData[]> {
  const isEnough = () => canEnd(targets, limits, patience.minBytes, broker);
  const read = () => readPartitions(targets, limits, broker);
  if (patience.maxWaitMs <= 0 || targets.length === 0 || isEnough()) return read();
  const replicas = targets
    .map((target) => replicaOf(target, broker))
    .filter((replica): replica is Replica => typeof replica !== 'number');
  return new Promise((resolve, reject) => {
    const end = () => {
      try {
        resolve(read());
      } catch (error) {
        reject(error);
      }
    };
    const operation = {
      tryComplete() {
        if (!isEnough()) return false;
        end();
        return true;
      },
      expire: end,
    };
    broker.fetchPurgatory.watch(operation, replicas, patience.maxWaitMs);
  });
}

/** Whether a fetch has what it waits for, or something to say that is better said now. */
function canEnd(
  targets: readonly FetchTarget[],
  limits: FetchLimits,
  minBytes: number,
  broker: BrokerServices,
): boolean {
  let bytes = 0;
  for (const target of targets) {
    const replica = replicaOf(target, broker);
    if (typeof replica === 'number' || hasNews(target, replica)) return true;
    bytes += bytesReady(target, replica, limits);
    if (bytes >= Math.min(minBytes, limits.maxBytes)) return true;
  }
  return false;
}

/** An offset out of range, or a log that has parted from the reader's. */
function hasNews({ fetchOffset, lastFetchedEpoch }: FetchTarget, { log }: Replica): boolean {
  if (fetchOffset < log.logStartOffset || fetchOffset > log.logEndOffset) return true;
  if (lastFetchedEpoch < 0) return false;
  const end = log.endOffsetForEpoch(lastFetchedEpoch);
  return end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset;
}
