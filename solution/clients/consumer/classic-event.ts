/**
 * What goes into the core of a classic member, and what comes out of it.
 *
 *     polls, answers, time ──event──► step(member, event, now) ──effects──► requests
 *
 * Requests carry the number of the attempt they belong to, and their answers bring it back: what
 * belongs to an attempt that was given up is ignored. What the application has to be told is no
 * effect but a part of the state (`task`), for it waits until the application polls.
 */
import type { RequestFailure } from '#clients/consumer/request-failure.ts';
import type { JoinGroupResponse } from '#protocol/messages/join-group.ts';

/** Who this member is to the coordinator. */
export interface MemberIdentity {
  readonly memberId: string;
  /** -1 outside of a generation. */
  readonly generationId: number;
}

export type JoinAnswer = Pick<
  JoinGroupResponse,
  | 'errorCode'
  | 'generationId'
  | 'protocolType'
  | 'protocolName'
  | 'leader'
  | 'skipAssignment'
  | 'memberId'
  | 'members'
>;

export interface SyncAnswer {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Uint8Array;
}

/** What each member gets, by member id, as the bytes that SyncGroup carries. */
export type DividedAssignments = ReadonlyMap<string, Uint8Array>;

export type ClassicEvent =
  /** The application is in a poll: it is alive, and may be called back. */
  | { readonly kind: 'poll' }
  /** Time has passed. */
  | { readonly kind: 'tick' }
  /** Something happened for which the member has to join again. */
  | { readonly kind: 'rejoin'; readonly reason: string }
  /** The commit before the rebalance is over, well or not. */
  | { readonly kind: 'committed'; readonly attempt: number }
  /** The application has done what `task` says. */
  | { readonly kind: 'done' }
  | { readonly kind: 'joined'; readonly attempt: number; readonly answer: JoinAnswer }
  | { readonly kind: 'divided'; readonly attempt: number; readonly assignments: DividedAssignments }
  | { readonly kind: 'synced'; readonly attempt: number; readonly answer: SyncAnswer }
  /** A join, a division or a sync has failed without an answer. */
  | ({ readonly kind: 'failed'; readonly attempt: number } & RequestFailure)
  | { readonly kind: 'heard'; readonly from: MemberIdentity; readonly errorCode: number }
  /** A heartbeat has brought no answer. */
  | ({ readonly kind: 'unheard' } & RequestFailure)
  /** A commit was refused. */
  | { readonly kind: 'refused'; readonly from: MemberIdentity; readonly errorCode: number }
  /** The application is done with the group. `isLeaving`: the group shall know at once. */
  | { readonly kind: 'leave'; readonly reason: string; readonly isLeaving: boolean };

export type ClassicEffect =
  /** Commit what the application has read, then report `committed`. */
  | { readonly kind: 'commit'; readonly attempt: number }
  | { readonly kind: 'join'; readonly attempt: number; readonly reason: string }
  /** This member leads: share the partitions out, then report `divided`. */
  | { readonly kind: 'divide'; readonly attempt: number; readonly answer: JoinAnswer }
  | {
      readonly kind: 'sync';
      readonly attempt: number;
      readonly protocolName: string | null;
      readonly assignments: DividedAssignments;
    }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'leave'; readonly memberId: string; readonly reason: string }
  | { readonly kind: 'forget-coordinator' }
  /** For the application's next poll to throw. */
  | { readonly kind: 'fail'; readonly error: Error }
  /** Something that who looks for a mistake may want to read, or everybody should. */
  | { readonly kind: 'note' | 'warn'; readonly text: string };

/** What the application has to be told in its next poll, which then reports `done`. */
export type ClassicTask =
  /** Give back what has to be given back before a join. `isLost`: others may have it already. */
  | { readonly kind: 'release'; readonly isLost: boolean }
  | {
      readonly kind: 'take';
      readonly assignment: Uint8Array;
      readonly protocolName: string;
      readonly isLeader: boolean;
    };
