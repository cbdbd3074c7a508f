/**
 * What happens in a run, one fact after the other, in virtual time: what the picture is made from, and
 * what the list of events tells.
 *
 * Invariant: plain data, in the order of time. Equal lists are equal runs.
 */
import type { MemberName } from './setup.ts';

/** What a user does to the world, at any time. */
export type ActionKind =
  /** Starts a process, again or for the first time. */
  | 'start'
  /** Kills it. */
  | 'crash'
  /** Ends it in order: the consumer is closed. */
  | 'leave'
  /** It works on and on, and does not poll. */
  | 'stall'
  /** It polls again. */
  | 'go-on'
  /** Nothing passes between it and the broker. */
  | 'cut'
  | 'mend';

/** A member, the broker (which can crash and start) or the producer (which can stall and go on). */
export type ActionTarget = MemberName | 'broker' | 'producer';

export interface GroupAction {
  readonly kind: ActionKind;
  readonly target: ActionTarget;
}

interface Timed {
  readonly atMs: number;
}

/** Of one member of one group. */
interface Membered extends Timed {
  readonly group: number;
  readonly member: MemberName;
}

export type MemberLife = 'starts' | 'crashes' | 'closes' | 'is gone' | 'stalls' | 'goes on';

export type Happening =
  /** A member's process begins, ends, stands still. */
  | (Membered & { readonly kind: 'life'; readonly what: MemberLife; readonly why?: string })
  /** Its network is cut, or whole again. */
  | (Membered & { readonly kind: 'network'; readonly isCut: boolean })
  /** A request left a member, or an answer came to it. */
  | (Membered & {
      readonly kind: 'message';
      readonly way: 'request' | 'answer';
      readonly api: string;
      readonly version: number;
      readonly correlationId: number;
      /** What it says, in a few words. */
      readonly says: string;
      /** An error's name in an answer. */
      readonly error?: string;
    })
  /** The application was told of its partitions. */
  | (Membered & {
      readonly kind: 'ownership';
      readonly what: 'assigned' | 'revoked' | 'lost';
      readonly partitions: readonly number[];
      readonly generation: number;
    })
  /** Where a member begins in a partition. */
  | (Membered & {
      readonly kind: 'begins';
      readonly partition: number;
      readonly offset: number;
    })
  /** A poll gave records [from, to). */
  | (Membered & {
      readonly kind: 'given';
      readonly partition: number;
      readonly from: number;
      readonly to: number;
    })
  /** A record was worked on. */
  | (Membered & { readonly kind: 'processed'; readonly partition: number; readonly offset: number })
  /** A commit that the member asked for did not count. */
  | (Membered & { readonly kind: 'refused'; readonly why: string })
  /** A committed offset is in the log of `__consumer_offsets`. */
  | (Timed & {
      readonly kind: 'committed';
      readonly group: number;
      readonly partition: number;
      readonly offset: number;
    })
  /** The group has another state; for a consumer group also another epoch. */
  | (Timed & {
      readonly kind: 'phase';
      readonly group: number;
      readonly phase: string;
    })
  | (Timed & {
      readonly kind: 'generation';
      readonly group: number;
      readonly generation: number;
      /** By the members' names, as it is written down; absent for a consumer group. */
      readonly shares?: readonly (readonly [member: string, partitions: readonly number[]])[];
    })
  /** What the coordinator tells its operator. */
  | (Timed & { readonly kind: 'note'; readonly text: string })
  /** Records were written. */
  | (Timed & { readonly kind: 'produced'; readonly partition: number; readonly end: number })
  | (Timed & { readonly kind: 'broker'; readonly what: 'is up' | 'crashes' })
  | (Timed & { readonly kind: 'producer'; readonly what: 'goes on' | 'stalls' });

export type HappeningKind = Happening['kind'];

/** Takes what happens, as it happens. */
export type Tell = (happening: Happening) => void;
