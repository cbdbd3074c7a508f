/**
 * A broker's life, as its controller records it (KIP-631).
 *
 *                       register                    caught up
 *       (unknown) ------------------> FENCED -----------------------> ACTIVE
 *                                     ^    ^                            |
 *              register again         |    |  silent for too long,      | wants to stop
 *            (a new incarnation)      |    |  or crashed                v
 *                                     |    +-------------------- SHUTTING DOWN
 *                                     +--- stopped -------------------- '
 *
 * Only an active broker leads partitions and is in sync. Going down in order moves leaders away
 * first; with one broker there is nobody to move them to, so its partitions have no leader until
 * it is back, and it is back as their eligible leader, since an orderly stop syncs everything.
 *
 * After a crash the broker registers anew, and its log may lack what only its page cache had. It
 * proves an orderly stop by the epoch that it left in `.kafka_cleanshutdown` (KIP-966).
 */
import type { ConfigRules } from '#controller/config-rules.ts';
import { changePartition, type ElectionKind } from '#controller/partition-change.ts';
import { ControlledShutdownChange, FencingChange } from '#metadata/cluster-draft.ts';
import type { BrokerImage } from '#metadata/cluster-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { NO_LEADER, type PartitionImage, UNASSIGNED_DIRECTORY } from '#metadata/topics-image.ts';

export interface LifecycleContext {
  readonly image: MetadataImage;
  readonly rules: ConfigRules;
}

/** Takes a broker out of service: it is in no ISR and leads nothing from then on. */
export function fenceBroker(broker: BrokerImage, context: LifecycleContext): NewMetadataRecord[] {
  return [
    ...updatePartitions(context, { removed: broker.id }, (partition) =>
      partition.isr.includes(broker.id),
    ),
    registrationChange(0, broker, { fenced: FencingChange.FENCE }),
  ];
}

/** Puts a broker into service, and has it lead what nobody leads. */
export function unfenceBroker(broker: BrokerImage, context: LifecycleContext): NewMetadataRecord[] {
  return [
    registrationChange(0, broker, { fenced: FencingChange.UNFENCE }),
    ...updatePartitions(
      context,
      { added: broker.id },
      (partition) => partition.leader === NO_LEADER,
    ),
  ];
}

/** A broker wants to stop: leaders move away from it where they can. */
export function beginShutdown(broker: BrokerImage, context: LifecycleContext): NewMetadataRecord[] {
  return [
    registrationChange(1, broker, {
      inControlledShutdown: ControlledShutdownChange.IN_CONTROLLED_SHUTDOWN,
    }),
    ...updatePartitions(context, { removed: broker.id }, (partition) =>
      partition.isr.includes(broker.id),
    ),
  ];
}

/** A broker crashed since it last led: what it has is not sure to be all that was committed. */
export function forgetUncleanReplicas(
  brokerId: number,
  context: LifecycleContext,
): NewMetadataRecord[] {
  if (!context.image.features.elrEnabled) return [];
  return updatePartitions(
    context,
    { crashed: brokerId },
    (partition) => partition.isr.includes(brokerId) || partition.elr.includes(brokerId),
  );
}

/** A broker tells which of its directories take no new partitions; none is the usual answer. */
export function cordonDirectories(
  broker: BrokerImage,
  cordonedLogDirs: readonly string[],
): NewMetadataRecord {
  return registrationChange(3, broker, { cordonedLogDirs });
}

interface Happening {
  readonly removed?: number;
  readonly added?: number;
  readonly crashed?: number;
}

function updatePartitions(
  { image, rules }: LifecycleContext,
  happening: Happening,
  isAffected: (partition: PartitionImage) => boolean,
): NewMetadataRecord[] {
  const { removed, added, crashed } = happening;
  const gone = (broker: number) => broker === removed || broker === crashed;
  const records: NewMetadataRecord[] = [];
  for (const { topic, index, partition } of image.topics.partitions()) {
    if (!isAffected(partition)) continue;
    const overrides = image.configs.ofTopic(topic.name);
    const record = changePartition({
      partition,
      topicId: topic.id,
      partitionId: index,
      targetIsr: partition.isr.filter((broker) => !gone(broker)),
      uncleanShutdown: crashed === undefined ? [] : [crashed],
      election: electionFor(rules.topicValue('unclean.leader.election.enable', overrides)),
      canLead: (broker) =>
        !gone(broker) &&
        (broker === added || image.cluster.isActive(broker)) &&
        hasOnlineDirectory(image, partition, broker),
      minIsr: effectiveMinIsr(partition, rules.topicValue('min.insync.replicas', overrides)),
      elrEnabled: image.features.elrEnabled,
      metadataVersion: image.features.metadataVersion,
    });
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** More in-sync replicas than there are replicas can't be asked for. */
export function effectiveMinIsr(partition: PartitionImage, configured: string | null): number {
  return Math.min(Number(configured ?? 1), partition.replicas.length);
}

/** True unless the replica's directory is known to be offline. */
export function hasOnlineDirectory(
  image: MetadataImage,
  partition: PartitionImage,
  brokerId: number,
): boolean {
  const directory = partition.directories[partition.replicas.indexOf(brokerId)];
  const online = image.cluster.brokers.get(brokerId)?.directories ?? [];
  if (directory === undefined || directory === UNASSIGNED_DIRECTORY) return true;
  return online.length === 0 || online.includes(directory);
}

function electionFor(uncleanEnabled: string | null): ElectionKind {
  return uncleanEnabled === 'true' ? 'unclean' : 'online';
}

type ChangeData = Extract<NewMetadataRecord, { name: 'BrokerRegistrationChangeRecord' }>['data'];

function registrationChange(
  version: number,
  { id, epoch }: BrokerImage,
  change: Partial<ChangeData>,
): NewMetadataRecord {
  return {
    name: 'BrokerRegistrationChangeRecord',
    version,
    data: { brokerId: id, brokerEpoch: epoch, ...change },
  };
}
