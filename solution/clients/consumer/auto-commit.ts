/**
 * When a consumer commits by itself: enable.auto.commit and auto.commit.interval.ms.
 */

export interface AutoCommitSettings {
  readonly enableAutoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly retryBackoffMs: number;
}

export class AutoCommit {
  readonly #settings: AutoCommitSettings;
  #dueMs: number;

  constructor(settings: AutoCommitSettings, nowMs: number) {
    this.#settings = settings;
    this.#dueMs = nowMs + settings.autoCommitIntervalMs;
  }

  get isEnabled(): boolean {
    return this.#settings.enableAutoCommit;
  }

  /** Whether a poll at this moment has to commit first; if so, the next interval begins. */
  takeTurn(nowMs: number): boolean {
    if (!this.isEnabled || nowMs < this.#dueMs) return false;
    this.restart(nowMs);
    return true;
  }

  /** The interval begins anew: partitions have changed. */
  restart(nowMs: number): void {
    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
  }

  /** The commit has failed, and may succeed a moment later. */
  retrySoon(nowMs: number): void {
    this.#dueMs = Math.min(this.#dueMs, nowMs + this.#settings.retryBackoffMs);
  }
}
