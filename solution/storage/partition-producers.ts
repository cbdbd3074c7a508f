/**
 * A partition's producer state together with its files.
 *
 * The state itself (`producer-state.ts`) is pure; here it is saved and restored. A snapshot
 * `<offset>.snapshot` says what was remembered when the log ended at that offset. One is taken
 * at each roll and at a clean shutdown, so a restart replays at most the headers of one segment.
 *
 *   segments     | 0 ........ | 500 ....... | 900 .....>
 *   snapshots                 500           900           restart: load 900, replay 900..end
 *
 * A snapshot is only a short cut: one that is missing, torn or from a history that was cut away is
 * dropped, and an older one, or the log's beginning, serves.
 *
 * Invariant: no snapshot describes records that the log does not have. Those beyond a cut are
 * removed, and that is durable (`namesChanged`) before the recovery point passes the cut.
 */
import type { Env } from '#env/env.ts';
import type { AppendOrigin } from '#storage/append-validation.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { readFile, replaceFile } from '#storage/durable-file.ts';
import { joinPath, offsetFileName, offsetInFileName, SNAPSHOT_SUFFIX } from '#storage/log-files.ts';
import type { ProducerEntry } from '#storage/producer-entry.ts';
import {
  CorruptSnapshot,
  decodeProducerSnapshot,
  encodeProducerSnapshot,
} from '#storage/producer-snapshot.ts';
import {
  type PreparedAppend,
  ProducerState,
  type ProducerUpdate,
} from '#storage/producer-state.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

export class PartitionProducers {
  /** A snapshot came or went since somebody last set this to false. */
  namesChanged = false;
  private readonly env: Env;
  private readonly state: ProducerState;
  private readonly directory: string;
  private readonly snapshots: Set<number>;
  private readonly unsynced = new Set<number>();

  constructor(env: Env, directory: string, producerIdExpirationMs: number) {
    this.env = env;
    this.directory = directory;
    this.state = new ProducerState({ producerIdExpirationMs, codecs: env.codecs });
    this.snapshots = new Set(this.listSnapshots());
  }

  /** Judges an append; `commit` takes it in once it is in the log. */
  prepare(
    records: Uint8Array,
    batches: readonly BatchHeader[],
    origin: AppendOrigin,
  ): PreparedAppend {
    // Most producers that are not idempotent send one batch: nothing to judge, nothing to draft.
    if (batches.every((batch) => batch.producerId < 0)) {
      const endOffset = (batches.at(-1)?.lastOffset ?? -1) + 1;
      return { kind: 'accepted', update: { appends: [], endOffset } };
    }
    return this.state.prepare(records, batches, origin);
  }

  commit(update: ProducerUpdate, segment: Segment): void {
    for (const aborted of this.state.commit(update)) segment.transactions.append(aborted);
  }

  get firstUnstableOffset(): number | undefined {
    return this.state.firstUnstableOffset();
  }

  highWatermarkMoved(highWatermark: number): void {
    this.state.onHighWatermark(highWatermark);
  }

  logStartMoved(logStartOffset: number): void {
    this.state.onLogStartOffset(logStartOffset);
  }

  expire(now: number): void {
    this.state.removeExpired(now);
  }

  /** What is remembered now, a copy: for DescribeProducers and tests. */
  active(): Readonly<ProducerEntry>[] {
    return [...this.state.producers.values()];
  }

  /** Saves what is remembered as of `offset`, the log's end. */
  takeSnapshot(offset: number): void {
    const bytes = encodeProducerSnapshot(this.state.producers.values());
    replaceFile(this.env.disk, this.path(offset), bytes);
    this.snapshots.add(offset);
    this.unsynced.add(offset);
    this.namesChanged = true;
  }

  removeSnapshot(offset: number): void {
    this.unsynced.delete(offset);
    if (!this.snapshots.delete(offset)) return;
    this.namesChanged = true;
    const path = this.path(offset);
    if (this.env.disk.stat(path) !== undefined) this.env.disk.remove(path);
  }

  /** Drops the snapshots that belong to no segment, but for the newest. */
  removeStraySnapshots(segments: SegmentList): void {
    const newest = Math.max(...this.snapshots);
    const bases = new Set(segments.all().map((segment) => segment.baseOffset));
    for (const offset of this.snapshots) {
      if (offset !== newest && !bases.has(offset)) this.removeSnapshot(offset);
    }
  }

  /**
   * Forgets all, and remembers what the log holds up to `endOffset`: from the newest snapshot
   * that is readable and not beyond it, then from the batches' headers. A snapshot from before
   * the first segment is of no use: between it and the log lie records that are gone.
   */
  rebuild(segments: SegmentList, logStartOffset: number, endOffset: number): void {
    const { baseOffset } = segments.first;
    for (const offset of this.snapshots) {
      if (offset > endOffset || offset < baseOffset) this.removeSnapshot(offset);
    }
    const from = Math.max(this.loadNewestSnapshot(), baseOffset);
    for (const segment of segments.from(from)) {
      if (segment.baseOffset >= endOffset) break;
      this.replaySegment(segment, from, endOffset);
    }
    this.state.onLogStartOffset(logStartOffset);
  }

  /** Takes in one batch that is in the log; `bytes` begin with it. */
  replay(bytes: Uint8Array, header: BatchHeader, segment: Segment): void {
    if (header.producerId < 0) return;
    for (const aborted of this.state.replay(bytes, [header])) segment.transactions.append(aborted);
  }

  /** Resolves when the snapshots taken so far are on disk; their names are the log's to sync. */
  async sync(): Promise<void> {
    for (const offset of [...this.unsynced]) {
      this.unsynced.delete(offset);
      const file = this.env.disk.open(this.path(offset), 'write');
      await file.sync();
      file.close();
    }
  }

  /** The offset of the snapshot that was loaded; 0, with nothing remembered, if there is none. */
  private loadNewestSnapshot(): number {
    const now = this.env.clock.now();
    for (const offset of [...this.snapshots].sort((a, b) => b - a)) {
      const entries = this.readSnapshot(offset);
      if (entries !== undefined) {
        this.state.load(entries, offset, now);
        return offset;
      }
    }
    this.state.load([], 0, now);
    return 0;
  }

  private readSnapshot(offset: number): ProducerEntry[] | undefined {
    const path = this.path(offset);
    try {
      return decodeProducerSnapshot(readFile(this.env.disk, path) ?? new Uint8Array(0));
    } catch (error) {
      if (!(error instanceof CorruptSnapshot)) throw error;
      this.env.log.warn('A producer snapshot is damaged; the log is replayed instead.', {
        file: path,
        error,
      });
      this.removeSnapshot(offset);
      return undefined;
    }
  }

  /** Headers do, but for control batches, whose record says how a transaction ended. */
  private replaySegment(segment: Segment, from: number, endOffset: number): void {
    const first = segment.batchHolding(from);
    if (first === undefined) return;
    const scan = segment.scanFrom(first.position);
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      if (batch.baseOffset >= endOffset) return;
      if (batch.producerId < 0) continue;
      const length = batch.isControl ? batch.sizeInBytes : 0;
      // The transaction index has these already: it is rebuilt only with its segment.
      this.state.replay(segment.read(batch.position, length), [{ ...batch, position: 0 }]);
    }
  }

  private path(offset: number): string {
    return joinPath(this.directory, offsetFileName(offset, SNAPSHOT_SUFFIX));
  }

  private listSnapshots(): number[] {
    return this.env.disk
      .list(this.directory)
      .filter((name) => name.endsWith(SNAPSHOT_SUFFIX))
      .map(offsetInFileName)
      .filter((offset) => offset !== undefined);
  }
}
