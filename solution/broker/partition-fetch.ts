/**
 * What one fetch wants of one partition, and what it got.
 *
 * A fetch names many partitions under common limits: `maxBytes` for all of them, another for each.
 * They are read in the order of the request until the limit is reached; only the first batch of the
 * whole answer may be larger than the limit, so that no reader gets stuck (KIP-74).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import type { Replica } from '#broker/replicas.ts';
import { leaderOf } from '#broker/topic-reference.ts';
import { DiskError } from '#env/disk.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { type ReadOptions, type ReadResult, readableBytes } from '#storage/log-reader.ts';

/** A partition that a fetch names, as the request has it. */
export interface FetchTarget {
  /** The name, empty where the request names topics by id. */
  readonly name: string;
  readonly topicId: string;
  readonly partition: number;
  readonly fetchOffset: number;
  readonly partitionMaxBytes: number;
  readonly currentLeaderEpoch: number;
  readonly lastFetchedEpoch: number;
  readonly logStartOffset: number;
}

export interface PartitionData {
  readonly target: FetchTarget;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly records: readonly Uint8Array[];
  readonly sizeInBytes: number;
  readonly abortedTransactions: ReadResult['abortedTransactions'];
  /** Where the reader's log parted from this one (KIP-595); it has to truncate. */
  readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: number };
}

export interface FetchLimits {
  readonly maxBytes: number;
  readonly upTo: ReadOptions['upTo'];
}

/** Reads all targets under the limits, in their order. */
export function readPartitions(
  targets: Iterable<FetchTarget>,
  { maxBytes, upTo }: FetchLimits,
  broker: BrokerServices,
): PartitionData[] {
  let left = maxBytes;
  let minOneMessage = true;
  const allocate = (length: number) => broker.readBuffers.take(length);
  const results: PartitionData[] = [];
  for (const target of targets) {
    const limit = Math.max(0, Math.min(target.partitionMaxBytes, left));
    const options = { maxBytes: limit, minOneMessage, upTo, allocate };
    const data = readPartition(target, options, broker);
    if (data.sizeInBytes > 0) minOneMessage = false;
    left -= data.sizeInBytes;
    results.push(data);
  }
  return results;
}

/** The replica that serves a target, or the error code of the partition's answer. */
export function replicaOf(target: FetchTarget, broker: BrokerServices): Replica | number {
  return leaderOf(broker, target, target.partition, target.currentLeaderEpoch);
}

/** How many bytes a read could return now: what a fetch waits for. */
export function bytesReady(target: FetchTarget, replica: Replica, { upTo }: FetchLimits): number {
  const ready = readableBytes(replica.log, target.fetchOffset, upTo);
  return Math.min(ready, target.partitionMaxBytes);
}

function readPartition(
  target: FetchTarget,
  options: ReadOptions,
  broker: BrokerServices,
): PartitionData {
  const replica = replicaOf(target, broker);
  if (typeof replica === 'number') return failed(target, replica);
  const divergingEpoch = divergence(target, replica);
  if (typeof divergingEpoch === 'number') return failed(target, divergingEpoch);
  try {
    const read = divergingEpoch
      ? replica.log.read(replica.log.logEndOffset, options)
      : replica.log.read(target.fetchOffset, options);
    if (read.errorCode !== ErrorCode.NONE) return failed(target, read.errorCode);
    return { ...read, target, records: read.pieces, ...(divergingEpoch && { divergingEpoch }) };
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    broker.replicas.fail(replica, error);
    return failed(target, ErrorCode.KAFKA_STORAGE_ERROR);
  }
}

/** Whether the reader's last record is of a history that this log does not share. */
function divergence(
  { lastFetchedEpoch, fetchOffset }: FetchTarget,
  { log }: Replica,
): { epoch: number; endOffset: number } | number | undefined {
  if (lastFetchedEpoch < 0) return undefined;
  const end = log.endOffsetForEpoch(lastFetchedEpoch);
  if (end.endOffset < 0) return ErrorCode.OFFSET_OUT_OF_RANGE;
  return end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset ? end : undefined;
}

export function failed(target: FetchTarget, errorCode: number): PartitionData {
  return {
    target,
    errorCode,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    records: [],
    sizeInBytes: 0,
    abortedTransactions: [],
  };
}
