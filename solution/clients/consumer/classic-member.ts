/**
 * A member of a classic group, as its own process sees itself.
 *
 *     unjoined ──poll──► committing ──► releasing ──► joining ──┬──────────► syncing ──► taking ──► stable
 *         ▲                                                     └► dividing ──┘                        │
 *         ├───── unknown, fenced, silent too long, left ◄───────────────────────── any phase ──────────┤
 *         └──────────────────── poll, when the group rebalances ◄──────────────────────────────────────┘
 *
 * committing, releasing and taking wait for the application: it commits, gives partitions back,
 * takes new ones. joining, dividing and syncing wait for the coordinator and the other members.
 *
 * Invariant: partitions are given back before JoinGroup is sent (with an eager assignor all of
 * them), and taken after SyncGroup was answered: so two members never own one at the same time.
 */
import type { ClassicTask, MemberIdentity } from '#clients/consumer/classic-event.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';

export type ClassicPhase =
  | 'unjoined'
  | 'committing'
  | 'releasing'
  | 'joining'
  | 'dividing'
  | 'syncing'
  | 'taking'
  | 'stable';

export type ClassicSettings = Pick<
  ConsumerSettings,
  | 'sessionTimeoutMs'
  | 'heartbeatIntervalMs'
  | 'maxPollIntervalMs'
  | 'retryBackoffMs'
  | 'retryBackoffMaxMs'
  | 'enableAutoCommit'
  | 'groupId'
  | 'groupInstanceId'
>;

/** No generation: what JoinGroup is sent with by who is in none. */
export const NO_GENERATION = -1;

export class ClassicMember implements MemberIdentity {
  phase: ClassicPhase = 'unjoined';
  memberId = '';
  generationId = NO_GENERATION;
  /** The assignor that the generation agreed on. */
  protocolName: string | null = null;
  isLeader = false;
  /** Why the member has to join (again); undefined where it has not. */
  rejoinReason: string | undefined = '';
  /** What waits for the application's next poll. */
  task: ClassicTask | undefined;
  /** The application is at it. */
  isTaskRunning = false;
  /** What was to be given back before the next join has been. */
  hasReleased = false;
  /** The generation was lost while the application was busy with a task. */
  isTaskStale = false;
  /** Numbers the ways from committing to stable. */
  attempt = 0;
  /** Failed attempts in a row. */
  failures = 0;
  joinNotBeforeMs = Number.NEGATIVE_INFINITY;
  lastPollMs: number;
  isHeartbeatUnderWay = false;
  heartbeatDueMs = Number.POSITIVE_INFINITY;
  /** After this moment without a heartbeat answered, the coordinator counts as gone. */
  sessionEndsMs = Number.POSITIVE_INFINITY;

  constructor(nowMs: number) {
    this.lastPollMs = nowMs;
  }

  get isInGeneration(): boolean {
    return this.generationId !== NO_GENERATION;
  }

  /** Whether the group counts on hearing from this member. */
  get beats(): boolean {
    const waits = this.phase === 'joining' || this.phase === 'syncing';
    return this.isInGeneration && this.phase !== 'unjoined' && !waits;
  }

  /** The coordinator has been heard from: its patience begins anew. */
  heard(nowMs: number, settings: ClassicSettings): void {
    this.heartbeatDueMs = nowMs + settings.heartbeatIntervalMs;
    this.sessionEndsMs = nowMs + settings.sessionTimeoutMs;
  }

  is({ memberId, generationId }: MemberIdentity): boolean {
    return this.memberId === memberId && this.generationId === generationId;
  }

  /** When `tick` has something to do next, or a poll. */
  nextTickMs(nowMs: number, settings: ClassicSettings): number {
    let nextMs = Number.POSITIVE_INFINITY;
    if (this.beats) {
      if (!this.isHeartbeatUnderWay) nextMs = Math.min(nextMs, this.heartbeatDueMs);
      nextMs = Math.min(nextMs, this.sessionEndsMs);
    }
    if (this.memberId !== '')
      nextMs = Math.min(nextMs, this.lastPollMs + settings.maxPollIntervalMs);
    if (this.phase === 'unjoined' && this.joinNotBeforeMs > nowMs) {
      nextMs = Math.min(nextMs, this.joinNotBeforeMs);
    }
    return nextMs;
  }
}
