/**
 * Removing segments in two steps: their files get the suffix `.deleted` at once, and go after
 * `file.delete.delay.ms`. Who still reads one in another turn can finish; a crash in between
 * leaves names that the next start recognizes as rubbish.
 */
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import type { Segment } from '#storage/segment.ts';

export class SegmentRemoval {
  private readonly env: Env;
  private readonly timers = new Set<Timer>();

  constructor(env: Env) {
    this.env = env;
  }

  /** Puts segments, which are out of the log already, out of the way. */
  remove(segments: readonly Segment[], delayMs: number): void {
    for (const segment of segments) segment.markDeleted();
    const timer = this.env.clock.setTimer(delayMs, () => {
      this.timers.delete(timer);
      for (const segment of segments) this.removeFiles(segment);
    });
    this.timers.add(timer);
  }

  /** Leaves what is not removed yet to the next start. */
  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private removeFiles(segment: Segment): void {
    try {
      segment.remove();
    } catch (error) {
      const file = segment.logPath;
      this.env.log.error("A removed segment's file is still there; the next start will try.", {
        file,
        error,
      });
    }
  }
}
