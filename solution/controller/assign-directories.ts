/**
 * A broker with several log directories tells where it has put a replica (KIP-858), so that the
 * controller knows which partitions go down with which disk.
 */
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { hasDirectories, partitionRecordVersion } from '#metadata/metadata-version.ts';

export interface DirectoryAssignment {
  readonly topicId: string;
  readonly partitionId: number;
  readonly directoryId: string;
}

/** Records of the assignments that are news; those of partitions that are gone are dropped. */
export function assignDirectories(
  brokerId: number,
  assignments: readonly DirectoryAssignment[],
  { topics, features }: MetadataImage,
): NewMetadataRecord[] {
  if (!hasDirectories(features.metadataVersion)) return [];
  return assignments.flatMap(({ topicId, partitionId, directoryId }): NewMetadataRecord[] => {
    const partition = topics.byId.get(topicId)?.partitions.get(partitionId);
    const at = partition?.replicas.indexOf(brokerId) ?? -1;
    if (partition === undefined || at === -1) return [];
    if (partition.directories[at] === directoryId) return [];
    return [
      {
        name: 'PartitionChangeRecord',
        version: partitionRecordVersion(features.metadataVersion),
        data: { topicId, partitionId, directories: partition.directories.with(at, directoryId) },
      },
    ];
  });
}
