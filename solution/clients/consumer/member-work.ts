/**
 * One step of a classic member: the member, the moment, and the effects gathered so far.
 *
 * Invariant: whoever loses the generation goes through `leaveGeneration`, so that a task of the
 * application which is under way is finished before anything new begins.
 */
import type { ClassicEffect, DividedAssignments } from '#clients/consumer/classic-event.ts';
import {
  type ClassicMember,
  type ClassicSettings,
  NO_GENERATION,
} from '#clients/consumer/classic-member.ts';
import { FencedInstanceId } from '#clients/consumer/consumer-error.ts';
import { backoffMs } from '#clients/consumer/consumer-options.ts';
import { groupForbidden, isNotCoordinator } from '#clients/consumer/coordinator-lookup.ts';
import type { RequestFailure } from '#clients/consumer/request-failure.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ErrorCode, errorMessage, errorName } from '#protocol/errors.ts';

export class MemberWork {
  readonly member: ClassicMember;
  readonly settings: ClassicSettings;
  readonly nowMs: number;
  readonly effects: ClassicEffect[] = [];

  constructor(member: ClassicMember, settings: ClassicSettings, nowMs: number) {
    this.member = member;
    this.settings = settings;
    this.nowMs = nowMs;
  }

  note(text: string): void {
    this.effects.push({ kind: 'note', text });
  }

  /** Sends JoinGroup; all that has to be given back before has been. */
  join(): void {
    const { member } = this;
    member.phase = 'joining';
    member.attempt++;
    this.effects.push({
      kind: 'join',
      attempt: member.attempt,
      reason: member.rejoinReason ?? '',
    });
  }

  sync(assignments: DividedAssignments): void {
    const { member } = this;
    const { attempt, protocolName } = member;
    member.phase = 'syncing';
    this.effects.push({ kind: 'sync', attempt, protocolName, assignments });
  }

  /** The attempt is over, and the next poll begins another: at once, or after a pause. */
  retry({ error, isPassing }: RequestFailure): void {
    const { member, nowMs, settings } = this;
    this.again(error.name);
    member.joinNotBeforeMs = nowMs + backoffMs(member.failures++, settings);
    if (!isPassing) this.effects.push({ kind: 'fail', error });
  }

  /** The attempt is over, and the next poll begins another. */
  again(why: string): void {
    const { member } = this;
    member.phase = 'unjoined';
    member.rejoinReason = `rebalance failed due to ${why}`;
  }

  /** The coordinator does not know this member in this generation any more. */
  reset(errorCode: number, api: string): void {
    // Behind an old generation the member itself may still be known.
    if (errorCode !== ErrorCode.ILLEGAL_GENERATION) this.member.memberId = '';
    this.leaveGeneration(`encountered ${errorName(errorCode)} from ${api} response`);
  }

  leaveGeneration(reason: string): void {
    const { member } = this;
    this.note(`Leaves generation ${member.generationId}: ${reason}`);
    member.generationId = NO_GENERATION;
    member.protocolName = null;
    member.rejoinReason = reason;
    member.hasReleased = false;
    member.attempt++;
    if (member.isTaskRunning) {
      member.isTaskStale = true;
    } else {
      member.task = undefined;
      member.phase = 'unjoined';
    }
  }

  /** Whether the code says so; then it is looked up anew. */
  isCoordinatorGone(errorCode: number): boolean {
    if (!isNotCoordinator(errorCode)) return false;
    this.effects.push({ kind: 'forget-coordinator' });
    return true;
  }

  /** Has the next poll throw what the code means. */
  fail(errorCode: number): void {
    this.effects.push({ kind: 'fail', error: this.failureOf(errorCode) });
  }

  /** What the code means for the application, in Kafka's words. */
  failureOf(errorCode: number): Error {
    const { groupId = '' } = this.settings;
    const message = errorMessage(errorCode);
    if (errorCode === ErrorCode.FENCED_INSTANCE_ID) return new FencedInstanceId(message);
    if (errorCode === ErrorCode.GROUP_AUTHORIZATION_FAILED) return groupForbidden(groupId);
    if (errorCode !== ErrorCode.GROUP_MAX_SIZE_REACHED) return new KafkaError(errorCode, message);
    return new KafkaError(
      errorCode,
      `Consumer group ${groupId} already has the configured maximum number of members.`,
    );
  }
}
