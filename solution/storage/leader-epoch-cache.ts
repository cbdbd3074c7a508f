/**
 * Where in a log each leader's reign began: a list of (epoch, start offset).
 *
 * Replicas compare histories by it. Two logs that have the same epoch up to the same offset hold
 * the same records up to there, so a follower that learns where its own last epoch ended on the
 * leader knows exactly what to cut (KIP-101, KIP-279). Consumers detect lost records the same way.
 *
 *   epoch 3 from 0 | epoch 5 from 70 | epoch 6 from 120     log end 150
 *   end of epoch 3 -> 70, of 4 -> epoch 3 ends at 70, of 5 -> 120, of 6 -> 150
 *
 * The list is saved in `leader-epoch-checkpoint`. It is written at once when it grows, but made
 * durable only before the recovery point passes: records beyond that are scanned after a crash,
 * and tell their epochs again.
 *
 * Invariant: epochs and start offsets both strictly increase.
 *
 * Source: org.apache.kafka.storage.internals.epoch.LeaderEpochFileCache.
 */
import type { Disk } from '#env/disk.ts';
import { CheckpointFile, CorruptCheckpoint, isWhole } from '#storage/checkpoint-file.ts';
import { joinPath } from '#storage/log-files.ts';

const FILE_NAME = 'leader-epoch-checkpoint';

/** The epoch, and end offset, of nobody. */
export const UNDEFINED_EPOCH = -1;
export const UNDEFINED_EPOCH_OFFSET = -1;

export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

export class LeaderEpochCache {
  private readonly file: CheckpointFile<EpochEntry>;
  private entries: EpochEntry[] = [];
  /** The list differs from the file; the file differs from what is on disk. */
  private changed = false;
  private unsynced = false;

  /** An empty list, until `load` reads the file that is in that directory. */
  constructor(disk: Disk, directory: string) {
    this.file = new CheckpointFile(
      disk,
      joinPath(directory, FILE_NAME),
      (entry) => `${entry.epoch} ${entry.startOffset}`,
      ([epoch, startOffset, ...more]) => {
        if (more.length > 0 || !isWhole(epoch) || !isWhole(startOffset)) return undefined;
        return { epoch: Number(epoch), startOffset: Number(startOffset) };
      },
    );
  }

  /** Reads the file; false when it can't be trusted and the log has to be asked instead. */
  load(): boolean {
    try {
      const entries = this.file.read();
      for (const entry of entries ?? []) this.insert(entry);
      this.changed = false;
      return entries !== undefined && entries.length > 0;
    } catch (error) {
      if (!(error instanceof CorruptCheckpoint)) throw error;
      return false;
    }
  }

  all(): readonly EpochEntry[] {
    return this.entries;
  }

  get latestEpoch(): number {
    return this.entries.at(-1)?.epoch ?? UNDEFINED_EPOCH;
  }

  /** Notes that `epoch` began at `startOffset`, unless it is known already. */
  assign(epoch: number, startOffset: number): void {
    if (this.insert({ epoch, startOffset })) this.save();
  }

  /** Notes an epoch without touching the file, for recovery, which saves once at its end. */
  insert(entry: EpochEntry): boolean {
    const latest = this.entries.at(-1);
    if (latest?.epoch === entry.epoch && latest.startOffset <= entry.startOffset) return false;
    // A later entry that contradicts the new one was never followed by records that count.
    this.entries = this.entries.filter(
      (old) => old.epoch < entry.epoch && old.startOffset < entry.startOffset,
    );
    this.entries.push(entry);
    this.changed = true;
    return true;
  }

  /** Puts entries, older than all that are known, before them. */
  prepend(older: readonly EpochEntry[]): void {
    const known = this.entries;
    this.entries = [];
    for (const entry of [...older, ...known]) this.insert(entry);
  }

  /** The epoch of the record at `offset`, or -1 where it is not known. */
  epochOf(offset: number): number {
    const entry = this.entries.findLast((candidate) => candidate.startOffset <= offset);
    return entry?.epoch ?? UNDEFINED_EPOCH;
  }

  /**
   * The largest epoch at or below `epoch` and the offset after its last record; -1 and -1 when
   * `epoch` is above all known ones. An epoch below all known ones ends where those begin.
   */
  endOffsetOf(epoch: number, logEndOffset: number): { epoch: number; endOffset: number } {
    if (epoch !== UNDEFINED_EPOCH && epoch === this.latestEpoch) {
      return { epoch, endOffset: logEndOffset };
    }
    const higher = this.entries.find((entry) => entry.epoch > epoch);
    if (epoch === UNDEFINED_EPOCH || higher === undefined) {
      return { epoch: UNDEFINED_EPOCH, endOffset: UNDEFINED_EPOCH_OFFSET };
    }
    const floor = this.entries.findLast((entry) => entry.epoch <= epoch);
    return { epoch: floor?.epoch ?? epoch, endOffset: higher.startOffset };
  }

  /** The log was cut at `endOffset`: epochs that began there or later are gone. */
  truncateFromEnd(endOffset: number): void {
    this.replace(this.entries.filter((entry) => entry.startOffset < endOffset));
  }

  /** The log now begins at `startOffset`: only the epoch of that record keeps an earlier start. */
  truncateFromStart(startOffset: number): void {
    const floor = this.entries.findLast((entry) => entry.startOffset <= startOffset);
    if (floor === undefined) return;
    const kept = this.entries.filter((entry) => entry.startOffset > startOffset);
    this.replace([{ epoch: floor.epoch, startOffset }, ...kept]);
  }

  clear(): void {
    this.replace([]);
  }

  /** Writes the file, without waiting for the disk. */
  save(): void {
    this.file.write(this.entries);
    this.changed = false;
    this.unsynced = true;
  }

  saveIfChanged(): void {
    if (this.changed) this.save();
  }

  /** Resolves when the file holds the list as it is now, durably. */
  async sync(): Promise<void> {
    this.saveIfChanged();
    if (!this.unsynced) return;
    this.unsynced = false;
    try {
      await this.file.sync();
    } catch (error) {
      this.unsynced = true;
      throw error;
    }
  }

  private replace(entries: EpochEntry[]): void {
    const same = entries.length === this.entries.length && entries[0]?.startOffset === this.first();
    if (same) return;
    this.entries = entries;
    this.save();
  }

  private first(): number | undefined {
    return this.entries[0]?.startOffset;
  }
}
