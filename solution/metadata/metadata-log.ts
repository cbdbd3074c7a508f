/**
 * The log of metadata, as those who write to it and follow it see it.
 *
 * A cluster's metadata is one partition, `__cluster_metadata-0`. Its leader is the active
 * controller; everything that every node knows about topics, configurations and brokers is what
 * replaying this log from a snapshot on gives. The log carries bytes: it neither knows nor cares
 * what the values mean, which is what lets the quorum replicate them without understanding them.
 *
 *        controller                  (one per cluster: where the leader is)
 *            |  append(epoch, values)
 *            v
 *     +--------------+   replicated and synced by a majority   +-----------+
 *     | MetadataLog  | ----------------------------------->    | committed |
 *     +--------------+                                         +-----------+
 *            |  loadSnapshot, commit, leaderChange  (in log order, on every node)
 *            v
 *        listener -> image
 *
 * **What a Raft quorum will change.** Behind this interface: elections, `leadership` that comes
 * and goes (a listener hears of it, `append` throws `NotLeader` when it has gone), commits that
 * wait for a majority of voters instead of for one disk, `committed` promises that reject when
 * leadership is lost before a majority has the records, snapshots that arrive from another node,
 * and `highWatermark` that lags `endOffset` on a follower.
 *
 * **What it will not change.** A value appended in one call is committed with all others of that
 * call or not at all; offsets are handed out at `append`, in order, and never reused by another
 * value once committed; a listener sees each committed value once, in offset order, and nothing
 * that is not committed; a snapshot replaces all that came before it; whoever appends names the
 * epoch in which it believes to lead, so a deposed controller can never slip a record in.
 * KIP-595 describes the quorum, KIP-630 the snapshots, KIP-631 the controller above them.
 */
export interface MetadataLog {
  /** This node's id in the quorum. */
  readonly nodeId: number;

  /** Who leads, and in which epoch; the epoch only grows. */
  readonly leadership: Leadership;

  /** The nodes that vote, this one among them. */
  readonly voters: readonly Voter[];

  /** How the quorum keeps its voters: 0 in static configuration, 1 in the log (KIP-853). */
  readonly kraftVersion: number;

  /** The first offset that is still in the log; what is below is in a snapshot. */
  readonly startOffset: number;

  /** The offset that the next value appended here would get. */
  readonly endOffset: number;

  /** The first offset that is not committed. */
  readonly highWatermark: number;

  /** Where the newest snapshot ends, or undefined when there is none. */
  readonly latestSnapshot: SnapshotId | undefined;

  /**
   * Replays what is committed into the listener (the newest snapshot, then each batch), then tells
   * it of the leader, and from then on of everything new. To be called once.
   */
  start(listener: MetadataListener): void;

  /**
   * Appends the values as one batch that is committed as a whole. The offsets are given at once,
   * so that a record can hold its own; `committed` resolves when the batch is. An answer to a
   * client waits for that. Throws `NotLeader` unless this node leads in `epoch`.
   */
  append(epoch: number, values: readonly Uint8Array[]): Appended;

  /**
   * Keeps the state as of `content.id` as a snapshot, and lets go of log that is no longer needed.
   * The content has to be the replay of the log up to (without) that offset.
   */
  writeSnapshot(content: SnapshotContent): Promise<void>;

  /** Commits what was appended, and ends. Later appends throw. */
  close(): Promise<void>;
}

/** A leader, and the epoch it leads in. `leaderId` is undefined while none is known. */
export interface Leadership {
  readonly epoch: number;
  readonly leaderId: number | undefined;
}

/** A node that votes (KIP-853): its id, the id of its metadata directory, and where it listens. */
export interface Voter {
  readonly id: number;
  readonly directoryId: string;
  readonly endpoints: readonly VoterEndpoint[];
  readonly kraftVersions: { readonly min: number; readonly max: number };
}

export interface VoterEndpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface Appended {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** Resolves when the batch is committed; rejects when it can't be any more. */
  readonly committed: Promise<void>;
}

/** Follows the log. The calls come one at a time, in log order. */
export interface MetadataListener {
  /** Forget everything: this is the state as of a snapshot. */
  loadSnapshot(content: SnapshotContent): void;

  /** Values that are now committed. */
  commit(batch: CommittedBatch): void;

  /** Leadership changed; everything committed before it has been delivered. */
  leaderChange(leadership: Leadership): void;

  /**
   * The log can't go on: its disk failed. What was not committed never will be, and the node has
   * to stop, because nothing it could answer would be durable.
   */
  failed(cause: unknown): void;
}

/** A batch of committed values. Control records (KIP-595) are the log's own and leave gaps. */
export interface CommittedBatch {
  /** The offset of the first value; the others follow without gaps. */
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  /** Wall-clock milliseconds at the leader when it appended. */
  readonly timestampMs: number;
  readonly values: readonly Uint8Array[];
}

/** A snapshot holds everything below `endOffset`, whose last record was written in `epoch`. */
export interface SnapshotId {
  readonly endOffset: number;
  readonly epoch: number;
}

export interface SnapshotContent {
  readonly id: SnapshotId;
  /** The timestamp of the last batch it contains. */
  readonly timestampMs: number;
  readonly values: readonly Uint8Array[];
}

/** An append was attempted by a node that does not lead in that epoch. */
export class NotLeader extends Error {
  override readonly name = 'NotLeader';
}
