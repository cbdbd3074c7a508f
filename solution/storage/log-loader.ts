/**
 * Opening a log: from the files of a directory to a log that can be trusted.
 *
 *   names settled     what an interrupted compaction or removal left (segment-swap.ts)
 *   segments found    by the names of their files
 *   recovered         after a crash: log-recovery.ts, from the recovery point on
 *   end settled       the log has a segment, and does not end before it begins
 *   epochs, producers completed, or rebuilt, from what the batches say
 *
 * Three things go beyond Kafka's recovery, for crashes of the machine in which the disk kept some
 * writes and lost others that were made before (the crash simulation finds a case of each):
 *
 *   a gap        a segment must begin where the one before ends, or the latter lost a tail that
 *                ended, by chance, between two batches. (Compaction leaves gaps rightly.)
 *   an overlap   batches at or beyond the next segment's base are the tail of a cut that was
 *                undone: they go.
 *   the end      where something was cut off, the log goes on in a new file. In the old one, a
 *                second crash could mix what comes next with what was cut.
 *
 * Source: org.apache.kafka.storage.internals.log.LogLoader.
 */
import type { Env } from '#env/env.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import type { WholeBatch } from '#storage/batch-scan.ts';
import { createSegment } from '#storage/create-segment.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import { type EpochEntry, LeaderEpochCache } from '#storage/leader-epoch-cache.ts';
import type { LogConfig } from '#storage/log-config.ts';
import {
  joinPath,
  LOG_SUFFIX,
  offsetFileName,
  offsetInFileName,
  partitionName,
  SEGMENT_SUFFIXES,
  type TopicPartition,
} from '#storage/log-files.ts';
import { type RecoveredLog, type RecoveringLog, recoverLog } from '#storage/log-recovery.ts';
import { PartitionProducers } from '#storage/partition-producers.ts';
import { Segment } from '#storage/segment.ts';
import { SegmentList } from '#storage/segment-list.ts';
import { settleInterruptedSwaps } from '#storage/segment-swap.ts';

export interface LoadOptions {
  readonly directory: string;
  readonly topicPartition: TopicPartition;
  readonly config: LogConfig;
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  readonly cleanShutdown: boolean;
  readonly producerIdExpirationMs: number;
}

export interface LoadedLog {
  readonly segments: SegmentList;
  readonly epochs: LeaderEpochCache;
  readonly producers: PartitionProducers;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly recoveryPoint: number;
  /** Segments below the recovery point that were mended: the next sync has to take them in. */
  readonly unsynced: readonly Segment[];
}

/** Reads a partition's directory, which must exist; makes the first segment of an empty one. */
export function loadLog(env: Env, options: LoadOptions): LoadedLog {
  return new LogLoader(env, options).load();
}

class LogLoader implements RecoveringLog {
  private readonly env: Env;
  private readonly options: LoadOptions;
  readonly segments = new SegmentList();
  private readonly epochs: LeaderEpochCache;
  private readonly producers: PartitionProducers;
  /** Recovery took something away: see "the end" above. */
  private wasCut = false;
  private readonly unsynced: Segment[] = [];

  constructor(env: Env, options: LoadOptions) {
    this.env = env;
    this.options = options;
    const { directory, producerIdExpirationMs, config } = options;
    settleInterruptedSwaps(env, directory, config);
    this.epochs = new LeaderEpochCache(env.disk, directory);
    this.producers = new PartitionProducers(env, directory, producerIdExpirationMs);
  }

  load(): LoadedLog {
    const { logStartOffset: startCheckpoint, cleanShutdown } = this.options;
    this.findSegments();
    const epochsKnown = this.epochs.load();
    const scanned = this.recover()?.logEndOffset;
    const end = this.settleEnd(startCheckpoint, scanned);
    const logStartOffset = Math.max(startCheckpoint, this.segments.first.baseOffset);
    if (!epochsKnown) this.epochs.clear();
    this.completeEpochs(logStartOffset);
    this.epochs.truncateFromEnd(end);
    this.epochs.truncateFromStart(logStartOffset);
    this.epochs.saveIfChanged();
    if (scanned !== end) this.producers.rebuild(this.segments, logStartOffset, end);
    this.producers.logStartMoved(logStartOffset);
    this.producers.removeStraySnapshots(this.segments);
    return {
      segments: this.segments,
      epochs: this.epochs,
      producers: this.producers,
      logStartOffset,
      logEndOffset: end,
      recoveryPoint: cleanShutdown ? end : this.boundedRecoveryPoint(end),
      unsynced: this.unsynced,
    };
  }

  /** What was scanned and changed is not on disk yet: the next sync has to begin there. */
  private boundedRecoveryPoint(end: number): number {
    const { recoveryPoint } = this.options;
    const last = Math.max(0, Math.min(recoveryPoint, end) - (this.wasCut ? 1 : 0));
    const scannedFrom = this.segments.floor(last)?.baseOffset ?? 0;
    return Math.min(recoveryPoint, scannedFrom);
  }

  private findSegments(): void {
    const { directory, config } = this.options;
    const names = this.env.disk.list(directory);
    const present = new Set(names);
    for (const name of names) {
      const baseOffset = offsetInFileName(name);
      if (baseOffset === undefined) continue;
      if (name === offsetFileName(baseOffset, LOG_SUFFIX)) {
        this.segments.add(new Segment(this.env, { directory, baseOffset, config }));
      } else if (isOrphan(name, baseOffset, present)) {
        this.warn('An index has no log file; it is removed.', { file: name });
        this.env.disk.remove(joinPath(directory, name));
      }
    }
  }

  /** What a crash left is put right; a new log has nothing that could be wrong. */
  private recover(): RecoveredLog | undefined {
    if (this.segments.count === 0) return undefined;
    const { recoveryPoint, cleanShutdown, config } = this.options;
    const isCompacted = config.cleanupPolicy.has('compact');
    const recovered = recoverLog(this, { recoveryPoint, cleanShutdown, isCompacted });
    if (recovered === undefined) return undefined;
    const { cut, dropped, logEndOffset } = recovered;
    this.wasCut = cut.length > 0 || dropped.length > 0;
    for (const { segment, cutBytes } of cut) {
      const file = segment.logPath;
      this.warn('Bytes that are no batches of the log were cut off.', { file, cutBytes });
    }
    if (dropped.length > 0) this.warnOfDropped(dropped, logEndOffset);
    return recovered;
  }

  begin(first: Segment): void {
    this.distrustSegmentsBefore(first);
    this.producers.rebuild(this.segments, this.options.logStartOffset, first.baseOffset);
  }

  goOnIn(segment: Segment): void {
    this.producers.takeSnapshot(segment.baseOffset);
  }

  /** False when the batch's own content is broken, though its checksum holds. */
  takeIn({ header, bytes }: WholeBatch, segment: Segment): boolean {
    try {
      this.producers.replay(bytes, header, segment);
    } catch (error) {
      if (!(error instanceof InvalidRecords)) throw error;
      return false;
    }
    this.noteEpoch(header);
    return true;
  }

  /** What the epochs' file says of these records may be of a history that was lost. */
  private noteEpoch({ partitionLeaderEpoch: epoch, baseOffset }: BatchHeader): void {
    if (epoch < 0) return;
    if (this.epochs.epochOf(baseOffset) === epoch) return;
    this.epochs.insert({ epoch, startOffset: baseOffset });
  }

  /**
   * Those below the recovery point have their batches on disk, not always the last entries of
   * their indexes. Most are looked at when they are first used; the last at once, because its
   * length, too, may be that of before it rolled.
   */
  private distrustSegmentsBefore(first: Segment): void {
    const all = this.segments.all();
    for (const [i, segment] of all.entries()) {
      if (segment === first) break;
      segment.distrustIndexes(all[i + 1]?.baseOffset ?? Infinity);
    }
    const last = all[all.indexOf(first) - 1];
    if (last === undefined) return;
    last.mend();
    this.unsynced.push(last);
  }

  /** The log, which ends at `logEndOffset`, does not go on in these. */
  private warnOfDropped(segments: readonly Segment[], logEndOffset: number): void {
    this.warn('Segments after the end of what could be recovered are removed.', {
      logEndOffset,
      files: segments.map((segment) => segment.logPath),
    });
  }

  /** Where the log ends; it has a segment afterwards, and does not end before it begins. */
  private settleEnd(logStartOffset: number, scanned: number | undefined): number {
    const outdated = this.segments.all().slice();
    if (outdated.length > 0) {
      const end = scanned ?? this.segments.active.nextOffset();
      if (end >= logStartOffset) {
        if (this.wasCut) this.addSegment(end);
        return end;
      }
      this.warn('The log ends before its start offset; it begins anew there.', { logStartOffset });
    }
    // The new one first: at no time is there a directory without a segment to tell the offset.
    this.addSegment(logStartOffset);
    if (outdated.length > 0) this.dropOutdated(outdated, logStartOffset);
    this.epochs.clear();
    return logStartOffset;
  }

  private dropOutdated(segments: readonly Segment[], logEndOffset: number): void {
    this.wasCut = true;
    this.warnOfDropped(segments, logEndOffset);
    this.segments.remove(segments);
    for (const segment of segments) segment.remove();
  }

  private addSegment(baseOffset: number): void {
    const { directory, config } = this.options;
    const known = this.segments.floor(baseOffset);
    if (known?.baseOffset === baseOffset) known.release();
    this.segments.add(createSegment(this.env, { directory, baseOffset, config }));
  }

  /**
   * Every batch says its own epoch, so what the list lacks at the log's beginning is read from
   * there: all, when its file is missing or damaged; some, when the file knew of a later start of
   * the log than its checkpoint did.
   */
  private completeEpochs(logStartOffset: number): void {
    const known = this.epochs.all();
    const until = known[0]?.startOffset ?? Infinity;
    if (until <= logStartOffset || this.segments.sizeInBytes === 0) return;
    const isBefore = (batch: BatchHeader) => batch.baseOffset < until;
    const found: EpochEntry[] = [];
    for (const segment of this.segments.from(logStartOffset)) {
      const scan = segment.scanFrom(0);
      for (let batch = scan.next(); batch !== undefined && isBefore(batch); batch = scan.next()) {
        const { partitionLeaderEpoch: epoch, baseOffset: startOffset } = batch;
        if (epoch > (found.at(-1)?.epoch ?? -1)) found.push({ epoch, startOffset });
      }
    }
    this.epochs.prepend(found);
  }

  private warn(message: string, facts: Record<string, unknown>): void {
    const partition = partitionName(this.options.topicPartition);
    this.env.log.warn(message, { partition, ...facts });
  }
}

function isOrphan(name: string, baseOffset: number, present: ReadonlySet<string>): boolean {
  const isSegmentFile = SEGMENT_SUFFIXES.some((kind) => name === offsetFileName(baseOffset, kind));
  return isSegmentFile && !present.has(offsetFileName(baseOffset, LOG_SUFFIX));
}
