/**
 * A member of a classic group: who it is, what it can follow, and which of its requests waits.
 *
 * A member may have one request waiting, its JoinGroup or its SyncGroup, and is alive by that alone.
 * At any other time it has to be heard of before `sessionDeadlineMs`.
 */

import type { JoinEvent } from '#groups/group-event.ts';

/** A way to divide work that a member can follow, with what it tells the leader for it. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}

export interface ClassicMember {
  readonly memberId: string;
  /** The name of a static member (KIP-345), or null. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  /** The client's address, behind a slash, as Kafka writes it. */
  readonly clientHost: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  /** The one it likes best first. */
  protocols: readonly MemberProtocol[];
  /** What the leader assigned to it in the current generation. */
  assignment: Uint8Array;
  /** It has not been in any generation yet, so it does not know its id and sends no heartbeats. */
  isNew: boolean;
  /** The requests that wait, by their numbers. */
  awaitingJoin: number | undefined;
  awaitingSync: number | undefined;
  /** When it counts as gone, on the monotonic clock; Infinity while a request of it waits. */
  sessionDeadlineMs: number;
}

export const NO_ASSIGNMENT = new Uint8Array(0);

/** A member as it joins for the first time: its request waits, and no session runs yet. */
export function newMember(event: JoinEvent, memberId: string): ClassicMember {
  const { groupInstanceId, clientId, clientHost, requestId } = event;
  return {
    memberId,
    groupInstanceId,
    clientId,
    clientHost,
    rebalanceTimeoutMs: event.rebalanceTimeoutMs,
    sessionTimeoutMs: event.sessionTimeoutMs,
    protocols: event.protocols,
    assignment: NO_ASSIGNMENT,
    isNew: true,
    awaitingJoin: requestId,
    awaitingSync: undefined,
    sessionDeadlineMs: Infinity,
  };
}

/** Whether a member brings exactly what it brought before. */
export function hasProtocols(
  { protocols: own }: { readonly protocols: readonly MemberProtocol[] },
  protocols: readonly MemberProtocol[],
): boolean {
  return (
    own.length === protocols.length &&
    own.every((one, index) => {
      const other = protocols[index] as MemberProtocol;
      return one.name === other.name && sameBytes(one.metadata, other.metadata);
    })
  );
}

/** What the member said for a protocol; nothing where it does not know it. */
export function metadataOf(member: ClassicMember, protocolName: string | undefined): Uint8Array {
  return member.protocols.find(({ name }) => name === protocolName)?.metadata ?? NO_ASSIGNMENT;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
