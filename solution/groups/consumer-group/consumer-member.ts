/**
 * A member of a consumer group, as a value: what it has said of itself, and how far it has come on the
 * way to its target. Each change makes a new one, which counts once its record is written.
 *
 *     stable       it has all of its target in its epoch, and nothing else
 *     unrevoked    it has to give up partitions, and stays in its epoch until it has
 *     unreleased   it is in the new epoch, and waits for partitions that others still give up
 *     unknown      a later Kafka has put it into a state that is not known here
 *
 * A member may speak the classic protocol (`classic`): then its generation is its epoch.
 */
import { hasProtocols, type MemberProtocol } from '#groups/classic-member.ts';
import {
  type EpochsByTopic,
  NO_EPOCHS,
  sameEpochs,
} from '#groups/consumer-group/partitions-by-topic.ts';

export type MemberState = 'stable' | 'unrevoked' | 'unreleased' | 'unknown';

/** What a member that speaks the classic protocol has joined with. */
export interface ClassicJoin {
  readonly sessionTimeoutMs: number;
  /** The one it likes best first; all of them say the same of its subscription. */
  readonly protocols: readonly MemberProtocol[];
}

export interface ConsumerMember {
  readonly memberId: string;
  /** The epoch it has to send: its own place among the epochs of its group. */
  readonly memberEpoch: number;
  /** The epoch before, in which it still is if it has missed the last answer. */
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  /** The name of a static member, or null. */
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  /** The client's address, behind a slash, as Kafka writes it. */
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly topicNames: ReadonlySet<string>;
  /** A pattern for more topics, empty for none. */
  readonly pattern: string;
  /** The assignor it asks for, or null. */
  readonly assignor: string | null;
  readonly assigned: EpochsByTopic;
  readonly pendingRevocation: EpochsByTopic;
  readonly classic: ClassicJoin | null;
}

/** The epoch that a member sends to join, and has before it is in any. */
export const JOINING_EPOCH = 0;
/** The epoch of a member that has left, and that it sends to leave. */
export const LEFT_EPOCH = -1;
/** The epoch of a static member that has left for a while, and that it sends then. */
export const AWAY_EPOCH = -2;

/** Somebody of whom nothing is known but the id. */
export function newMember(memberId: string): ConsumerMember {
  return {
    memberId,
    memberEpoch: JOINING_EPOCH,
    previousMemberEpoch: LEFT_EPOCH,
    state: 'stable',
    instanceId: null,
    rackId: null,
    clientId: '',
    clientHost: '',
    rebalanceTimeoutMs: -1,
    topicNames: new Set(),
    pattern: '',
    assignor: null,
    assigned: NO_EPOCHS,
    pendingRevocation: NO_EPOCHS,
    classic: null,
  };
}

/** Whether the member has come all the way to the target of an epoch. */
export function isReconciledTo({ state, memberEpoch }: ConsumerMember, epoch: number): boolean {
  return state === 'stable' && memberEpoch === epoch;
}

/** Whether it has said nothing new of itself: its record need not be written again. */
export function saysTheSame(one: ConsumerMember, other: ConsumerMember): boolean {
  return (
    one.memberId === other.memberId &&
    one.instanceId === other.instanceId &&
    one.rackId === other.rackId &&
    one.clientId === other.clientId &&
    one.clientHost === other.clientHost &&
    one.rebalanceTimeoutMs === other.rebalanceTimeoutMs &&
    one.pattern === other.pattern &&
    one.assignor === other.assignor &&
    sameNames(one.topicNames, other.topicNames) &&
    sameJoin(one.classic, other.classic)
  );
}

/** Whether it stands where it stood: its assignment need not be written again. */
export function standsTheSame(one: ConsumerMember, other: ConsumerMember): boolean {
  return (
    one.memberEpoch === other.memberEpoch &&
    one.previousMemberEpoch === other.previousMemberEpoch &&
    one.state === other.state &&
    sameEpochs(one.assigned, other.assigned) &&
    sameEpochs(one.pendingRevocation, other.pendingRevocation)
  );
}

export function sameNames(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}

function sameJoin(one: ClassicJoin | null, other: ClassicJoin | null): boolean {
  if (one === null || other === null) return one === other;
  return one.sessionTimeoutMs === other.sessionTimeoutMs && hasProtocols(one, other.protocols);
}
