/**
 * What goes into the core of a classic group, and what comes out of it.
 *
 *     requests, time, the log  ──event──►  step(group, event, now)  ──effects──►  answers, the log
 *
 * Requests carry a number, and an answer says which request it is for: it may come with the same
 * step or with a later one. A record to store comes back as a `stored` event once it is durable.
 */
import type { ClassicMember, MemberProtocol } from '#groups/classic-member.ts';
import type { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';

/** The moment of a step, by both clocks. */
export interface Now {
  /** For timeouts: it never jumps. */
  readonly monotonicMs: number;
  /** For what is written down. */
  readonly wallMs: number;
}

/** The configuration that groups follow (group.*). */
export interface GroupSettings {
  readonly initialRebalanceDelayMs: number;
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  readonly maxSize: number;
}

/** How a request names the member that it comes from. */
export interface MemberIdentity {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

export interface JoinEvent extends MemberIdentity {
  readonly kind: 'join';
  readonly requestId: number;
  readonly clientId: string;
  readonly clientHost: string;
  /** The id for a member that has none. */
  readonly newMemberId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly MemberProtocol[];
  /** Whether a newcomer has to join again with the id it is given (KIP-394, version 4). */
  readonly mustKnowId: boolean;
  /** Whether a leader understands that there is nothing to assign (KIP-814, version 9). */
  readonly canSkipAssignment: boolean;
  readonly reason: string | null;
}

export interface SyncEvent extends MemberIdentity {
  readonly kind: 'sync';
  readonly requestId: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignments: ReadonlyMap<string, Uint8Array>;
}

export interface HeartbeatEvent extends MemberIdentity {
  readonly kind: 'heartbeat';
  readonly requestId: number;
  readonly generationId: number;
}

export interface LeaveEvent {
  readonly kind: 'leave';
  readonly requestId: number;
  readonly members: readonly (MemberIdentity & { readonly reason: string | null })[];
}

/** Offsets are about to be committed: is the member allowed to? */
export interface CommitEvent extends MemberIdentity {
  readonly kind: 'commit';
  readonly requestId: number;
  /** -1 from who is no member. */
  readonly generationId: number;
}

export type GroupEvent =
  | JoinEvent
  | SyncEvent
  | HeartbeatEvent
  | LeaveEvent
  | CommitEvent
  /** Time has passed. */
  | { readonly kind: 'tick' }
  /** A record is durable, or could not be written. */
  | { readonly kind: 'stored'; readonly stored: Stored; readonly errorCode: number }
  /** The members have to share their work anew, for a reason that the group can't know. */
  | { readonly kind: 'rebalance'; readonly reason: string }
  /** The group was loaded from the log. */
  | { readonly kind: 'loaded' }
  /** The group is not here any more: whoever waits is told this. */
  | { readonly kind: 'unload'; readonly errorCode: number };

/** What a record was written for, and what has to go on after it. */
export type Stored =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'assignment';
      readonly generationId: number;
      /** Who assigned: for the operator, if it could not be stored. */
      readonly leaderId: string;
      readonly assignments: ReadonlyMap<string, Uint8Array>;
    }
  | {
      readonly kind: 'replacement';
      readonly before: ClassicMember;
      readonly memberId: string;
      readonly requestId: number;
      readonly canSkipAssignment: boolean;
      readonly leaderBefore: string | undefined;
    };

/** The fields of JoinGroupResponse; null for the protocol after an error. */
export interface JoinAnswer {
  readonly errorCode: number;
  readonly memberId: string;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Uint8Array;
  }[];
}

/** The fields of SyncGroupResponse. */
export interface SyncAnswer {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Uint8Array;
}

export interface LeaveAnswer {
  readonly errorCode: number;
  readonly members: readonly (MemberIdentity & { readonly errorCode: number })[];
}

/** To a heartbeat or a commit. */
export interface PlainAnswer {
  readonly errorCode: number;
}

export type GroupAnswer = JoinAnswer | SyncAnswer | LeaveAnswer | PlainAnswer;

export type GroupEffect =
  | { readonly kind: 'answer'; readonly requestId: number; readonly answer: GroupAnswer }
  /** Write this down; a `stored` event has to follow. */
  | { readonly kind: 'store'; readonly value: GroupMetadataValue; readonly stored: Stored }
  /** Something that an operator may want to read. */
  | { readonly kind: 'note'; readonly text: string };
