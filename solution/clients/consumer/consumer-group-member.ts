/**
 * A member of a consumer group (KIP-848), as its own process sees itself.
 *
 *     unjoined ──poll──► joining ──► stable ──target──► preparing ──► handing-over ──► acknowledging
 *                           ▲          ▲                                                    │
 *                           │          └───────────── heartbeat says what is owned ◄────────┘
 *                         lost ◄── fenced, unknown, or too long without a poll (any phase)
 *
 * There is no rebalance that all take part in. The coordinator tells each member by heartbeats what
 * it is to own; it gives a partition to its next owner once the last one has said that it is free.
 * So a member whose target has not changed reads on, whatever happens to the others.
 *
 * Invariant: the coordinator hears that a partition is given up only after the application has.
 */
import type {
  ConsumerGroupTask,
  TargetAssignment,
} from '#clients/consumer/consumer-group-event.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';

export type ConsumerGroupPhase =
  | 'unjoined'
  | 'joining'
  | 'stable'
  | 'preparing'
  | 'handing-over'
  | 'acknowledging'
  | 'lost'
  | 'left'
  | 'fatal';

export type ConsumerGroupSettings = Pick<
  ConsumerSettings,
  'maxPollIntervalMs' | 'retryBackoffMs' | 'retryBackoffMaxMs' | 'groupInstanceId'
>;

/** What a heartbeat says instead of an epoch. */
export const JOIN_EPOCH = 0;
export const LEAVE_EPOCH = -1;
export const LEAVE_STATIC_EPOCH = -2;

export class ConsumerGroupMember {
  phase: ConsumerGroupPhase = 'unjoined';
  /** The member's epoch; 0 outside of the group. */
  epoch = JOIN_EPOCH;
  /** Counts the times that the member was in the group: answers to an older one are ignored. */
  life = 0;
  target: TargetAssignment = [];
  /** Counts the targets that came; the one that was taken last. */
  round = 0;
  takenRound = 0;
  /** A part of the target could not be taken: try again after this moment. */
  retryAtMs = Number.POSITIVE_INFINITY;
  /** What waits for the application's next poll. */
  task: ConsumerGroupTask | undefined;
  isTaskRunning = false;
  /** Everything was lost while the application was busy with a task. */
  isTaskStale = false;
  heartbeatDueMs = Number.POSITIVE_INFINITY;
  /** As the coordinator wants it. */
  heartbeatIntervalMs = 0;
  isHeartbeatUnderWay = false;
  /** The heartbeat that is under way says that the last target was taken. */
  isAcknowledged = false;
  failures = 0;
  lastPollMs: number;

  constructor(nowMs: number) {
    this.lastPollMs = nowMs;
  }

  get isInGroup(): boolean {
    return this.epoch > JOIN_EPOCH;
  }

  /** Whether the coordinator counts on hearing from this member. */
  get beats(): boolean {
    const { phase } = this;
    return phase !== 'unjoined' && phase !== 'lost' && phase !== 'left' && phase !== 'fatal';
  }

  /** When `tick` has something to do next, or a poll. */
  nextTickMs(nowMs: number, settings: ConsumerGroupSettings): number {
    if (!this.beats) return Number.POSITIVE_INFINITY;
    const expiresMs = this.lastPollMs + settings.maxPollIntervalMs;
    const beatsMs = this.isHeartbeatUnderWay ? Number.POSITIVE_INFINITY : this.heartbeatDueMs;
    const retriesMs = this.retryAtMs > nowMs ? this.retryAtMs : Number.POSITIVE_INFINITY;
    return Math.min(expiresMs, beatsMs, retriesMs);
  }
}
