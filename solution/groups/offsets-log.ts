/**
 * One partition of `__consumer_offsets`, as its coordinator uses it. The broker gives it the log and
 * the promise of a call when what was appended is committed.
 */
import type { LogView } from '#storage/log-view.ts';

export interface OffsetsLog {
  readonly partition: number;
  /** To read what was written before. */
  readonly log: LogView;

  /**
   * Appends a batch, and calls `done` once: with 0 when it is committed, which with one replica
   * means appended and with more that all in-sync ones have it; else with the error code. The call
   * may come before `append` returns.
   */
  append(batch: Uint8Array, done: (errorCode: number) => void): void;
}
