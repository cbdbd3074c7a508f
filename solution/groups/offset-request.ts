/**
 * What is asked about committed offsets, as the coordinator sees it: whatever version the request
 * had, and whether it named topics or gave their ids.
 */
import type { MemberIdentity } from '#groups/group-event.ts';

/** The partition of an offset to fetch or delete; `topicId` is zero for whoever names the topic. */
export interface OffsetPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
}

/** An offset to commit. Its topic exists, so it has an id. */
export interface OffsetToCommit extends OffsetPartition {
  /** The next offset to be read. */
  readonly offset: number;
  /** The leader epoch of the record before it, -1 if the client does not know. */
  readonly leaderEpoch: number;
  /** Words that the client wants to find again; null is none. */
  readonly metadata: string | null;
}

/** A commit of one group. Who is no member has no id, and a generation below 0. */
export interface CommitRequest extends MemberIdentity {
  readonly groupId: string;
  readonly generationId: number;
  /** How long to keep the offsets, in milliseconds; -1 for the broker's own setting. */
  readonly retentionTimeMs: number;
  /** Whether the client can be told that there is no such group (version 9). */
  readonly knowsMissingGroups: boolean;
  readonly offsets: readonly OffsetToCommit[];
}
