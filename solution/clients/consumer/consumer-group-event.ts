/**
 * What goes into the core of a member of a consumer group (KIP-848), and what comes out of it.
 *
 *     polls, answers, time ──event──► step(member, event, now) ──effects──► heartbeats
 *
 * As in a classic member, what the application has to be told is no effect but a part of the state
 * (`task`): it waits until the application polls.
 */
import type { RequestFailure } from '#clients/consumer/request-failure.ts';
import type { ConsumerGroupHeartbeatResponse } from '#protocol/messages/consumer-group-heartbeat.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export type HeartbeatAnswer = Pick<
  ConsumerGroupHeartbeatResponse,
  'errorCode' | 'errorMessage' | 'memberEpoch' | 'heartbeatIntervalMs' | 'assignment'
>;

/** What the member is to own, by topic id. */
export type TargetAssignment = NonNullable<HeartbeatAnswer['assignment']>['topicPartitions'];

export type ConsumerGroupEvent =
  /** The application is in a poll: it is alive, and may be called back. */
  | { readonly kind: 'poll' }
  /** Time has passed. */
  | { readonly kind: 'tick' }
  /** The subscription has changed: the coordinator shall know soon. */
  | { readonly kind: 'changed' }
  /** `life`: see `ConsumerGroupMember.life`. */
  | { readonly kind: 'heard'; readonly life: number; readonly answer: HeartbeatAnswer }
  | ({ readonly kind: 'unheard'; readonly life: number } & RequestFailure)
  /** All is ready for the target to be taken: names are known, offsets committed. */
  | { readonly kind: 'prepared'; readonly round: number; readonly assigned: Assigned }
  /** The application has done what `task` says. */
  | { readonly kind: 'done' }
  /** The application is done with the group. `isLeaving`: the group shall know at once. */
  | { readonly kind: 'leave'; readonly isLeaving: boolean };

export interface Assigned {
  readonly partitions: readonly TopicPartition[];
  /** Topics were assigned whose names nobody knows (yet). */
  readonly isPartial: boolean;
}

export type ConsumerGroupEffect =
  /** Tell the coordinator what has changed, then report `heard` or `unheard`. */
  | { readonly kind: 'heartbeat'; readonly life: number; readonly isJoining: boolean }
  /** Find the names of the topics, commit what goes away, then report `prepared`. */
  | { readonly kind: 'prepare'; readonly round: number; readonly target: TargetAssignment }
  /** A last heartbeat: -1 leaves, -2 leaves for a while (static members). */
  | { readonly kind: 'leave'; readonly memberEpoch: number }
  | { readonly kind: 'forget-coordinator' }
  /** For the application's next poll to throw. */
  | { readonly kind: 'fail'; readonly error: Error }
  | { readonly kind: 'warn'; readonly text: string };

/** What the application has to be told in its next poll, which then reports `done`. */
export type ConsumerGroupTask =
  /** Own these, and nothing else: give the others back first. */
  | { readonly kind: 'hand-over'; readonly round: number; readonly assigned: Assigned }
  /** All partitions are lost: the coordinator has given them up for this member. */
  | { readonly kind: 'lose' };
