/**
 * A partition that does not exist yet: checks an assignment that an administrator wrote by hand,
 * and makes the record of a new partition.
 *
 * Everyone who is up is in sync with an empty log, so the first in-sync replicas are all live
 * replicas, and the first of them leads.
 */
import { Refusal } from '#controller/decision.ts';
import type { ClusterImage } from '#metadata/cluster-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { hasDirectories, partitionRecordVersion } from '#metadata/metadata-version.ts';
import { UNASSIGNED_DIRECTORY } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Whether replicas chosen by hand can be: live and registered, each once, as many as elsewhere. */
export function checkAssignment(
  cluster: ClusterImage,
  replicas: readonly number[],
  replicationFactor: number | undefined,
): Refusal | undefined {
  if (replicas.length === 0) return invalid('includes an empty replica list.');
  const sorted = replicas.toSorted((a, b) => a - b);
  for (const [index, broker] of sorted.entries()) {
    if (!cluster.brokers.has(broker)) {
      return invalid(`includes broker ${broker}, but no such broker is registered.`);
    }
    if (index > 0 && sorted[index - 1] === broker) {
      return invalid(`includes the broker ${broker} more than once.`);
    }
  }
  if (replicationFactor === undefined || replicas.length === replicationFactor) return undefined;
  return invalid(
    `includes a partition with ${replicas.length} replica(s), but this is not consistent with ` +
      `previous partitions, which have ${replicationFactor} replica(s).`,
  );
}

/** Why no replica of a hand-made assignment can lead, or undefined. */
export function checkSomeoneIsUp(
  cluster: ClusterImage,
  index: number,
  replicas: readonly number[],
): Refusal | undefined {
  if (replicas.some((broker) => cluster.isActive(broker))) return undefined;
  return new Refusal(
    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    `All brokers specified in the manual partition assignment for partition ${index} are fenced ` +
      'or in controlled shutdown.',
  );
}

/** The record that makes a partition. At least one of the replicas has to be up. */
export function newPartitionRecord(
  image: MetadataImage,
  topicId: string,
  partitionId: number,
  replicas: readonly number[],
): NewMetadataRecord {
  const { metadataVersion } = image.features;
  const isr = replicas.filter((broker) => image.cluster.isActive(broker));
  const leader = isr[0];
  if (leader === undefined) throw new Error(`No replica of new partition ${partitionId} is up.`);
  return {
    name: 'PartitionRecord',
    version: partitionRecordVersion(metadataVersion),
    data: {
      partitionId,
      topicId,
      replicas,
      isr,
      removingReplicas: [],
      addingReplicas: [],
      leader,
      leaderEpoch: 0,
      partitionEpoch: 0,
      directories: hasDirectories(metadataVersion)
        ? replicas.map((broker) => defaultDirectory(image.cluster, broker))
        : [],
    },
  };
}

/** A broker with one directory has no choice to make, so the controller makes it (KIP-858). */
export function defaultDirectory(cluster: ClusterImage, brokerId: number): string {
  const directories = cluster.brokers.get(brokerId)?.directories ?? [];
  return directories.length === 1 ? (directories[0] as string) : UNASSIGNED_DIRECTORY;
}

function invalid(what: string): Refusal {
  return new Refusal(
    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    `The manual partition assignment ${what}`,
  );
}
