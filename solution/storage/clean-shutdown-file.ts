/**
 * `.kafka_cleanshutdown`: the note a broker leaves when it closed all its logs properly.
 *
 *   {"version":0,"brokerEpoch":42}
 *
 * With it, the next start trusts the logs unread; without it, it scans them. So the note must be
 * gone, durably, before the first byte is appended: if a crash of the machine brought it back,
 * a torn log would be taken for a sound one. (Kafka removes the file without syncing its
 * directory, which leaves that to the file system.)
 *
 * Source: org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler; KIP-966 for the
 * epoch, by which a controller recognizes an unclean restart.
 */
import type { Disk } from '#env/disk.ts';
import { readText, replaceFileDurably, utf8 } from '#storage/durable-file.ts';
import { joinPath } from '#storage/log-files.ts';

const FILE_NAME = '.kafka_cleanshutdown';

export interface CleanShutdown {
  /** The broker's epoch back then; -1 when the note doesn't say. */
  readonly brokerEpoch: number;
}

/** Takes the note away: what it said, or undefined where there was none. */
export async function takeCleanShutdownFile(
  disk: Disk,
  directory: string,
): Promise<CleanShutdown | undefined> {
  const path = joinPath(directory, FILE_NAME);
  const text = readText(disk, path);
  if (text === undefined) return undefined;
  disk.remove(path);
  await disk.syncDirectory(directory);
  const epoch = /"brokerEpoch"\s*:\s*(-?\d+)/.exec(text)?.[1];
  return { brokerEpoch: epoch === undefined ? -1 : Number(epoch) };
}

/** Leaves the note; to be called once everything it vouches for is on disk. */
export function leaveCleanShutdownFile(
  disk: Disk,
  directory: string,
  brokerEpoch: number,
): Promise<void> {
  const content = JSON.stringify({ version: 0, brokerEpoch });
  return replaceFileDurably(disk, joinPath(directory, FILE_NAME), utf8(content));
}
