/**
 * Kafka's checkpoint files: a few numbers that a broker wants back after a restart, as text.
 *
 *   0                  format version
 *   2                  number of entries that follow
 *   orders 0 1048576   one entry a line: topic, partition, offset
 *   orders 1 99        (a leader-epoch-checkpoint has: epoch, start offset)
 *
 * A file that does not read back exactly so is damaged, and its reader is told: what to do about
 * it differs. An empty file is a checkpoint without entries: Kafka makes it so at first.
 *
 * Source: org.apache.kafka.server.common.CheckpointFile, OffsetCheckpointFile.
 */
import type { Disk } from '#env/disk.ts';
import { readText, replaceFile, replaceFileDurably, utf8 } from '#storage/durable-file.ts';
import { parentDirectory, partitionName, type TopicPartition } from '#storage/log-files.ts';

const VERSION = 0;

/** A file that should be a checkpoint is not. The message names the file and the fault. */
export class CorruptCheckpoint extends Error {
  override readonly name = 'CorruptCheckpoint';
}

/** One checkpoint file whose lines `format` writes and `parse` reads (undefined: not a line). */
export class CheckpointFile<T> {
  private readonly disk: Disk;
  private readonly path: string;
  private readonly format: (entry: T) => string;
  private readonly parse: (fields: readonly string[]) => T | undefined;

  constructor(
    disk: Disk,
    path: string,
    format: (entry: T) => string,
    parse: (fields: readonly string[]) => T | undefined,
  ) {
    this.disk = disk;
    this.path = path;
    this.format = format;
    this.parse = parse;
  }

  /** The entries, or undefined where there is no file. Throws `CorruptCheckpoint`. */
  read(): T[] | undefined {
    const text = readText(this.disk, this.path);
    if (text === undefined) return undefined;
    if (text === '') return [];
    // A file cut short inside its last number would else read as another number.
    if (!text.endsWith('\n')) this.fail('its last line has no end');
    const [version, count, ...lines] = text.slice(0, -1).split('\n');
    if (version !== `${VERSION}`) this.fail(`its version is "${version}", not ${VERSION}`);
    if (!/^\d+$/.test(count ?? '') || Number(count) !== lines.length) {
      this.fail(`it promises "${count}" entries and has ${lines.length}`);
    }
    return lines.map((line) => {
      const entry = this.parse(line.split(/\s+/));
      return entry ?? this.fail(`its line "${line}" can't be read`);
    });
  }

  /** Replaces the file, without waiting for the disk. */
  write(entries: readonly T[]): void {
    replaceFile(this.disk, this.path, utf8(this.encode(entries)));
  }

  /** Makes what `write` wrote durable; a crash before may leave the file empty or torn. */
  async sync(): Promise<void> {
    const file = this.disk.open(this.path, 'write');
    await file.sync();
    file.close();
    await this.disk.syncDirectory(parentDirectory(this.path));
  }

  /** Replaces the file and resolves when that is durable. */
  writeDurably(entries: readonly T[]): Promise<void> {
    return replaceFileDurably(this.disk, this.path, utf8(this.encode(entries)));
  }

  private encode(entries: readonly T[]): string {
    return [VERSION, entries.length, ...entries.map(this.format), ''].join('\n');
  }

  private fail(fault: string): never {
    throw new CorruptCheckpoint(`The checkpoint file ${this.path} is damaged: ${fault}.`);
  }
}

export interface PartitionOffset extends TopicPartition {
  readonly offset: number;
}

/** A checkpoint of one offset per partition, of which a log directory has four. */
export function offsetCheckpoint(disk: Disk, path: string): CheckpointFile<PartitionOffset> {
  return new CheckpointFile(
    disk,
    path,
    (entry) => `${entry.topic} ${entry.partition} ${entry.offset}`,
    ([topic, partition, offset, ...more]) => {
      if (topic === undefined || topic === '' || more.length > 0) return undefined;
      if (!isWhole(partition) || !isWhole(offset)) return undefined;
      return { topic, partition: Number(partition), offset: Number(offset) };
    },
  );
}

/**
 * The offsets by partition name. A damaged file is worth a warning and no offsets: each has a
 * safe value to fall back to.
 */
export function offsetsByPartition(
  file: CheckpointFile<PartitionOffset>,
  warn: (error: CorruptCheckpoint) => void,
): Map<string, PartitionOffset> {
  try {
    const entries = file.read() ?? [];
    return new Map(entries.map((entry) => [partitionName(entry), entry]));
  } catch (error) {
    if (!(error instanceof CorruptCheckpoint)) throw error;
    warn(error);
    return new Map();
  }
}

/** True for a whole number at or above 0 that is exact as a JS number. */
export function isWhole(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}
