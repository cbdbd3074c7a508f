/**
 * Making a log durable, and knowing how far it is.
 *
 * The recovery point is a promise: everything below it is on disk, together with all that a start
 * needs to trust it. So it moves last, after these, in this order:
 *
 *   batches      of each segment from the recovery point on, oldest first
 *   indexes      of those that no longer grow
 *   epochs       leader-epoch-checkpoint
 *   producers    snapshots
 *   names        the directory's entries, and the directory's own
 *
 * All of it takes time, and the log goes on meanwhile. A sync vouches for what was there when it
 * began; if the log was cut since, for nothing. A segment that rolls or is cut while it is synced is
 * due again.
 *
 * Source: org.apache.kafka.storage.internals.log.UnifiedLog.flush.
 */
import type { Env } from '#env/env.ts';
import type { LeaderEpochCache } from '#storage/leader-epoch-cache.ts';
import { parentDirectory } from '#storage/log-files.ts';
import { partitionMetadataPath } from '#storage/partition-metadata.ts';
import type { PartitionProducers } from '#storage/partition-producers.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';
import { SyncQueue } from '#storage/sync-queue.ts';

/** The parts of a log that a sync goes through. */
export interface SyncedLog {
  readonly directory: string;
  readonly segments: SegmentList;
  readonly epochs: LeaderEpochCache;
  readonly producers: PartitionProducers;
  readonly logEndOffset: number;
}

export class LogSync {
  recoveryPoint: number;
  /** The wall clock at the last sync, and the records appended since. */
  lastSyncMs: number;
  unsyncedRecords = 0;
  /** Names in the directory changed. */
  namesChanged: boolean;
  private readonly env: Env;
  private readonly log: SyncedLog;
  private readonly queue: SyncQueue;
  private readonly due = new Set<Segment>();
  private directoryIsNew: boolean;
  private metadataChanged = false;
  private cuts = 0;

  /** `namesKnown`: the directory's entries, and its own in its parent, are on disk. */
  constructor(env: Env, log: SyncedLog, recoveryPoint: number, namesKnown: boolean) {
    this.env = env;
    this.log = log;
    this.recoveryPoint = recoveryPoint;
    this.namesChanged = !namesKnown;
    this.directoryIsNew = !namesKnown;
    this.lastSyncMs = env.clock.now();
    this.queue = new SyncQueue(() => this.syncNow());
  }

  /** Resolves when all that was there before the call is on disk. */
  run(): Promise<void> {
    return this.queue.run();
  }

  /** A segment below the recovery point, or about to be, has something that is not on disk. */
  add(segment: Segment): void {
    this.due.add(segment);
  }

  /** partition.metadata is new. */
  metadataWritten(): void {
    this.metadataChanged = true;
    this.namesChanged = true;
  }

  /** The log was cut, and its first changed byte is in the segment of `baseOffset`. */
  cutAt(baseOffset: number): void {
    this.cuts += 1;
    this.recoveryPoint = Math.min(this.recoveryPoint, baseOffset);
  }

  private async syncNow(): Promise<void> {
    const { cuts, unsyncedRecords } = this;
    const { logEndOffset, epochs, producers } = this.log;
    await this.syncSegments();
    await epochs.sync();
    await producers.sync();
    await this.syncNames();
    this.lastSyncMs = this.env.clock.now();
    this.unsyncedRecords -= unsyncedRecords;
    if (cuts === this.cuts) this.recoveryPoint = Math.max(this.recoveryPoint, logEndOffset);
  }

  private async syncSegments(): Promise<void> {
    const segments = new Set([...this.due, ...this.log.segments.from(this.recoveryPoint)]);
    for (const segment of segments) {
      // Taken off the list first: a segment that rolls or is cut meanwhile comes back.
      this.due.delete(segment);
      // Retention or a cut may have taken it out of the log while another one was synced.
      if (this.log.segments.floor(segment.baseOffset) === segment) await this.syncSegment(segment);
    }
  }

  private async syncSegment(segment: Segment): Promise<void> {
    const active = segment === this.log.segments.active;
    try {
      await segment.sync(active);
    } catch (error) {
      if (!active) this.due.add(segment);
      throw error;
    }
  }

  private async syncNames(): Promise<void> {
    const { directory, producers } = this.log;
    if (this.metadataChanged) await this.syncMetadata(partitionMetadataPath(directory));
    if (this.namesChanged || producers.namesChanged) {
      // First, for names may change again while the disk is at work.
      this.namesChanged = false;
      producers.namesChanged = false;
      await this.env.disk.syncDirectory(directory).catch((error: unknown) => {
        this.namesChanged = true;
        throw error;
      });
    }
    if (!this.directoryIsNew) return;
    await this.env.disk.syncDirectory(parentDirectory(directory));
    this.directoryIsNew = false;
  }

  private async syncMetadata(path: string): Promise<void> {
    const file = this.env.disk.open(path, 'write');
    await file.sync();
    file.close();
    this.metadataChanged = false;
  }
}
