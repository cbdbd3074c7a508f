/**
 * What the simulation of groups asks of a consumer, whoever wrote it: our real client
 * (groups-client.ts), and the small one that shares no line with it (groups-scripted.ts). Members of
 * both kinds meet in one group, as clients of different makes do in life.
 *
 * There is one topic, so a partition is a number here.
 */
import type { Env } from '#env/env.ts';

export interface Delivered {
  readonly partition: number;
  readonly offset: number;
}

/** Told inside of `poll` and `close`; the consumer goes on when what it was told is done with. */
export interface OwnershipListener {
  assigned(partitions: readonly number[]): void;
  /** The member gives them up, and may still commit what it has done. */
  revoked(partitions: readonly number[]): Promise<void>;
  /** They were taken from it, and may be another's already. */
  lost(partitions: readonly number[]): void;
}

export interface GroupConsumer {
  /** The generation, or the member's epoch, that the assignment is of; -1 without one. */
  readonly generation: number;
  readonly memberId: string;
  /** The next records; to ask for them means to be done with those before. */
  poll(timeoutMs: number): Promise<readonly Delivered[]>;
  /** Commits by partition. @throws CommitFailed */
  commit(offsets: ReadonlyMap<number, number>): Promise<void>;
  /** The same, for somebody who polls on meanwhile. */
  commitBeside(offsets: ReadonlyMap<number, number>): Promise<void>;
  close(): Promise<void>;
}

export interface GroupConsumerOptions {
  readonly address: { readonly host: string; readonly port: number };
  readonly groupId: string;
  readonly topic: string;
  readonly partitionCount: number;
  readonly instanceId: string | null;
  readonly protocol: 'classic' | 'consumer';
  /** By their names, the one that is liked best first; for the classic protocol. */
  readonly assignors: readonly string[];
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly maxPollRecords: number;
}

export type MakeConsumer = (
  env: Env,
  options: GroupConsumerOptions,
  listener: OwnershipListener,
) => GroupConsumer;

/** Nothing is known to be committed: the member may have been sent away, or heard no answer. */
export class CommitFailed extends Error {}

/**
 * The consumer can't go on: another process has its static name, or has not released it yet, or the
 * group that it was in is gone. Its process ends, and whoever looks after it starts another one.
 */
export class Ended extends Error {}
