/**
 * What is to be seen of a run at one moment: the groups with their members, who has owned which
 * partition since when, and what has become of each record.
 *
 * Plain data, so that it crosses from a worker to a page; small, for one is kept for each step.
 */
import type { GroupKind, MemberName } from './setup.ts';

/** What a member is, as somebody sees who can look into its machine. */
export type MemberState = 'not running' | 'running' | 'standing still' | 'closing';

export interface MemberPicture {
  readonly name: MemberName;
  readonly state: MemberState;
  readonly isCut: boolean;
  /** Whether it has ever run. */
  readonly wasThere: boolean;
  /** Of its last assignment; -1 before the first one. */
  readonly generation: number;
  /** What it believes to own. */
  readonly owned: readonly number[];
  /** Why its process ended by itself. */
  readonly why?: string;
}

/** A member owned the partition from then till then; till now where `toMs` is missing. */
export interface Span {
  readonly member: MemberName;
  readonly generation: number;
  readonly fromMs: number;
  readonly toMs?: number;
}

export interface PartitionPicture {
  readonly spans: readonly Span[];
  /** The next offset that the group wants; undefined while none is committed. */
  readonly committed: number | undefined;
  /** The owner's next offset; undefined without an owner that has begun. */
  readonly position: number | undefined;
  /**
   * What became of each record, a character for each offset: the name of the last member that worked
   * on it, `-` for nobody yet, `?` for one that a member holds and has not worked on.
   */
  readonly workers: string;
  /** How often each was worked on, a digit for each offset; 9 is nine times or more. */
  readonly times: string;
  /** Offsets below the committed one that nobody has worked on and nobody will. */
  readonly lost: readonly number[];
}

/** The group was in that phase from then on. */
export interface PhaseSpan {
  readonly phase: string;
  readonly fromMs: number;
}

export interface GenerationMark {
  readonly generation: number;
  readonly atMs: number;
}

export interface GroupPicture {
  readonly groupId: string;
  readonly kind: GroupKind;
  readonly phase: string;
  readonly phases: readonly PhaseSpan[];
  readonly generations: readonly GenerationMark[];
  readonly members: readonly MemberPicture[];
  readonly partitions: readonly PartitionPicture[];
  /** Records that were worked on, and how often that was for another time. */
  readonly worked: number;
  readonly repeats: number;
  readonly lost: number;
  /** The sum over all partitions of the time in which nobody read them, since the first assignment. */
  readonly unreadMs: number;
}

export interface RunPicture {
  readonly atMs: number;
  readonly isBrokerUp: boolean;
  readonly isProducing: boolean;
  /** Each partition's log end. */
  readonly ends: readonly number[];
  readonly groups: readonly GroupPicture[];
}

/** How far a group is behind in a partition. */
export function lagOf(ends: readonly number[], partition: number, of: PartitionPicture): number {
  return (ends[partition] ?? 0) - (of.committed ?? 0);
}

export function ownersOf({ spans }: PartitionPicture): readonly MemberName[] {
  return spans.filter(({ toMs }) => toMs === undefined).map(({ member }) => member);
}
