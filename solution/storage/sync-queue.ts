/**
 * Runs syncs of one thing one after the other, and lets calls that overlap share.
 *
 *   sync A runs ───────────►
 *        B, C, D are called  └─► one sync for B, C and D runs
 *
 * A sync that has begun says nothing about what was written since, so a later call never joins
 * it; but all who wait for the next one may have the same. This is group commit: under load, the
 * number of syncs is bounded by the disk, not by the number of callers.
 */
export class SyncQueue {
  private readonly work: () => Promise<void>;
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(work: () => Promise<void>) {
    this.work = work;
  }

  /** Resolves when a sync that began after this call has ended; rejects as that does. */
  run(): Promise<void> {
    if (this.next !== undefined) return this.next;
    if (this.running === undefined) return this.start();
    this.next = this.running.then(
      () => this.startNext(),
      () => this.startNext(),
    );
    return this.next;
  }

  private startNext(): Promise<void> {
    this.next = undefined;
    return this.start();
  }

  private start(): Promise<void> {
    const running = this.work().finally(() => {
      if (this.running === running) this.running = undefined;
    });
    this.running = running;
    return running;
  }
}
