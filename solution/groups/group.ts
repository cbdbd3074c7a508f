/**
 * What a group is to everything that does not depend on how its members share their work: to its
 * offsets, to lists and to deletion. There are two kinds:
 *
 *     classic     its members join generation after generation, and one of them assigns the work
 *     consumer    its members send heartbeats, and the coordinator assigns the work (KIP-848)
 *
 * Offsets, and so most of what an administrator asks for, are the same in both.
 */
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';

/** Named as ListGroups tells them, in another case. */
export type GroupType = 'classic' | 'consumer';

export interface Group {
  readonly type: GroupType;
  readonly groupId: string;
  /** `Empty` has no members, `Stable` has and nothing changes; the others are of each kind. */
  readonly state: string;
  /** When that state began, by the wall clock; undefined where nobody has noted it. */
  readonly stateSinceMs: number | undefined;
  /** What its members do (`consumer`, `connect`); undefined where nobody has ever joined. */
  readonly protocolType: string | undefined;
  /** Whether the topics that its members subscribe to are known. */
  readonly knowsSubscriptions: boolean;

  /** Whether a topic is, or for all that is known may be, subscribed to. */
  isSubscribedTo(topic: string): boolean;

  /** The records that take it out of the log; its offsets have their own. */
  tombstones(): CoordinatorRecord[];
}
