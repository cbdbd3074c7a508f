/**
 * The metadata log of a quorum with one voter.
 *
 * It is Raft with nobody to ask: the only voter wins each election, and a record is committed when
 * its own disk has it. What a restart has to keep right is the same as in a larger quorum:
 *
 *     open     recover the log: a torn tail is cut, by checksum
 *              load the newest snapshot's voters; read quorum-state
 *              epoch + 1, durably, before anything is written in it
 *              append LeaderChange, sync: now all of the log is committed, the uncommitted tail
 *              of the last life included, as it is in Raft when a new leader's record is
 *     append   write into the page cache, then sync; appends that wait together share one sync
 *     commit   the high watermark moves, listeners hear of the batches, promises resolve
 *
 * Invariant: nothing is delivered to a listener, and no `committed` resolves, before the record is
 * durable, along with everything before it.
 */
import type { Env } from '#env/env.ts';
import { readBatches, valuesOf } from '#metadata/metadata-batches.ts';
import {
  type Appended,
  type CommittedBatch,
  type Leadership,
  type MetadataListener,
  type MetadataLog,
  NotLeader,
  type SnapshotContent,
  type SnapshotId,
  type Voter,
} from '#metadata/metadata-log.ts';
import {
  type ControlRecord,
  encodeControlBatch,
  encodeValueBatch,
  kraftVersionRecord,
  leaderChange,
  readControlBatch,
  votersRecord,
} from '#metadata/quorum-control-records.ts';
import { readQuorumState, writeQuorumState } from '#metadata/quorum-state.ts';
import {
  listSnapshots,
  readSnapshotFile,
  removeUnfinishedSnapshots,
  writeSnapshotFile,
} from '#metadata/snapshot-file.ts';
import { dropOldSnapshots } from '#metadata/snapshot-retention.ts';
import { ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { defaultLogConfig } from '#storage/log-config.ts';
import { joinPath } from '#storage/log-files.ts';
import { PartitionLog } from '#storage/partition-log.ts';

/** The id that the metadata topic has in every cluster. */
const METADATA_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';
const METADATA_PARTITION = { topic: '__cluster_metadata', partition: 0 } as const;
/** The largest batch that Kafka's quorum replicates. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

export interface QuorumOfOneOptions {
  /** The log directory that holds `__cluster_metadata-0`. */
  readonly logDirectory: string;
  /** This node as it is to be known to the quorum. */
  readonly voter: Voter;
  /** `metadata.log.segment.bytes` and `.ms`. */
  readonly segmentBytes?: number;
  readonly segmentMs?: number;
  /** `metadata.max.retention.bytes` and `.ms`: how long old snapshots and log are kept. */
  readonly retentionBytes?: number;
  readonly retentionMs?: number;
}

/** This directory belongs to a quorum that one node can't be. */
export class WrongQuorum extends Error {
  override readonly name = 'WrongQuorum';
}

export class QuorumOfOne implements MetadataLog {
  readonly nodeId: number;
  readonly #env: Env;
  readonly #directory: string;
  readonly #log: PartitionLog;
  readonly #options: QuorumOfOneOptions;
  #kraftVersion = 0;
  #voters: readonly Voter[] | undefined;
  #leadership: Leadership = { epoch: 0, leaderId: undefined };
  #snapshots: SnapshotId[];
  #listener: MetadataListener | undefined;
  /** Appended, not committed. */
  readonly #pending: CommittedBatch[] = [];
  #state: 'open' | 'failed' | 'closed' = 'open';
  #failure: unknown;

  private constructor(env: Env, options: QuorumOfOneOptions) {
    this.#env = env;
    this.#options = options;
    this.nodeId = options.voter.id;
    this.#directory = joinPath(options.logDirectory, '__cluster_metadata-0');
    env.disk.makeDirectory(this.#directory);
    removeUnfinishedSnapshots(env, this.#directory);
    this.#snapshots = listSnapshots(env, this.#directory);
    this.#log = openLog(env, this.#directory, options);
    this.#log.highWatermarkFollowsLogEnd = false;
  }

  /** Recovers the log, leads a new epoch, and resolves when that is durable. */
  static async open(env: Env, options: QuorumOfOneOptions): Promise<QuorumOfOne> {
    const quorum = new QuorumOfOne(env, options);
    quorum.#settleSnapshots();
    quorum.#readQuorumFacts();
    await quorum.#lead();
    return quorum;
  }

  get leadership(): Leadership {
    return this.#leadership;
  }

  get voters(): readonly Voter[] {
    return this.#voters ?? [this.#options.voter];
  }

  get kraftVersion(): number {
    return this.#kraftVersion;
  }

  get startOffset(): number {
    return this.#log.logStartOffset;
  }

  get endOffset(): number {
    return this.#log.logEndOffset;
  }

  get highWatermark(): number {
    return this.#log.highWatermark;
  }

  get latestSnapshot(): SnapshotId | undefined {
    const latest = this.#snapshots.at(-1);
    return latest === undefined || latest.endOffset === 0 ? undefined : latest;
  }

  start(listener: MetadataListener): void {
    if (this.#listener !== undefined) throw new Error('The metadata log has a listener already.');
    this.#listener = listener;
    const id = this.latestSnapshot;
    let from = this.startOffset;
    if (id !== undefined) {
      const { values, timestampMs } = readSnapshotFile(this.#env, this.#directory, id);
      listener.loadSnapshot({ id, timestampMs, values });
      from = id.endOffset;
    }
    for (const { header, bytes } of readBatches(this.#log, from, this.highWatermark)) {
      if (header.isControl || header.baseOffset < from) continue;
      listener.commit(valuesOf(header, bytes, this.#env.codecs));
    }
    listener.leaderChange(this.#leadership);
  }

  append(epoch: number, values: readonly Uint8Array[]): Appended {
    this.#checkLeads(epoch);
    const batch: CommittedBatch = {
      baseOffset: this.endOffset,
      lastOffset: this.endOffset + values.length - 1,
      epoch,
      timestampMs: this.#env.clock.now(),
      values,
    };
    this.#write(encodeValueBatch(values, batch));
    this.#pending.push(batch);
    return {
      baseOffset: batch.baseOffset,
      lastOffset: batch.lastOffset,
      committed: this.#commit(),
    };
  }

  async writeSnapshot(content: SnapshotContent): Promise<void> {
    const { endOffset } = content.id;
    if (endOffset > this.highWatermark) {
      throw new Error(
        `A snapshot up to ${endOffset} would hold what is not committed: that ends at ${
          this.highWatermark
        }.`,
      );
    }
    const latest = this.latestSnapshot?.endOffset ?? 0;
    if (endOffset <= latest) return;
    const quorum = { kraftVersion: this.#kraftVersion, voters: this.voters };
    await writeSnapshotFile(this.#env, this.#directory, content, quorum);
    this.#snapshots.push(content.id);
    dropOldSnapshots(this.#env, this.#directory, {
      log: this.#log,
      snapshots: this.#snapshots,
      retentionBytes: this.#options.retentionBytes ?? Number.POSITIVE_INFINITY,
      retentionMs: this.#options.retentionMs ?? Number.POSITIVE_INFINITY,
    });
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    const wasOpen = this.#state === 'open';
    this.#state = 'closed';
    if (!wasOpen) return this.#log.abandon();
    await this.#commit();
    await this.#log.close();
  }

  /** A crash may have undone a truncation: a log that ends below the snapshot begins anew there. */
  #settleSnapshots(): void {
    const latest = this.latestSnapshot;
    if (latest === undefined || latest.endOffset <= this.endOffset) return;
    this.#log.truncateFullyAndStartAt(latest.endOffset);
  }

  /** The newest voters: those of the newest snapshot, unless the log has newer ones. */
  #readQuorumFacts(): void {
    const snapshot = this.#snapshots.at(-1);
    if (snapshot !== undefined) {
      const facts = readSnapshotFile(this.#env, this.#directory, snapshot);
      this.#kraftVersion = facts.kraftVersion;
      this.#voters = facts.voters;
    }
    for (const { header, bytes } of readBatches(this.#log, this.startOffset, this.endOffset)) {
      if (!header.isControl) continue;
      const facts = readControlBatch(bytes, header, this.#env.codecs);
      this.#kraftVersion = facts.kraftVersion ?? this.#kraftVersion;
      this.#voters = facts.voters ?? this.#voters;
    }
  }

  /** Votes for itself, which elects it. */
  async #lead(): Promise<void> {
    const { disk } = this.#env;
    const state = readQuorumState(disk, this.#directory);
    this.#checkOnlyVoter(this.#voters?.map((voter) => voter.id) ?? state?.staticVoters ?? []);
    const known = Math.max(
      state?.leaderEpoch ?? 0,
      this.#log.latestEpoch,
      this.latestSnapshot?.epoch ?? 0,
    );
    const epoch = known + 1;
    // The vote and the election that it wins are one step, so one write has both.
    await writeQuorumState(disk, this.#directory, {
      leaderId: this.nodeId,
      leaderEpoch: epoch,
      votedId: -1,
      votedDirectoryId: ZERO_UUID,
      staticVoters: this.#kraftVersion === 0 ? [this.nodeId] : undefined,
    });
    this.#leadership = { epoch, leaderId: this.nodeId };
    this.#write(
      encodeControlBatch(this.#electionRecords(), {
        baseOffset: this.endOffset,
        epoch,
        timestampMs: this.#env.clock.now(),
      }),
    );
    await this.#commit();
  }

  /** With the change of leader, the voters, if the log has never had them or this one has moved. */
  #electionRecords(): ControlRecord[] {
    const records = [leaderChange(this.nodeId, [this.nodeId])];
    if (this.#kraftVersion === 0) return records;
    const { voter } = this.#options;
    const isFirst = this.endOffset === 0;
    if (!isFirst && this.#voters !== undefined && sameVoters(this.#voters, [voter])) return records;
    this.#voters = [voter];
    records.push(kraftVersionRecord(this.#kraftVersion), votersRecord(this.#voters));
    return records;
  }

  #checkOnlyVoter(ids: readonly number[]): void {
    const others = ids.filter((id) => id !== this.nodeId);
    if (others.length === 0) return;
    throw new WrongQuorum(
      `The metadata log in ${this.#directory} belongs to a quorum of the voters ${ids.join(', ')}. ` +
        `Node ${this.nodeId} can't lead it alone: set node.id to the only voter's id, or take the ` +
        'other voters out of the quorum (kafka-metadata-quorum remove-controller) before.',
    );
  }

  #checkLeads(epoch: number): void {
    if (this.#state === 'failed') {
      throw new NotLeader('The metadata log has failed; nothing more can be written to it.', {
        cause: this.#failure,
      });
    }
    if (this.#state === 'closed') throw new NotLeader('The metadata log is closed.');
    if (epoch === this.#leadership.epoch) return;
    throw new NotLeader(
      `Node ${this.nodeId} leads in epoch ${this.#leadership.epoch}, not in ${epoch}.`,
    );
  }

  #write(batch: Uint8Array): void {
    const result = this.#log.appendAsFollower(batch);
    if (result.errorCode === ErrorCode.NONE) return;
    throw new Error(`The metadata log refused a batch of its own: ${result.errorMessage}`);
  }

  /** Resolves when all that is in the log now is committed. */
  async #commit(): Promise<void> {
    const end = this.endOffset;
    try {
      await this.#log.sync();
    } catch (cause) {
      this.#fail(cause);
      throw cause;
    }
    if (this.#state === 'failed') throw this.#failure;
    if (end <= this.highWatermark) return;
    this.#log.updateHighWatermark(end);
    for (let [batch] = this.#pending; batch !== undefined; [batch] = this.#pending) {
      if (batch.lastOffset >= end) return;
      this.#pending.shift();
      this.#listener?.commit(batch);
    }
  }

  /** After a failed sync nobody knows what the disk has: writing on could hide a gap. */
  #fail(cause: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#failure = cause;
    this.#env.log.error('The metadata log failed; this node has to stop.', { error: cause });
    this.#listener?.failed(cause);
  }
}

/** Compares them as they would be written. */
function sameVoters(a: readonly Voter[], b: readonly Voter[]): boolean {
  return votersRecord(a).value.join() === votersRecord(b).value.join();
}

function openLog(env: Env, directory: string, options: QuorumOfOneOptions): PartitionLog {
  return PartitionLog.open(env, {
    directory,
    topicPartition: METADATA_PARTITION,
    topicId: METADATA_TOPIC_ID,
    config: {
      ...defaultLogConfig,
      segmentBytes: options.segmentBytes ?? defaultLogConfig.segmentBytes,
      segmentMs: options.segmentMs ?? defaultLogConfig.segmentMs,
      maxMessageBytes: MAX_BATCH_BYTES,
      // Only snapshots make log dispensable, never age or size.
      retentionMs: -1,
      retentionBytes: -1,
    },
    // All of it is checked at each start: it is small, and everything else hangs on it.
    recoveryPoint: 0,
    cleanShutdown: false,
  });
}
