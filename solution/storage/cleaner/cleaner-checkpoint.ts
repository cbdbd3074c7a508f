/**
 * How far each log has been cleaned: `cleaner-offset-checkpoint`, one file in each log directory,
 * in Kafka's checkpoint format.
 *
 * It is written after a round, so a crash between the two means that a log is cleaned once more:
 * cleaning what is clean changes nothing.
 */
import type { Env } from '#env/env.ts';
import {
  type CheckpointFile,
  CorruptCheckpoint,
  offsetCheckpoint,
  type PartitionOffset,
} from '#storage/checkpoint-file.ts';
import { joinPath, parentDirectory, partitionName } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

export const CLEANER_CHECKPOINT = 'cleaner-offset-checkpoint';

/** The part of a log that says where its checkpoint is and whose it is. */
type CheckpointedLog = Pick<PartitionLog, 'directory' | 'topicPartition'>;

interface DirectoryCheckpoint {
  readonly file: CheckpointFile<PartitionOffset>;
  readonly offsets: Map<string, PartitionOffset>;
}

export class CleanerCheckpoints {
  readonly #env: Env;
  readonly #directories = new Map<string, DirectoryCheckpoint>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** The offset before which the log is clean, or undefined. */
  get(log: CheckpointedLog): number | undefined {
    return this.#of(log).offsets.get(partitionName(log.topicPartition))?.offset;
  }

  /** Notes how far a log is clean; resolves when that is durable. */
  async set(log: CheckpointedLog, offset: number): Promise<void> {
    const { offsets } = this.#of(log);
    offsets.set(partitionName(log.topicPartition), { ...log.topicPartition, offset });
    await this.#write(log);
  }

  /** Forgets a log: it was deleted, or its directory moved. */
  async remove(log: CheckpointedLog): Promise<void> {
    if (this.#of(log).offsets.delete(partitionName(log.topicPartition))) await this.#write(log);
  }

  /** After a log was cut at `offset`: what is appended from there on is dirty. */
  async truncated(log: CheckpointedLog, offset: number): Promise<void> {
    const known = this.get(log);
    if (known !== undefined && known > offset) await this.set(log, offset);
  }

  #write(log: CheckpointedLog): Promise<void> {
    const { file, offsets } = this.#of(log);
    return file.writeDurably([...offsets.values()]);
  }

  #of(log: CheckpointedLog): DirectoryCheckpoint {
    const directory = parentDirectory(log.directory);
    const known = this.#directories.get(directory);
    if (known !== undefined) return known;
    const loaded = this.#load(joinPath(directory, CLEANER_CHECKPOINT));
    this.#directories.set(directory, loaded);
    return loaded;
  }

  #load(path: string): DirectoryCheckpoint {
    const file = offsetCheckpoint(this.#env.disk, path);
    try {
      const entries = (file.read() ?? []).map((entry) => [partitionName(entry), entry] as const);
      return { file, offsets: new Map(entries) };
    } catch (error) {
      if (!(error instanceof CorruptCheckpoint)) throw error;
      this.#env.log.warn('The cleaner starts over: it can’t read how far it had come.', { error });
      return { file, offsets: new Map() };
    }
  }
}
