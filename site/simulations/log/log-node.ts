/**
 * A machine with one partition on it, and the storage of a broker: log directory, housekeeping, cleaner.
 * It is started, killed, loses power, and is started again.
 */
import type { Env } from '#env/env.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import type { SimWorld } from '#env/sim/sim-world.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { defaultLogCleanerOptions, LogCleaner } from '#storage/cleaner/log-cleaner.ts';
import { DirectoryCheckpoints } from '#storage/directory-checkpoints.ts';
import { LogDirectory } from '#storage/log-directory.ts';
import { LogHousekeeping } from '#storage/log-housekeeping.ts';
import { randomUuid, writeMetaProperties } from '#storage/meta-properties.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { DiskView } from './disk-view.ts';
import { logConfigOf, type Options } from './setup.ts';

const PARTITION = { topic: 'readings', partition: 0 };
const DIRECTORY = 'kafka-logs';
const utf8 = new TextEncoder();

export class LogNode {
  /** The partition's directory as it lies on the disk, also while nothing runs. */
  readonly disk: DiskView;
  readonly #world: SimWorld;
  readonly #node: SimNode;
  readonly #options: Options;
  #log: PartitionLog | undefined;

  constructor(world: SimWorld, options: Options) {
    this.#world = world;
    this.#node = world.node('broker');
    this.#options = options;
    this.disk = new DiskView(this.#node.volume, `${DIRECTORY}/${PARTITION.topic}-0`);
  }

  get env(): Env {
    return this.#node.env;
  }

  /** The open log; undefined while the process is dead. */
  get log(): PartitionLog | undefined {
    return this.#log;
  }

  /** Makes the directory, as `kafka-storage format` does. */
  async format(): Promise<void> {
    const { env } = this;
    env.disk.makeDirectory(DIRECTORY);
    const properties = { clusterId: randomUuid(env), nodeId: 1, directoryId: randomUuid(env) };
    await this.#world.complete(writeMetaProperties(env, DIRECTORY, properties));
    await this.#world.complete(env.disk.syncDirectory(''));
  }

  /** Gives the dead machine a new process; the offset from which on it will trust nothing. */
  boot(): number {
    const checkpoints = new DirectoryCheckpoints(this.#node.restart(), DIRECTORY);
    return checkpoints.of(PARTITION).recoveryPoint;
  }

  /** Opens the directory and the log in it, recovering what there is to recover. */
  async start(): Promise<PartitionLog> {
    const { env } = this;
    const open = LogDirectory.open(env, { path: DIRECTORY, nodeId: 1 });
    const directory = await this.#world.complete(open);
    const log = directory.openLog(PARTITION, { config: logConfigOf(this.#options) });
    new LogHousekeeping(env, directory).start();
    new LogCleaner(env, () => directory.logs(), defaultLogCleanerOptions).start();
    this.#log = log;
    return log;
  }

  /** Appends one batch of records of these keys; `undefined` as a value makes a tombstone. */
  append(records: readonly { readonly key: string; readonly value: string | undefined }[]): void {
    const timestamp = this.env.clock.now();
    const { codec } = this.#options;
    const batch = encodeBatch({
      records: records.map(({ key, value }) => ({
        timestamp,
        key: utf8.encode(key),
        value: value === undefined ? null : utf8.encode(value),
      })),
      codec,
      codecs: this.env.codecs,
    });
    const result = this.#log?.append(batch, { leaderEpoch: 0 });
    if (result?.errorCode !== 0) throw new Error(`An append was refused: ${result?.errorCode}.`);
  }

  /** Waits until all that was appended is on the disk. */
  async sync(): Promise<void> {
    if (this.#log !== undefined) await this.#world.complete(this.#log.sync());
  }

  crash(losePower: boolean): void {
    this.#node.crash({ losePower });
    this.#log = undefined;
  }
}
