/**
 * What becomes of a partition when brokers come, go or crash: who is in sync, who leads.
 *
 *                     isr shrinks below min.insync.replicas
 *      +-----+  ----------------------------------------------->  +-----+
 *      | ISR |                                                    | ELR |  still holds all that
 *      +-----+  <-----------------------------------------------  +-----+  was committed
 *                     elected, or caught up                          |
 *                                                                    | its disk may have lost
 *                                                                    v the page cache
 *                                                            last known leader
 *
 * A leader comes from the in-sync replicas, or, when there are none, from the eligible leader
 * replicas (ELR, KIP-966): both hold every committed record, so the election is clean. If both are
 * empty, the last known leader may come back, and failing that, where
 * `unclean.leader.election.enable` says so, any replica: these elections may lose records, and
 * mark the partition as recovering.
 *
 * Pure: from a partition and what happened to the PartitionChangeRecord, or to nothing.
 */
import type { MetadataRecord, NewMetadataRecord } from '#metadata/metadata-record.ts';
import { partitionRecordVersion } from '#metadata/metadata-version.ts';
import { LeaderRecoveryState, NO_LEADER, type PartitionImage } from '#metadata/topics-image.ts';

export type ElectionKind =
  /** The leader stays if it can. */
  | 'online'
  /** The first replica takes over if it can. */
  | 'preferred'
  /** As online, and if need be at the price of committed records. */
  | 'unclean';

export interface PartitionEvent {
  readonly partition: PartitionImage;
  readonly topicId: string;
  readonly partitionId: number;
  /** Who is in sync from now on. */
  readonly targetIsr: readonly number[];
  /** Replicas that came back from a crash, and may lack what was only in their page cache. */
  readonly uncleanShutdown?: readonly number[];
  readonly election: ElectionKind;
  /** Whether a broker is up, and its directory with this replica too. */
  readonly canLead: (broker: number) => boolean;
  /** `min.insync.replicas`, or the number of replicas if that is less. */
  readonly minIsr: number;
  readonly elrEnabled: boolean;
  readonly metadataVersion: number;
}

interface Sets {
  readonly isr: readonly number[];
  readonly elr: readonly number[];
}

interface Election {
  readonly leader: number;
  readonly unclean: boolean;
}

/** The record that the event calls for, or undefined when nothing changes. */
export function changePartition(event: PartitionEvent): NewMetadataRecord | undefined {
  const { partition } = event;
  const before: Sets = { isr: event.targetIsr, elr: elrAfter(event) };
  const election = elect(event, before);
  const leaderChanges = election.leader !== partition.leader;
  const { isr, elr } = setsAfter(before, election, leaderChanges);
  const lastKnownElr = lastKnownAfter(event, isr, election.leader);

  const changed: PartitionChange = {};
  if (leaderChanges) changed.leader = election.leader;
  if (!same(isr, partition.isr)) changed.isr = isr;
  if (!same(elr, partition.elr)) changed.eligibleLeaderReplicas = elr;
  if (!same(lastKnownElr, partition.lastKnownElr)) changed.lastKnownElr = lastKnownElr;
  if (election.unclean && partition.leaderRecoveryState !== LeaderRecoveryState.RECOVERING) {
    changed.leaderRecoveryState = LeaderRecoveryState.RECOVERING;
  }
  if (Object.keys(changed).length === 0) return undefined;
  const { topicId, partitionId } = event;
  return {
    name: 'PartitionChangeRecord',
    version: partitionRecordVersion(event.metadataVersion),
    data: { topicId, partitionId, ...changed },
  };
}

type ChangeData = Extract<MetadataRecord, { name: 'PartitionChangeRecord' }>['data'];
type PartitionChange = {
  -readonly [K in keyof ChangeData]?: ChangeData[K] extends number[] | null
    ? readonly number[]
    : ChangeData[K];
};

/** Whoever leaves an ISR that is too small joins the ELR; a crash ends the claim. */
function elrAfter({ partition, targetIsr, minIsr, elrEnabled, uncleanShutdown }: PartitionEvent) {
  if (!elrEnabled || targetIsr.length >= minIsr) return [];
  const candidates = new Set([...partition.elr, ...partition.isr]);
  return [...candidates].filter(
    (replica) => !targetIsr.includes(replica) && !uncleanShutdown?.includes(replica),
  );
}

function elect(event: PartitionEvent, sets: Sets): Election {
  const { partition, canLead, election } = event;
  const isClean = (replica: number) =>
    (sets.isr.length > 0 ? sets.isr : sets.elr).includes(replica) && canLead(replica);
  const [preferred] = partition.replicas;
  if (election === 'preferred' && preferred !== undefined && isClean(preferred)) {
    return { leader: preferred, unclean: false };
  }
  if (isClean(partition.leader)) return { leader: partition.leader, unclean: false };
  const clean = partition.replicas.find(isClean);
  if (clean !== undefined) return { leader: clean, unclean: false };
  const lastKnown = electableLastKnown(event, sets);
  if (lastKnown !== undefined) return { leader: lastKnown, unclean: true };
  const any = election === 'unclean' ? partition.replicas.find(canLead) : undefined;
  return any === undefined ? { leader: NO_LEADER, unclean: false } : { leader: any, unclean: true };
}

/** With nobody left who is sure to have everything, the last leader is the best guess there is. */
function electableLastKnown(event: PartitionEvent, { isr, elr }: Sets): number | undefined {
  const { partition, elrEnabled, canLead } = event;
  if (!elrEnabled || isr.length > 0 || elr.length > 0) return undefined;
  const [lastKnown, ...others] = partition.lastKnownElr;
  if (lastKnown === undefined || others.length > 0) return undefined;
  return canLead(lastKnown) ? lastKnown : undefined;
}

function setsAfter(sets: Sets, { leader, unclean }: Election, leaderChanges: boolean): Sets {
  if (unclean) return { isr: [leader], elr: [] };
  if (!leaderChanges || !sets.elr.includes(leader)) return sets;
  return { isr: [leader], elr: sets.elr.filter((replica) => replica !== leader) };
}

/** Remembers the leader while there is none. */
function lastKnownAfter(
  { partition, elrEnabled }: PartitionEvent,
  isr: readonly number[],
  leader: number,
): readonly number[] {
  if (!elrEnabled || leader !== NO_LEADER) return [];
  const lost = isr.length === 0 && partition.leader !== NO_LEADER;
  return lost ? [partition.leader] : partition.lastKnownElr;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
