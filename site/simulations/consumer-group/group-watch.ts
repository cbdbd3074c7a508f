/**
 * Looks at the broker after each event of the simulation, and tells what is new: records in the topic,
 * records of the coordinator, the groups' states.
 *
 * Invariant: it only looks. A run that is watched is the run that nobody watches.
 */
import type { Broker } from '#broker/broker.ts';
import type { Codecs } from '#env/codecs.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import { OFFSETS_TOPIC } from '#groups/group-partition.ts';
import type { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Tell } from './happening.ts';
import type { KnownMembers } from './known-members.ts';
import { readCoordinatorRecords } from './offsets-watch.ts';
import { sharesIn } from './wire-words.ts';

const EVERYTHING = { states: [], types: [] };

export interface Watched {
  readonly topic: string;
  /** The groups' ids, in the order of their numbers. */
  readonly groupIds: readonly string[];
  readonly names: KnownMembers;
  readonly codecs: Codecs;
  readonly nowMs: () => number;
}

export class GroupWatch {
  readonly #watched: Watched;
  readonly #tell: Tell;
  readonly #ends: number[] = [];
  readonly #phases: string[] = [];
  readonly #generations: number[] = [];
  #broker: Broker | undefined;
  #logs: readonly PartitionLog[] = [];
  #offsetsLog: PartitionLog | undefined;
  #nextRecord = 0;

  constructor(watched: Watched, tell: Tell) {
    this.#watched = watched;
    this.#tell = tell;
  }

  /** The broker to look at; undefined while there is none. */
  set broker(broker: Broker | undefined) {
    this.#broker = broker;
    this.#logs = [];
    this.#offsetsLog = undefined;
  }

  look(): void {
    if (this.#broker === undefined) return;
    if (this.#logs.length === 0) this.#logs = this.#logsOf(this.#watched.topic);
    this.#offsetsLog ??= this.#logsOf(OFFSETS_TOPIC)[0];
    this.#lookAtEnds();
    this.#lookAtRecords();
    this.#lookAtPhases(this.#broker);
  }

  #lookAtEnds(): void {
    for (const [partition, { logEndOffset: end }] of this.#logs.entries()) {
      if ((this.#ends[partition] ?? 0) >= end) continue;
      this.#ends[partition] = end;
      this.#tell({ atMs: this.#watched.nowMs(), kind: 'produced', partition, end });
    }
  }

  #lookAtRecords(): void {
    const log = this.#offsetsLog;
    if (log === undefined || log.logEndOffset <= this.#nextRecord) return;
    const take = (record: CoordinatorRecord) => this.#take(record);
    this.#nextRecord = readCoordinatorRecords(log, this.#nextRecord, this.#watched.codecs, take);
  }

  #take(record: CoordinatorRecord): void {
    const atMs = this.#watched.nowMs();
    const groupId = record.kind === 'offset' ? record.groupId : groupOf(record);
    const group = this.#watched.groupIds.indexOf(groupId);
    if (group < 0) return;
    if (record.kind === 'offset') {
      if (record.offset === undefined) return;
      const { partition, offset } = record;
      this.#tell({ atMs, kind: 'committed', group, partition, offset: offset.offset });
    } else if (record.kind === 'group') {
      if (record.value !== undefined) this.#tellGeneration(group, record.value);
    } else if (record.kind === 'consumer-group-metadata' && record.value !== undefined) {
      this.#tellEpoch(group, record.value.epoch);
    }
  }

  /** A generation, with what each member is to have. */
  #tellGeneration(group: number, { generation, members }: GroupMetadataValue): void {
    const { names, nowMs } = this.#watched;
    const shares = members.map(
      ({ memberId, assignment }) => [names.nameOf(memberId), sharesIn(assignment)] as const,
    );
    this.#generations[group] = generation;
    this.#tell({ atMs: nowMs(), kind: 'generation', group, generation, shares });
  }

  #tellEpoch(group: number, epoch: number): void {
    if (this.#generations[group] === epoch) return;
    this.#generations[group] = epoch;
    this.#tell({ atMs: this.#watched.nowMs(), kind: 'generation', group, generation: epoch });
  }

  #lookAtPhases(broker: Broker): void {
    const listed = broker.services.groups.list(EVERYTHING);
    if (typeof listed === 'number') return;
    for (const { groupId, groupState: phase } of listed) {
      const group = this.#watched.groupIds.indexOf(groupId);
      if (group < 0 || this.#phases[group] === phase) continue;
      this.#phases[group] = phase;
      this.#tell({ atMs: this.#watched.nowMs(), kind: 'phase', group, phase });
    }
  }

  #logsOf(name: string): PartitionLog[] {
    const services = this.#broker?.services;
    const topic = services?.image.topics.byName.get(name);
    return [...(topic?.partitions.keys() ?? [])].flatMap(
      (partition) => services?.replicas.get(topic?.id ?? '', partition)?.log ?? [],
    );
  }
}

/** Records of consumer groups have the same field, whatever their kind. */
function groupOf(record: Exclude<CoordinatorRecord, { kind: 'offset' }>): string {
  return record.groupId;
}
