/**
 * Which groups this broker coordinates: those whose partition of `__consumer_offsets` it leads.
 *
 *     image: partition 7 is led here now   ──►  the coordinator loads it
 *     image: it is not any more            ──►  the coordinator lets it go
 *     image: topic `orders` is gone        ──►  what was committed of it goes too
 *     image: topic `bills` is new          ──►  groups match their patterns with it
 *
 * And the promise behind a commit: what the coordinator appends is committed once the high watermark
 * has passed it, exactly as a produce with acks=all is answered.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import type { Replica } from '#broker/replicas.ts';
import { DiskError } from '#env/disk.ts';
import { OFFSETS_TOPIC } from '#groups/group-partition.ts';
import type { OffsetsLog } from '#groups/offsets-log.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

export class GroupElections {
  readonly #broker: BrokerServices;
  readonly #led = new Map<number, Replica>();
  #topicsCreatedAt = -1;

  constructor(broker: BrokerServices) {
    this.#broker = broker;
  }

  /** The metadata offset as of which a topic was last created: patterns may match more since. */
  get topicsCreatedAt(): number {
    return this.#topicsCreatedAt;
  }

  /** Makes the coordinator follow the image, whose logs are open. */
  apply(image: MetadataImage, previous?: MetadataImage): void {
    if (image.topics === previous?.topics) return;
    const isNew = (id: string) => !previous?.topics.byId.has(id);
    if ([...image.topics.byId.keys()].some(isNew)) this.#topicsCreatedAt = image.offset;
    this.#followLeaders(image);
    for (const topic of previous?.topics.byId.values() ?? []) {
      if (!image.topics.byId.has(topic.id)) this.#broker.groups.topicDeleted(topic);
    }
  }

  /** A replica is not served any more: its disk failed, or its topic is gone. */
  removed(replica: Replica): void {
    if (replica.topic !== OFFSETS_TOPIC || this.#led.get(replica.partition) !== replica) return;
    this.#led.delete(replica.partition);
    this.#broker.groups.resigned(replica.partition);
  }

  #followLeaders(image: MetadataImage): void {
    const { replicas, groups } = this.#broker;
    const topic = image.topics.byName.get(OFFSETS_TOPIC);
    for (const partition of topic?.partitions.keys() ?? []) {
      const replica = topic && replicas.findLeader(topic, partition);
      const before = this.#led.get(partition);
      if (replica === before) continue;
      if (before !== undefined) this.removed(before);
      if (replica === undefined || typeof replica === 'number') continue;
      this.#led.set(partition, replica);
      void groups.elected(this.#logOf(replica));
    }
  }

  #logOf(replica: Replica): OffsetsLog {
    return {
      partition: replica.partition,
      log: replica.log,
      append: (batch, done) => this.#append(replica, batch, done),
    };
  }

  #append(replica: Replica, batch: Uint8Array, done: (errorCode: number) => void): void {
    const { log, isr, replicas, leaderEpoch } = replica;
    if (isr.length < Math.min(log.config.minInsyncReplicas, replicas.length)) {
      done(ErrorCode.NOT_ENOUGH_REPLICAS);
      return;
    }
    try {
      const result = log.append(batch, { leaderEpoch, origin: 'coordinator' });
      if (result.errorCode === ErrorCode.NONE) this.#await(replica, result.lastOffset, done);
      else done(result.errorCode);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#broker.replicas.fail(replica, error);
      done(ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  /** With one replica that is at once; else when the followers have fetched it. */
  #await(replica: Replica, lastOffset: number, done: (errorCode: number) => void): void {
    const operation = {
      tryComplete() {
        if (replica.log.highWatermark <= lastOffset) return false;
        done(ErrorCode.NONE);
        return true;
      },
      expire: () => done(ErrorCode.REQUEST_TIMED_OUT),
    };
    const timeoutMs = this.#broker.config.get('offsets.commit.timeout.ms');
    this.#broker.producePurgatory.watch(operation, [replica], timeoutMs);
  }
}
