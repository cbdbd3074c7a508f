/**
 * One step of a member of a consumer group: the member, the moment, the effects gathered so far, and
 * what is made of a heartbeat's answer.
 *
 *     0                                       a new epoch, perhaps a new target
 *     UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH  all partitions are lost; then join again
 *     coordinator loads, moves, is gone       again after a pause
 *     TOPIC_AUTHORIZATION_FAILED              the poll throws it; the member stays as it is
 *     anything else                           the poll throws it, now and each time: fatal
 */

import { FencedInstanceId } from '#clients/consumer/consumer-error.ts';
import type {
  ConsumerGroupEffect,
  HeartbeatAnswer,
} from '#clients/consumer/consumer-group-event.ts';
import {
  type ConsumerGroupMember,
  type ConsumerGroupSettings,
  JOIN_EPOCH,
  LEAVE_EPOCH,
  LEAVE_STATIC_EPOCH,
} from '#clients/consumer/consumer-group-member.ts';
import { backoffMs } from '#clients/consumer/consumer-options.ts';
import { isNotCoordinator } from '#clients/consumer/coordinator-lookup.ts';
import type { RequestFailure } from '#clients/consumer/request-failure.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';

export class ConsumerGroupWork {
  readonly member: ConsumerGroupMember;
  readonly settings: ConsumerGroupSettings;
  readonly nowMs: number;
  readonly effects: ConsumerGroupEffect[] = [];

  constructor(member: ConsumerGroupMember, settings: ConsumerGroupSettings, nowMs: number) {
    this.member = member;
    this.settings = settings;
    this.nowMs = nowMs;
  }

  join(): void {
    const { member } = this;
    member.phase = 'joining';
    member.epoch = JOIN_EPOCH;
    this.beatSoon();
  }

  /** The next heartbeat does not wait for its time. */
  beatSoon(): void {
    this.member.heartbeatDueMs = this.nowMs;
  }

  beatIfDue(): void {
    const { member, nowMs, effects } = this;
    if (!member.beats || member.isHeartbeatUnderWay || nowMs < member.heartbeatDueMs) return;
    member.isHeartbeatUnderWay = true;
    member.isAcknowledged = member.phase === 'acknowledging';
    member.heartbeatDueMs = Number.POSITIVE_INFINITY;
    effects.push({ kind: 'heartbeat', life: member.life, isJoining: member.phase === 'joining' });
  }

  heard(answer: HeartbeatAnswer): void {
    this.member.isHeartbeatUnderWay = false;
    if (answer.errorCode === ErrorCode.NONE) this.#accepted(answer);
    else this.#refused(answer);
  }

  unheard({ error, isPassing }: RequestFailure): void {
    this.member.isHeartbeatUnderWay = false;
    if (isPassing) this.#again();
    else this.#die(error);
  }

  /** The coordinator has given this member up, or it has gone: what it owns is not its own any more. */
  lose(): void {
    const { member } = this;
    member.phase = 'lost';
    member.life++;
    member.epoch = JOIN_EPOCH;
    member.target = [];
    member.takenRound = member.round;
    member.retryAtMs = Number.POSITIVE_INFINITY;
    member.isHeartbeatUnderWay = false;
    member.heartbeatDueMs = Number.POSITIVE_INFINITY;
    if (member.isTaskRunning) member.isTaskStale = true;
    else member.task = { kind: 'lose' };
  }

  sayGoodbye(forGood: boolean): void {
    const memberEpoch = forGood ? LEAVE_EPOCH : LEAVE_STATIC_EPOCH;
    this.effects.push({ kind: 'leave', memberEpoch });
  }

  #accepted({ memberEpoch, heartbeatIntervalMs, assignment }: HeartbeatAnswer): void {
    const { member, nowMs } = this;
    member.failures = 0;
    member.epoch = memberEpoch;
    member.heartbeatIntervalMs = heartbeatIntervalMs;
    // What is asked for soon has been asked for since this heartbeat was sent.
    member.heartbeatDueMs = Math.min(member.heartbeatDueMs, nowMs + heartbeatIntervalMs);
    if (assignment !== null) {
      member.target = assignment.topicPartitions;
      member.round++;
    }
    const isAcknowledged = member.phase === 'acknowledging' && member.isAcknowledged;
    if (member.phase === 'joining' || isAcknowledged) member.phase = 'stable';
  }

  #refused({ errorCode, errorMessage: text }: HeartbeatAnswer): void {
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_MEMBER_EPOCH) {
      this.lose();
    } else if (isNotCoordinator(errorCode)) {
      this.effects.push({ kind: 'forget-coordinator' });
      this.#again();
    } else if (errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
      this.#again();
    } else if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
      this.effects.push({ kind: 'fail', error: new KafkaError(errorCode, text) });
      this.#again();
    } else {
      this.#die(failureOf(errorCode, text));
    }
  }

  #again(): void {
    const { member, nowMs, settings } = this;
    const pauseMs = backoffMs(member.failures++, settings);
    member.heartbeatDueMs = nowMs + pauseMs;
  }

  /** Nothing that this member could do would help. */
  #die(error: Error): void {
    const { member, effects } = this;
    this.lose();
    member.phase = 'fatal';
    effects.push({ kind: 'fail', error });
  }
}

function failureOf(errorCode: number, text: string | null): Error {
  const message = text ?? errorMessage(errorCode);
  if (errorCode === ErrorCode.FENCED_INSTANCE_ID) return new FencedInstanceId(message);
  if (errorCode === ErrorCode.INVALID_REGULAR_EXPRESSION) {
    return new KafkaError(
      errorCode,
      `Invalid RE2J SubscriptionPattern provided in the call to subscribe. ${message}`,
    );
  }
  return new KafkaError(errorCode, message);
}
