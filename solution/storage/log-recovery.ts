/**
 * Opening a log: from files, whatever a crash left of them, to a log that can be trusted.
 *
 *        below the recovery point                 from the recovery point on
 *   | segment 0 | segment 500 | segment 900 ....:.............. | segment 1400 ... torn
 *     known to be on disk with their indexes    ^ scanned batch by batch, CRC by CRC
 *
 * After a clean shutdown nothing is scanned. Otherwise the segments from the one that holds the
 * recovery point on are: their indexes are built anew, their epochs and producers taken in, and
 * the log is cut before the first batch that is not whole, or not the one that must come next.
 * What follows it can't be trusted either, for the log is one sequence.
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
 * Source: org.apache.kafka.storage.internals.log.LogLoader, LogSegment.recover.
 */
import type { Env } from '#env/env.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { wholeBatches } from '#storage/batch-scan.ts';
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
import { MAX_RELATIVE_OFFSET } from '#storage/offset-index.ts';
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

class LogLoader {
  private readonly env: Env;
  private readonly options: LoadOptions;
  private readonly segments = new SegmentList();
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
    const scanned = cleanShutdown ? undefined : this.recover();
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

  /** Scans the segments from the recovery point on; returns where the log ends. */
  private recover(): number {
    const { recoveryPoint, logStartOffset, config } = this.options;
    const isCompacted = config.cleanupPolicy.has('compact');
    const unchecked = this.segments.from(recoveryPoint);
    const [first] = unchecked;
    if (first === undefined) return logStartOffset;
    this.distrustSegmentsBefore(first);
    this.producers.rebuild(this.segments, logStartOffset, first.baseOffset);
    let next = first.baseOffset;
    let mayGap = isCompacted;
    for (const [i, segment] of unchecked.entries()) {
      if (i > 0 && !mayFollow(segment, next, mayGap)) {
        this.drop(unchecked.slice(i), next);
        break;
      }
      if (i > 0) this.producers.takeSnapshot(segment.baseOffset);
      const recovered = this.recoverSegment(segment, unchecked[i + 1]?.baseOffset ?? Infinity);
      next = recovered.nextOffset;
      // A topic may have been compacted once and be so no more: its segments tell.
      mayGap = isCompacted || recovered.hasGaps;
    }
    return next;
  }

  /** Rebuilds a segment from its batches below `limit`, and cuts off what follows them. */
  private recoverSegment(segment: Segment, limit: number): RecoveredSegment {
    segment.resetIndexes();
    let nextOffset = segment.baseOffset;
    let end = 0;
    let hasGaps = false;
    for (const { header, bytes, position } of wholeBatches(segment.log(), 0, segment.size)) {
      if (header.lastOffset >= limit) break;
      if (!this.isNext(header, bytes, segment.baseOffset, nextOffset)) break;
      if (!this.takeInProducer(header, bytes, segment)) break;
      segment.noteBatch(header, position);
      this.noteEpoch(header);
      if (header.baseOffset > nextOffset || header.recordCount <= header.lastOffsetDelta) {
        hasGaps = true;
      }
      nextOffset = header.lastOffset + 1;
      end = position + bytes.length;
    }
    const cutBytes = segment.truncateToPosition(end);
    segment.finish();
    if (cutBytes > 0) this.noteCut(segment, cutBytes, nextOffset);
    return { nextOffset, hasGaps };
  }

  private noteCut(segment: Segment, cutBytes: number, nextOffset: number): void {
    this.wasCut = true;
    const file = segment.logPath;
    this.warn('Bytes that are no batches of the log were cut off.', { file, cutBytes, nextOffset });
  }

  private isNext(
    header: BatchHeader,
    bytes: Uint8Array,
    baseOffset: number,
    nextOffset: number,
  ): boolean {
    const inOrder = header.baseOffset >= nextOffset && header.lastOffset >= header.baseOffset;
    const inRange = header.lastOffset - baseOffset <= MAX_RELATIVE_OFFSET;
    return inOrder && inRange && isCrcValid(bytes, header);
  }

  /** False when the batch's own content is broken, though its checksum holds. */
  private takeInProducer(header: BatchHeader, bytes: Uint8Array, segment: Segment): boolean {
    try {
      this.producers.replay(bytes, header, segment);
      return true;
    } catch (error) {
      if (!(error instanceof InvalidRecords)) throw error;
      return false;
    }
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

  /** Removes segments that can't belong to the log, which ends at `logEndOffset`. */
  private drop(segments: readonly Segment[], logEndOffset: number): void {
    this.wasCut = true;
    this.warn('Segments after the end of what could be recovered are removed.', {
      logEndOffset,
      files: segments.map((segment) => segment.logPath),
    });
    this.segments.remove(segments);
    for (const segment of segments) segment.remove();
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
    if (outdated.length > 0) this.drop(outdated, logStartOffset);
    this.epochs.clear();
    return logStartOffset;
  }

  private addSegment(baseOffset: number): void {
    const { directory, config } = this.options;
    const known = this.segments.floor(baseOffset);
    if (known?.baseOffset === baseOffset) known.release();
    this.segments.add(Segment.create(this.env, { directory, baseOffset, config }));
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

interface RecoveredSegment {
  readonly nextOffset: number;
  /** Offsets are missing inside: compaction took them, for a disk loses only what is at an end. */
  readonly hasGaps: boolean;
}

/**
 * Whether a segment continues the log that ends at `next`. Where nothing is compacted, a gap means
 * that the disk lost the tail of the segment before. Our cleaner keeps each segment's last batch,
 * but Kafka's may take it, so in a compacted log a gap between segments says nothing.
 */
function mayFollow(segment: Segment, next: number, mayGap: boolean): boolean {
  return mayGap ? segment.baseOffset >= next : segment.baseOffset === next;
}

function isOrphan(name: string, baseOffset: number, present: ReadonlySet<string>): boolean {
  const isSegmentFile = SEGMENT_SUFFIXES.some((kind) => name === offsetFileName(baseOffset, kind));
  return isSegmentFile && !present.has(offsetFileName(baseOffset, LOG_SUFFIX));
}
