/**
 * The names of files and directories under a log directory.
 *
 * A segment's files share its base offset, written with 20 digits so that names sort as offsets
 * do. A suffix tells a state apart, and so survives a crash without any other bookkeeping:
 *
 *   orders-0/                              topic "orders", partition 0
 *     00000000000000000000.log             record batches
 *     00000000000000000000.index           offset -> position
 *     00000000000000000000.timeindex       timestamp -> offset
 *     00000000000000000000.txnindex        aborted transactions, where there are any
 *     00000000000000000042.snapshot        producer state before offset 42
 *     00000000000000000000.log.cleaned     a compaction's output, not finished: worthless
 *     00000000000000000000.log.swap        a compaction's output, finished: replaces its sources
 *     00000000000000000000.log.deleted     removed soon
 *   orders-1.0f4d…-delete/                 a deleted partition, removed soon
 *   orders-2.93ab…-stray/                  a partition that nobody assigned to this broker
 *
 * Source: org.apache.kafka.storage.internals.log.LogFileUtils and LocalLog.
 */

export const LOG_SUFFIX = '.log';
export const OFFSET_INDEX_SUFFIX = '.index';
export const TIME_INDEX_SUFFIX = '.timeindex';
export const TRANSACTION_INDEX_SUFFIX = '.txnindex';
export const SNAPSHOT_SUFFIX = '.snapshot';

export const DELETED_SUFFIX = '.deleted';
export const CLEANED_SUFFIX = '.cleaned';
export const SWAP_SUFFIX = '.swap';

export const DELETE_DIRECTORY_SUFFIX = '-delete';
export const STRAY_DIRECTORY_SUFFIX = '-stray';

/** The files that make up one segment. */
export const SEGMENT_SUFFIXES: readonly string[] = [
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX,
];

/** A file-system name may have at most this many characters. */
const LONGEST_NAME = 255;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** `orders-0`: how logs and people name a partition, and what its directory is called. */
export function partitionName(topicPartition: TopicPartition): string {
  return `${topicPartition.topic}-${topicPartition.partition}`;
}

/** `00000000000000000042.log` for offset 42 and suffix `.log`. */
export function offsetFileName(offset: number, suffix: string): string {
  return offset.toString().padStart(20, '0') + suffix;
}

/** The offset in a file name that begins with 20 digits, or undefined. */
export function offsetInFileName(name: string): number | undefined {
  const digits = /^(\d{20})\./.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The partition that a directory name stands for, or undefined where it is none's. */
export function partitionOfDirectory(name: string): TopicPartition | undefined {
  const marked = /\.[0-9a-f]{32}-(?:delete|stray|future)$/.exec(name);
  const plain = marked === null ? name : name.slice(0, marked.index);
  const match = /^(.+)-(\d+)$/.exec(plain);
  if (match === null) return undefined;
  return { topic: match[1] as string, partition: Number(match[2]) };
}

/** A directory's name on its way out: `orders-0.<32 hex digits>-delete`, shortened to fit. */
export function markedDirectoryName(
  topicPartition: TopicPartition,
  uniqueHex: string,
  suffix: typeof DELETE_DIRECTORY_SUFFIX | typeof STRAY_DIRECTORY_SUFFIX,
): string {
  const tail = `-${topicPartition.partition}.${uniqueHex}${suffix}`;
  return topicPartition.topic.slice(0, LONGEST_NAME - tail.length) + tail;
}

/** Joins a directory and a name the way `Disk` wants paths. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/** The directory that holds `path`. */
export function parentDirectory(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}
