/**
 * One partition that a consumer reads: where it is, and whether it may go on.
 *
 *     unknown ──committed offset, or a reset──► position ──records returned──► position
 *        ▲                                         │
 *        └──────── seekTo / out of range ──────────┘   (`reset` says to which end)
 *
 * Invariant: `position` is the offset after the last record that the application was given. What
 * was fetched and not given yet does not count. `era` changes whenever the position jumps, so that
 * answers to older questions can be told and dropped.
 */
import type { OffsetReset } from '#clients/consumer/offset-reset.ts';
import type { StartingOffset } from '#clients/consumer/starting-offsets.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** Where to go on, and the leader epoch of the record before it, by which a cut log is noticed. */
export interface Position {
  readonly offset: number;
  /** -1 where nobody knows. */
  readonly leaderEpoch: number;
}

export class AssignedPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  #position: Position | undefined;
  #reset: OffsetReset | undefined;
  #era = 0;
  /** The application does not want records of it now. */
  isPaused = false;
  /** It is about to be given back: nothing of it is returned any more. */
  isRevoking = false;
  /** The application has not been told of it yet. */
  isAnnounced = true;
  /** The leader epoch up to which the position is known to be part of the log. */
  validatedEpoch = -1;
  /** The position is being compared with the leader's log. */
  isValidating = false;
  /** It is known where to begin, or how to find out. */
  isPlaced = false;
  /** It is assigned no more; should it come back, that is another object. */
  isGone = false;

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic;
    this.partition = partition;
  }

  get position(): Position | undefined {
    return this.#position;
  }

  /** The end of the log that its position is to be looked up from. */
  get reset(): OffsetReset | undefined {
    return this.#reset;
  }

  get era(): number {
    return this.#era;
  }

  /** Whether records of it may be fetched and returned. */
  get isReadable(): boolean {
    return (
      this.#position !== undefined &&
      !this.isPaused &&
      !this.isRevoking &&
      !this.isValidating &&
      this.isAnnounced
    );
  }

  /** Goes on from another place. */
  jumpTo(position: Position): void {
    this.#position = position;
    this.#reset = undefined;
    this.isPlaced = true;
    this.isValidating = false;
    this.validatedEpoch = -1;
    this.#era++;
  }

  /** Goes on from an end of the log, which has to be looked up. */
  resetTo(reset: OffsetReset): void {
    this.#position = undefined;
    this.#reset = reset;
    this.isPlaced = true;
    this.isValidating = false;
    this.#era++;
  }

  /** Begins where that says; nowhere changes nothing. */
  startAt(start: StartingOffset): void {
    if (start.kind === 'position') this.jumpTo(start.position);
    else if (start.kind === 'reset') this.resetTo(start.reset);
  }

  /** Records up to here have been given to the application. */
  advanceTo(position: Position): void {
    this.#position = position;
  }
}
