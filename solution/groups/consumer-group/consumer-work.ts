/**
 * One step of a consumer group under way: the group as it is, the moment, and what is planned so far.
 *
 * Invariant: the group's records do not change during a step, only its deadlines do. What the step
 * has changed already lies in `records`, and in the member that is handed from function to function.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type {
  ConsumerContext,
  ConsumerOutcome,
  PlannedAnswer,
} from '#groups/consumer-group/consumer-group-event.ts';
import { type ConsumerGroupPace, paceOf } from '#groups/consumer-group/consumer-group-settings.ts';
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import type { DeadlineKind } from '#groups/consumer-group/member-deadlines.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { Now } from '#groups/group-event.ts';

export class ConsumerWork implements ConsumerOutcome {
  readonly group: ConsumerGroup;
  readonly now: Now;
  readonly context: ConsumerContext;
  readonly pace: ConsumerGroupPace;
  records: CoordinatorRecord[] = [];
  readonly answers: PlannedAnswer[] = [];
  readonly notes: string[] = [];
  toMatch: ReadonlySet<string> | undefined;
  becomes: { readonly group: ClassicGroup; readonly rebalance: string | undefined } | undefined;
  isRefused = false;

  constructor(group: ConsumerGroup, now: Now, context: ConsumerContext) {
    this.group = group;
    this.now = now;
    this.context = context;
    this.pace = paceOf(group.groupId, context.settings, context.image);
  }

  get groupId(): string {
    return this.group.groupId;
  }

  write(...records: readonly CoordinatorRecord[]): void {
    this.records.push(...records);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  answer(planned: PlannedAnswer): void {
    this.answers.push(planned);
  }

  /** Answers with an error. A request that is refused changes nothing. */
  refuse(requestId: number, answer: PlannedAnswer['answer']): void {
    this.records = [];
    this.toMatch = undefined;
    this.becomes = undefined;
    this.isRefused = true;
    this.answers.push({ requestId, answer, failure: () => answer });
  }

  /** The member was heard of: its session begins anew. */
  touch(member: ConsumerMember): void {
    this.await(member, 'session', member.classic?.sessionTimeoutMs ?? this.pace.sessionTimeoutMs);
  }

  /** Gives the member so much time; a deadline of the kind that runs already begins anew. */
  await({ memberId, memberEpoch }: ConsumerMember, kind: DeadlineKind, timeoutMs: number): void {
    const atMs = this.now.monotonicMs + timeoutMs;
    this.group.deadlines.set({ memberId, kind, atMs, memberEpoch });
  }
}
