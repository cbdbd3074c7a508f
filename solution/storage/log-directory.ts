/**
 * One of a broker's log directories (`log.dirs`): the logs in it and what they share.
 *
 *   /var/lib/kafka/
 *     meta.properties            whose directory this is
 *     .lock                      a broker is using it
 *     .kafka_cleanshutdown       the last one closed it properly (gone while one runs)
 *     *-offset-checkpoint        recovery points, high watermarks, start offsets
 *     orders-0/  orders-1/ ...   a partition each
 *     clicks-0.0a1b...-delete/   deleted; its bytes go after file.delete.delay.ms
 *     old-0.9f8e...-stray/       nobody asked for it: kept aside, for a person to look at
 *
 * Opening a directory opens no log: which partitions belong to this broker, and by which settings,
 * the metadata says later. `openLog` then loads each, from its last checkpoint.
 *
 * Invariant: the clean-shutdown file exists only while no broker runs and every partition here
 * was closed properly, or left untouched since it was. A partition whose files failed is neither
 * closed nor moved: it stays for the next start.
 *
 * Source: org.apache.kafka.storage.internals.log.LogManager.
 */
import type { DiskLock } from '#env/disk.ts';
import { DiskError } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import { leaveCleanShutdownFile, takeCleanShutdownFile } from '#storage/clean-shutdown-file.ts';
import { DirectoryCheckpoints } from '#storage/directory-checkpoints.ts';
import type { LogConfig } from '#storage/log-config.ts';
import {
  DELETE_DIRECTORY_SUFFIX,
  joinPath,
  markedDirectoryName,
  partitionName,
  partitionOfDirectory,
  STRAY_DIRECTORY_SUFFIX,
  type TopicPartition,
} from '#storage/log-files.ts';
import {
  type MetaProperties,
  settleMetaProperties,
  UnusableLogDirectory,
} from '#storage/meta-properties.ts';
import { PartitionLog } from '#storage/partition-log.ts';
import { readPartitionMetadata } from '#storage/partition-metadata.ts';
import { SyncQueue } from '#storage/sync-queue.ts';

/** The metadata's own log lies here too, but is not a topic like others: its owner opens it. */
export const METADATA_TOPIC = '__cluster_metadata';

export interface LogDirectoryOptions {
  readonly path: string;
  readonly nodeId: number;
  /** What meta.properties must say; without it, any cluster's. */
  readonly clusterId?: string;
  readonly producerIdExpirationMs?: number;
}

export class LogDirectory {
  readonly path: string;
  readonly metaProperties: MetaProperties;
  /** True when the last broker closed the directory properly. */
  readonly hadCleanShutdown: boolean;
  /** The broker's epoch at the last clean shutdown, or -1: for registration (KIP-966). */
  readonly previousBrokerEpoch: number;
  private readonly env: Env;
  private readonly options: LogDirectoryOptions;
  private readonly lock: DiskLock;
  private readonly checkpoints: DirectoryCheckpoints;
  private readonly checkpointQueue: SyncQueue;
  private readonly open = new Map<string, PartitionLog>();
  /** Partitions that lie here since the start, and that nobody has opened yet. */
  private readonly unopened: Set<string>;
  /** Partitions whose files failed: they stay as they are, for the next start to recover. */
  private readonly offline = new Set<string>();
  private readonly removals = new Set<{ cancel(): void }>();

  private constructor(
    env: Env,
    options: LogDirectoryOptions,
    lock: DiskLock,
    found: { metaProperties: MetaProperties; brokerEpoch: number | undefined },
  ) {
    this.env = env;
    this.options = options;
    this.path = options.path;
    this.lock = lock;
    this.metaProperties = found.metaProperties;
    this.hadCleanShutdown = found.brokerEpoch !== undefined;
    this.previousBrokerEpoch = found.brokerEpoch ?? -1;
    this.checkpoints = new DirectoryCheckpoints(env, options.path);
    this.checkpointQueue = new SyncQueue(() => this.checkpoints.write(this.open.values()));
    this.unopened = new Set(this.partitionDirectories());
    this.resumeDeletions();
  }

  /**
   * Takes the directory for this broker, until `close` or a crash.
   *
   * @throws UnusableLogDirectory when another broker has it, or it is not this node's.
   */
  static async open(env: Env, options: LogDirectoryOptions): Promise<LogDirectory> {
    const lock = takeLock(env, options.path);
    try {
      const { path, nodeId, clusterId } = options;
      const expected = clusterId === undefined ? { nodeId } : { nodeId, clusterId };
      const metaProperties = await settleMetaProperties(env, path, expected);
      const shutdown = await takeCleanShutdownFile(env.disk, path);
      const brokerEpoch = shutdown?.brokerEpoch;
      return new LogDirectory(env, options, lock, { metaProperties, brokerEpoch });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get directoryId(): string {
    return this.metaProperties.directoryId;
  }

  /** The logs that are open. */
  logs(): IterableIterator<PartitionLog> {
    return this.open.values();
  }

  get logCount(): number {
    return this.open.size;
  }

  get(topicPartition: TopicPartition): PartitionLog | undefined {
    return this.open.get(partitionName(topicPartition));
  }

  /** Whether the partition lies here, opened or not. */
  has(topic: string, partition: number): boolean {
    const name = partitionName({ topic, partition });
    return this.open.has(name) || this.unopened.has(name) || this.offline.has(name);
  }

  /**
   * Opens the partition's log: what lies here, recovered if need be, else an empty one. Records of
   * an older topic of the same name are moved aside first.
   */
  openLog(
    topicPartition: TopicPartition,
    options: { readonly topicId?: string; readonly config: LogConfig },
  ): PartitionLog {
    const name = partitionName(topicPartition);
    const known = this.open.get(name);
    if (known !== undefined) return known;
    try {
      if (this.isOfAnotherTopic(name, options.topicId)) this.moveAside(topicPartition);
      const existed = this.unopened.has(name);
      const log = this.load(topicPartition, options, existed ? this.hadCleanShutdown : true);
      this.open.set(name, log);
      return log;
    } catch (error) {
      this.offline.add(name);
      throw error;
    } finally {
      this.unopened.delete(name);
    }
  }

  private load(
    topicPartition: TopicPartition,
    options: { readonly topicId?: string; readonly config: LogConfig },
    cleanShutdown: boolean,
  ): PartitionLog {
    const { recoveryPoint, logStartOffset } = this.checkpoints.of(topicPartition);
    const { producerIdExpirationMs } = this.options;
    return PartitionLog.open(this.env, {
      ...options,
      ...(producerIdExpirationMs === undefined ? {} : { producerIdExpirationMs }),
      directory: joinPath(this.path, partitionName(topicPartition)),
      topicPartition,
      recoveryPoint,
      logStartOffset,
      cleanShutdown,
    });
  }

  /**
   * Gives up a log whose files failed. What it lacks now nobody knows, so the directory will not
   * count as closed properly, and the next start recovers it from its last checkpoint.
   */
  giveUpLog(log: PartitionLog): void {
    const name = partitionName(log.topicPartition);
    if (!this.open.delete(name)) return;
    this.offline.add(name);
    log.abandon();
  }

  /** The high watermark as of the last checkpoint: where a replica begins (0: not known). */
  checkpointedHighWatermark(topicPartition: TopicPartition): number {
    return this.checkpoints.of(topicPartition).highWatermark;
  }

  /** Takes a log out of use at once; its bytes go after the topic's `file.delete.delay.ms`. */
  deleteLog(log: PartitionLog): void {
    this.open.delete(partitionName(log.topicPartition));
    log.abandon();
    const marked = this.rename(log.topicPartition, DELETE_DIRECTORY_SUFFIX);
    this.removeLater(marked, log.config.fileDeleteDelayMs);
  }

  /**
   * Moves aside what nobody has opened: partitions deleted, or assigned elsewhere, while this
   * broker was away. To be called once all logs of this broker's metadata are open.
   */
  settleStrays(): void {
    for (const name of [...this.unopened]) {
      const topicPartition = partitionOfDirectory(name);
      if (topicPartition !== undefined) this.moveAside(topicPartition);
    }
  }

  /** Writes the checkpoints of all open logs. Calls that overlap share their work. */
  checkpoint(): Promise<void> {
    return this.checkpointQueue.run();
  }

  /** Bytes in the open logs. */
  get sizeInBytes(): number {
    let size = 0;
    for (const log of this.open.values()) size += log.size;
    return size;
  }

  /** Bytes on the volume, in all and free: for DescribeLogDirs. */
  space(): { totalBytes: number; usableBytes: number } {
    return this.env.disk.space(this.path);
  }

  /** Makes everything durable, says so in the clean-shutdown file, and gives the directory back. */
  async close(brokerEpoch = -1): Promise<void> {
    for (const removal of this.removals) removal.cancel();
    try {
      await Promise.all([...this.open.values()].map((log) => this.closeLog(log)));
      await this.checkpoint();
      const allWereSound = this.hadCleanShutdown || this.unopened.size === 0;
      if (allWereSound && this.offline.size === 0)
        await leaveCleanShutdownFile(this.env.disk, this.path, brokerEpoch);
    } finally {
      this.lock.release();
    }
  }

  /** A log that can't be made durable does not keep the others from it. */
  private async closeLog(log: PartitionLog): Promise<void> {
    try {
      await log.close();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      const partition = partitionName(log.topicPartition);
      this.env.log.error('A log could not be closed properly; the next start recovers it.', {
        partition,
        error,
      });
      this.giveUpLog(log);
    }
  }

  private partitionDirectories(): string[] {
    return this.env.disk.list(this.path).filter((name) => {
      const partition = partitionOfDirectory(name);
      if (partition === undefined || partition.topic === METADATA_TOPIC) return false;
      return partitionName(partition) === name && this.isDirectory(name);
    });
  }

  private isDirectory(name: string): boolean {
    return this.env.disk.stat(joinPath(this.path, name))?.isDirectory === true;
  }

  private isOfAnotherTopic(name: string, topicId: string | undefined): boolean {
    if (topicId === undefined || !this.unopened.has(name)) return false;
    const found = readPartitionMetadata(this.env.disk, joinPath(this.path, name));
    return found !== undefined && found !== topicId;
  }

  private moveAside(topicPartition: TopicPartition): void {
    const marked = this.rename(topicPartition, STRAY_DIRECTORY_SUFFIX);
    this.env.log.warn("A partition here is not this broker's; it is kept aside.", {
      partition: partitionName(topicPartition),
      directory: marked,
    });
  }

  /** Renames a partition's directory out of the way; returns its new path. */
  private rename(
    topicPartition: TopicPartition,
    suffix: typeof DELETE_DIRECTORY_SUFFIX | typeof STRAY_DIRECTORY_SUFFIX,
  ): string {
    const name = partitionName(topicPartition);
    const marked = markedDirectoryName(topicPartition, this.uniqueHex(), suffix);
    const path = joinPath(this.path, marked);
    this.env.disk.rename(joinPath(this.path, name), path);
    this.unopened.delete(name);
    this.checkpoints.forget(topicPartition);
    return path;
  }

  private uniqueHex(): string {
    const bytes = this.env.crypto.randomBytes(16);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** Deletions that an earlier broker began go on: their time has surely passed. */
  private resumeDeletions(): void {
    for (const name of this.env.disk.list(this.path)) {
      if (!name.endsWith(DELETE_DIRECTORY_SUFFIX) || partitionOfDirectory(name) === undefined) {
        continue;
      }
      if (!/\.[0-9a-f]{32}-delete$/.test(name) || !this.isDirectory(name)) continue;
      this.removeLater(joinPath(this.path, name), 0);
    }
  }

  private removeLater(path: string, delayMs: number): void {
    const removal = this.env.clock.setTimer(delayMs, () => {
      this.removals.delete(removal);
      try {
        this.env.disk.removeTree(path);
      } catch (error) {
        this.env.log.error('A deleted partition could not be removed; the next start will try.', {
          directory: path,
          error,
        });
      }
    });
    this.removals.add(removal);
  }
}

function takeLock(env: Env, path: string): DiskLock {
  try {
    return env.disk.lock(joinPath(path, '.lock'));
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    if (error.kind === 'missing') {
      throw new UnusableLogDirectory(
        `${path} does not exist. Run kafka-storage format, which makes it, first.`,
        { cause: error },
      );
    }
    if (error.kind !== 'locked') throw error;
    throw new UnusableLogDirectory(
      `${path} is in use by another broker, which holds ${path}/.lock. Stop that broker, or ` +
        'give this one another directory in log.dirs.',
      { cause: error },
    );
  }
}
