/**
 * Replays topic and partition records over a `TopicsImage`.
 *
 * Replaying is not validating: the controller decided before it wrote. A record that contradicts
 * the image (a partition of a topic nobody knows) means that the log or the code is broken, and
 * throws rather than let this node's image drift from the others'.
 */
import { MapDraft } from '#metadata/map-draft.ts';
import {
  LeaderRecoveryState,
  type PartitionImage,
  type TopicImage,
  TopicsImage,
  UNASSIGNED_DIRECTORY,
} from '#metadata/topics-image.ts';
import type { PartitionChangeRecord } from '#protocol/records/partition-change-record.ts';
import type { PartitionRecord } from '#protocol/records/partition-record.ts';
import type { RemoveTopicRecord } from '#protocol/records/remove-topic-record.ts';
import type { TopicRecord } from '#protocol/records/topic-record.ts';

/** In a `PartitionChangeRecord`: the leader stays. */
const LEADER_UNCHANGED = -2;
const RECOVERY_STATE_UNCHANGED = -1;

export class TopicsDraft {
  readonly #base: TopicsImage;
  readonly #byName: MapDraft<string, TopicImage>;
  readonly #byId: MapDraft<string, TopicImage>;
  /** The partitions of the topics touched so far, to be copied once each. */
  readonly #partitions = new Map<string, MapDraft<number, PartitionImage>>();

  constructor(base: TopicsImage) {
    this.#base = base;
    this.#byName = new MapDraft(base.byName);
    this.#byId = new MapDraft(base.byId);
  }

  replayTopic({ name, topicId }: TopicRecord): void {
    const replaced = this.#byName.get(name);
    if (replaced !== undefined) this.#remove(replaced);
    this.#put({ name, id: topicId, partitions: new Map() });
  }

  replayPartition(record: PartitionRecord): void {
    this.#partitionsOf(record.topicId, 'PartitionRecord').set(record.partitionId, {
      replicas: record.replicas,
      isr: record.isr,
      removingReplicas: record.removingReplicas,
      addingReplicas: record.addingReplicas,
      elr: record.eligibleLeaderReplicas ?? [],
      lastKnownElr: record.lastKnownElr ?? [],
      leader: record.leader,
      leaderRecoveryState: record.leaderRecoveryState,
      leaderEpoch: record.leaderEpoch,
      partitionEpoch: record.partitionEpoch,
      directories: directoriesOf(record),
    });
  }

  replayPartitionChange(record: PartitionChangeRecord): void {
    const partitions = this.#partitionsOf(record.topicId, 'PartitionChangeRecord');
    const partition = partitions.get(record.partitionId);
    if (partition === undefined) {
      throw new Error(
        `A PartitionChangeRecord names partition ${record.partitionId} of topic ${
          record.topicId
        }, which does not exist.`,
      );
    }
    partitions.set(record.partitionId, mergePartition(partition, record));
  }

  /** Returns the topic that is gone, so that its configuration can go too. */
  replayRemoveTopic({ topicId }: RemoveTopicRecord): TopicImage {
    const topic = this.#byId.get(topicId);
    if (topic === undefined) throw unknownTopic('RemoveTopicRecord', topicId);
    this.#remove(topic);
    return topic;
  }

  /** Forgets who is eligible to lead, in one topic or (the empty name) in all. */
  replayClearElr(topicName: string): void {
    for (const [name, topic] of [...this.#byName.entries()]) {
      if (topicName !== '' && topicName !== name) continue;
      const partitions = this.#partitionsOf(topic.id, 'ClearElrRecord');
      for (const [index, partition] of [...partitions.entries()]) {
        if (partition.elr.length === 0 && partition.lastKnownElr.length === 0) continue;
        partitions.set(index, { ...partition, elr: [], lastKnownElr: [] });
      }
    }
  }

  finish(): TopicsImage {
    for (const [id, partitions] of this.#partitions) {
      const topic = this.#byId.get(id);
      const finished = partitions.finish();
      if (topic !== undefined && topic.partitions !== finished) {
        this.#put({ ...topic, partitions: finished });
      }
    }
    const [byName, byId] = [this.#byName.finish(), this.#byId.finish()];
    if (byName === this.#base.byName && byId === this.#base.byId) return this.#base;
    return new TopicsImage(byName, byId);
  }

  #partitionsOf(topicId: string, recordName: string): MapDraft<number, PartitionImage> {
    const started = this.#partitions.get(topicId);
    if (started !== undefined) return started;
    const topic = this.#byId.get(topicId);
    if (topic === undefined) throw unknownTopic(recordName, topicId);
    const draft = new MapDraft(topic.partitions);
    this.#partitions.set(topicId, draft);
    return draft;
  }

  #put(topic: TopicImage): void {
    this.#byName.set(topic.name, topic);
    this.#byId.set(topic.id, topic);
  }

  #remove(topic: TopicImage): void {
    this.#byName.delete(topic.name);
    this.#byId.delete(topic.id);
    this.#partitions.delete(topic.id);
  }
}

/** The partition after a change: what the record leaves out stays as it was. */
export function mergePartition(
  partition: PartitionImage,
  record: PartitionChangeRecord,
): PartitionImage {
  const leaderChanges = record.leader !== LEADER_UNCHANGED;
  const replicas = record.replicas ?? partition.replicas;
  return {
    replicas,
    isr: record.isr ?? partition.isr,
    removingReplicas: record.removingReplicas ?? partition.removingReplicas,
    addingReplicas: record.addingReplicas ?? partition.addingReplicas,
    elr: record.eligibleLeaderReplicas ?? partition.elr,
    lastKnownElr: record.lastKnownElr ?? partition.lastKnownElr,
    leader: leaderChanges ? record.leader : partition.leader,
    leaderRecoveryState:
      record.leaderRecoveryState === RECOVERY_STATE_UNCHANGED
        ? partition.leaderRecoveryState
        : record.leaderRecoveryState,
    leaderEpoch: partition.leaderEpoch + (leaderChanges ? 1 : 0),
    partitionEpoch: partition.partitionEpoch + 1,
    directories: record.directories ?? directoriesFor(replicas, partition),
  };
}

function directoriesOf(record: PartitionRecord): readonly string[] {
  if (record.directories.length > 0) return record.directories;
  return record.replicas.map(() => UNASSIGNED_DIRECTORY);
}

function directoriesFor(replicas: readonly number[], partition: PartitionImage): readonly string[] {
  if (replicas === partition.replicas) return partition.directories;
  return replicas.map(
    (replica) => partition.directories[partition.replicas.indexOf(replica)] ?? UNASSIGNED_DIRECTORY,
  );
}

function unknownTopic(recordName: string, topicId: string): Error {
  return new Error(`A ${recordName} names topic id ${topicId}, which does not exist.`);
}

export const isRecovering = (partition: PartitionImage): boolean =>
  partition.leaderRecoveryState === LeaderRecoveryState.RECOVERING;
