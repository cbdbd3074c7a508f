/**
 * An application that reads the log: one process, a position, and the offset it has committed.
 *
 *     read at position ──► work ──► commit position + 1 ──► read …
 *
 * It commits after the work, so a crash between the two repeats the work: at least once.
 */
import type { Codecs } from '#env/codecs.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Application } from './setup.ts';
import { type Pace, RESTART_MS, type Say } from './work.ts';

export interface ReaderState {
  readonly name: Application;
  readonly status: 'waits' | 'works' | 'asleep' | 'down';
  readonly slow: boolean;
  /** It reads nothing more; what it works on, it finishes. */
  readonly asleep: boolean;
  /** The next offset it will read. */
  readonly position: number;
  readonly committed: number;
  /** What it works on just now. */
  readonly current: number | undefined;
  /** Everything it has done, in order; what was done twice is there twice. */
  readonly done: readonly number[];
  /** Offsets that retention took before it came to them. */
  readonly missed: readonly number[];
}

/** One batch a read is enough: each holds one message. */
const FETCH_BYTES = 1;

export class LogReader {
  readonly name: Application;
  readonly #log: PartitionLog;
  readonly #codecs: Codecs;
  readonly #pace: Pace;
  readonly #say: Say;
  readonly #done: number[] = [];
  readonly #missed: number[] = [];
  #position = 0;
  #committed = 0;
  #current: number | undefined;
  #readyAtMs = 0;
  #asleep = false;
  #down = false;

  constructor(name: Application, log: PartitionLog, codecs: Codecs, pace: Pace, say: Say) {
    this.name = name;
    this.#log = log;
    this.#codecs = codecs;
    this.#pace = pace;
    this.#say = say;
  }

  tick(nowMs: number): void {
    if (nowMs < this.#readyAtMs) return;
    if (this.#down) this.#restart();
    if (this.#current !== undefined) this.#finish(this.#current);
    if (!this.#asleep) this.#readNext(nowMs);
  }

  /** Nothing is left for it to do. */
  get idle(): boolean {
    if (this.#down || this.#current !== undefined) return false;
    return this.#asleep || this.#position >= this.#log.logEndOffset;
  }

  /** Reads all again from the start: its position is its own to choose. */
  seekToStart(): void {
    const { logStartOffset } = this.#log;
    this.#current = undefined;
    this.#position = logStartOffset;
    this.#committed = logStartOffset;
    this.#say(this.name, 'replay', `Seeks to offset ${logStartOffset} and reads again from there.`);
  }

  /** Dies after the work on its message, before the commit. */
  crash(nowMs: number): void {
    this.#down = true;
    this.#readyAtMs = nowMs + RESTART_MS;
    const during = this.#current;
    this.#current = undefined;
    if (during !== undefined) this.#done.push(during);
    const about =
      during === undefined ? '' : ` It had done offset ${during}, and not committed that.`;
    this.#say(this.name, 'crash', `Its process dies.${about}`);
  }

  toggleSlow(): void {
    this.#pace.slow = !this.#pace.slow;
    this.#say(
      this.name,
      'pace',
      this.#pace.slow ? 'Works five times slower.' : 'Works at its old pace.',
    );
  }

  toggleSleep(): void {
    this.#asleep = !this.#asleep;
    this.#say(this.name, 'pace', this.#asleep ? 'Stops reading.' : 'Reads again.');
  }

  state(): ReaderState {
    return {
      name: this.name,
      status: this.#down
        ? 'down'
        : this.#current !== undefined
          ? 'works'
          : this.#asleep
            ? 'asleep'
            : 'waits',
      slow: this.#pace.slow,
      asleep: this.#asleep,
      position: this.#position,
      committed: this.#committed,
      current: this.#current,
      done: [...this.#done],
      missed: [...this.#missed],
    };
  }

  #finish(offset: number): void {
    this.#done.push(offset);
    this.#position = offset + 1;
    this.#committed = this.#position;
    this.#current = undefined;
    this.#say(this.name, 'commit', `Is done with ${offset}, and commits ${this.#committed}.`);
  }

  #restart(): void {
    this.#down = false;
    this.#position = this.#committed;
    this.#say(
      this.name,
      'restart',
      `Is back, and goes on at its committed offset ${this.#committed}.`,
    );
  }

  #readNext(nowMs: number): void {
    const read = this.#log.read(this.#position, {
      maxBytes: FETCH_BYTES,
      minOneMessage: true,
      upTo: 'highWatermark',
    });
    if (read.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      this.#reset(read.logStartOffset);
      return;
    }
    const [bytes] = read.pieces;
    if (bytes === undefined) return;
    for (const batch of batchesOf(bytes)) {
      for (const { offset } of recordsOf(bytes, batch, this.#codecs)) {
        if (offset < this.#position || this.#current !== undefined) continue;
        this.#current = offset;
        this.#readyAtMs = nowMs + this.#pace.nextMs();
        this.#say(this.name, 'read', `Reads offset ${offset}.`);
      }
    }
  }

  /** `auto.offset.reset=earliest`: what is gone is skipped. */
  #reset(logStartOffset: number): void {
    for (let offset = this.#position; offset < logStartOffset; offset += 1)
      this.#missed.push(offset);
    const words = `Offset ${this.#position} is out of range: it was removed unread. Goes on at ${logStartOffset}.`;
    this.#say(this.name, 'lost', words);
    this.#position = logStartOffset;
  }
}
