/**
 * `partition.metadata`: which topic's records a partition directory holds.
 *
 *   version: 0
 *   topic_id: 4cpkQ0rIQ7yD1sMSCsIGnQ
 *
 * The directory is named after the topic, but a topic can be deleted and made anew under the same
 * name while a broker is away. The id tells the two apart (KIP-516).
 *
 * Source: org.apache.kafka.storage.internals.checkpoint.PartitionMetadataFile.
 */
import type { Disk } from '#env/disk.ts';
import { readText, replaceFile, utf8 } from '#storage/durable-file.ts';
import { joinPath } from '#storage/log-files.ts';

const FILE_NAME = 'partition.metadata';

export function partitionMetadataPath(directory: string): string {
  return joinPath(directory, FILE_NAME);
}

/** Writes the file; the log's next sync makes it durable. */
export function writePartitionMetadata(disk: Disk, directory: string, topicId: string): void {
  const content = `version: 0\ntopic_id: ${topicId}`;
  replaceFile(disk, partitionMetadataPath(directory), utf8(content));
}

/**
 * The topic id, or undefined where the file is missing or damaged: the id is then taken from the
 * cluster's metadata, and the file written again.
 */
export function readPartitionMetadata(disk: Disk, directory: string): string | undefined {
  const text = readText(disk, partitionMetadataPath(directory));
  const match = /^version: 0\r?\ntopic_id: ([A-Za-z0-9_-]{22})\s*$/.exec(text ?? '');
  return match?.[1];
}

/**
 * The id of the topic whose records the directory holds: what the file says, or what the caller
 * knows, which the file then gets. Throws when the two are different topics.
 */
export function settleTopicId(
  disk: Disk,
  directory: string,
  known: string | undefined,
): { topicId: string | undefined; wasWritten: boolean } {
  const found = readPartitionMetadata(disk, directory);
  if (known === undefined || known === found) return { topicId: found, wasWritten: false };
  if (found !== undefined) {
    throw new Error(
      `${directory} holds records of the topic id ${found}, not ${known}: the topic was ` +
        'deleted and made anew. Move the directory away, then start again.',
    );
  }
  writePartitionMetadata(disk, directory, known);
  return { topicId: known, wasWritten: true };
}
