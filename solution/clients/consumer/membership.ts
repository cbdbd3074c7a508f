/**
 * What the rest of a consumer knows of its membership in a group, whichever protocol it speaks.
 */

import type { MemberIdentity } from '#clients/consumer/classic-event.ts';
import type { AskingMember } from '#clients/consumer/offset-fetches.ts';

/** What `groupMetadata` tells: enough for a transaction to commit offsets in the group's name. */
export interface GroupMetadata extends MemberIdentity {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
}

export interface Membership {
  /** This member as the group knows it now. */
  readonly metadata: GroupMetadata;

  /** How it names itself where it asks for offsets, if the coordinator wants to know (KIP-848). */
  readonly asking?: AskingMember | undefined;

  /**
   * The application polls: goes on with what is to be done, and calls it back where that is due.
   * Does not wait for the coordinator.
   *
   * @throws what no retry will change, or what a listener has thrown
   */
  poll(): Promise<void>;

  /**
   * In whose name offsets are committed now; `begun` is in whose name the same commit was tried before.
   * Partitions that were taken away since may be somebody else's.
   *
   * @throws CommitFailed, RebalanceInProgress when the member is in no generation to commit for, or not
   *   in the one any more in which the commit was begun
   */
  committer(begun?: GroupMetadata): GroupMetadata;

  /** The coordinator has refused a commit. */
  refused(from: MemberIdentity, errorCode: number): void;

  /** Joins again at the next poll. */
  rejoin(reason: string): void;

  /**
   * Gives all partitions back and goes; resolves when the coordinator has heard of it or `timeoutMs`
   * are over.
   *
   * @param isLeaving false: the group learns of it only when the session times out.
   */
  leave(reason: string, isLeaving: boolean, timeoutMs: number): Promise<void>;

  /** Ends everything at once; nobody is told. */
  close(): void;
}
