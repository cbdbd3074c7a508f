/**
 * What a consumer knows of topics: their ids, partitions and leaders. Kept up to date in the
 * background: when it is too old, when a broker says that it is wrong, when topics are wanted that
 * it does not hold.
 *
 *     want(topics) ──► Metadata ──► topics { orders: id, [leader 1 epoch 0, leader 2 epoch 3] }
 *     outdated()   ──►     ▲    ──► onUpdate()
 *                          └─ every metadata.max.age.ms
 *
 * Invariant: at most one Metadata request is under way. A topic's leader epochs never go back: an
 * answer of a broker that lags behind does not undo what another said (KIP-320).
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { backoffMs, type ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import type { Timer } from '#env/clock.ts';
import { ErrorCode, isRetriable } from '#protocol/errors.ts';
import type { MetadataResponse } from '#protocol/messages/metadata.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export interface KnownPartition {
  /** -1 where nobody leads. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
}

export interface KnownTopic {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  /** By partition, from 0 on. */
  readonly partitions: readonly KnownPartition[];
}

type TopicAnswer = MetadataResponse['topics'][number];

export class TopicMetadata {
  readonly #cluster: ClusterClient;
  readonly #settings: ConsumerSettings;
  readonly #onUpdate: () => void;
  #wanted: ReadonlySet<string> | 'all' = new Set();
  #topics = new Map<string, KnownTopic>();
  /** Topics that were asked about and do not exist. */
  readonly #missing = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #racks = new Map<number, string>();
  #update: Promise<void> | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #askedMs = Number.NEGATIVE_INFINITY;
  #isOutdated = false;
  #error: Error | undefined;
  #isClosed = false;

  constructor(cluster: ClusterClient, settings: ConsumerSettings, onUpdate: () => void) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#onUpdate = onUpdate;
  }

  get topics(): ReadonlyMap<string, KnownTopic> {
    return this.#topics;
  }

  partition({ topic, partition }: TopicPartition): KnownPartition | undefined {
    return this.#topics.get(topic)?.partitions[partition];
  }

  /** The name of a topic that was assigned by its id; see `learnNames`. */
  nameOf(topicId: string): string | undefined {
    return this.#names.get(topicId);
  }

  idOf(topic: string): string | undefined {
    return this.#topics.get(topic)?.topicId;
  }

  /** Asks about topics by their ids, if there are any that are not known. */
  async learnNames(topicIds: readonly string[]): Promise<void> {
    const unknown = topicIds.filter((id) => !this.#names.has(id));
    if (unknown.length === 0) return;
    try {
      const { topics } = await this.#cluster.metadataOfIds(unknown);
      const found = new Map<string, KnownTopic>();
      for (const topic of topics) this.#takeTopic(topic, found);
      this.#topics = new Map([...this.#topics, ...found]);
    } catch {
      // Whoever asks will ask again.
    }
  }

  /** The rack of a broker, where it has one. */
  rackOf(brokerId: number): string | undefined {
    return this.#racks.get(brokerId);
  }

  /** Keeps these topics known from now on; 'all' for every topic that there is. */
  want(topics: ReadonlySet<string> | 'all'): void {
    this.#wanted = topics;
    const isKnown = topics !== 'all' && [...topics].every((topic) => this.#topics.has(topic));
    if (!isKnown) this.outdated();
  }

  /** A broker's answer has shown that something is not as it is known here. */
  outdated(): void {
    if (this.#isOutdated) return;
    this.#isOutdated = true;
    if (this.#update === undefined) this.#schedule();
  }

  /** What no retry will change: thrown once, by the next poll. */
  takeError(): Error | undefined {
    const error = this.#error;
    this.#error = undefined;
    return error;
  }

  /** How many partitions a topic has: 0 where it does not exist, undefined where nobody has asked. */
  countOf(topic: string): number | undefined {
    return this.#topics.get(topic)?.partitions.length ?? (this.#missing.has(topic) ? 0 : undefined);
  }

  /**
   * Asks about topics now (null: all of them). Those that do not exist are left out.
   *
   * @throws KafkaError when one may not be read, NetworkError, RequestTimeout
   */
  async lookUp(topics: readonly string[] | null): Promise<KnownTopic[]> {
    const response = await this.#cluster.metadata(topics, this.#settings.allowAutoCreateTopics);
    const found = new Map<string, KnownTopic>();
    for (const topic of response.topics) {
      const error = this.#takeTopic(topic, found);
      if (error !== undefined) throw error;
    }
    this.#noteRacks(response);
    this.#topics = new Map([...this.#topics, ...found]);
    return [...found.values()];
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /** Asks again after a pause if something is outdated, else when all of it is too old. */
  #schedule(): void {
    this.#timer?.cancel();
    if (this.#isClosed) return;
    const { clock } = this.#cluster.env;
    const { metadataMaxAgeMs } = this.#settings;
    const pauseMs = backoffMs(this.#failures, this.#settings);
    const dueMs = this.#askedMs + (this.#isOutdated ? pauseMs : metadataMaxAgeMs);
    this.#timer = clock.setTimer(dueMs - clock.monotonicMs(), () => {
      this.#update = this.#refresh();
    });
  }

  async #refresh(): Promise<void> {
    const wanted = this.#wanted;
    this.#isOutdated = false;
    this.#askedMs = this.#cluster.env.clock.monotonicMs();
    try {
      const names = wanted === 'all' ? null : [...wanted];
      const response = await this.#cluster.metadata(names, this.#settings.allowAutoCreateTopics);
      // What came to be wanted in the meantime is not in this answer.
      if (wanted !== this.#wanted) this.#isOutdated = true;
      this.#take(response);
    } catch {
      this.#isOutdated = true;
    }
    this.#failures = this.#isOutdated ? this.#failures + 1 : 0;
    this.#update = undefined;
    this.#schedule();
    this.#onUpdate();
  }

  #take(response: MetadataResponse): void {
    this.#noteRacks(response);
    const topics = new Map<string, KnownTopic>();
    for (const topic of response.topics) {
      const error = this.#takeTopic(topic, topics);
      if (error !== undefined) this.#error = error;
      const isIncomplete = topic.partitions.some(({ leaderId }) => leaderId === -1);
      if (isIncomplete || isRetriable(topic.errorCode)) this.#isOutdated = true;
    }
    this.#topics = topics;
  }

  /** Adds a topic that exists to `found`; returns why it may not be read. */
  #takeTopic(topic: TopicAnswer, found: Map<string, KnownTopic>): Error | undefined {
    const name = topic.name ?? '';
    if (topic.errorCode === ErrorCode.NONE) {
      found.set(name, known(topic, this.#topics.get(name)));
      this.#names.set(topic.topicId, name);
      this.#missing.delete(name);
      return undefined;
    }
    if (name !== '') this.#missing.add(name);
    // It may be on its way: the question itself has a broker create it.
    return isRetriable(topic.errorCode) ? undefined : topicError(topic);
  }

  #noteRacks({ brokers }: MetadataResponse): void {
    for (const { nodeId, rack } of brokers) if (rack !== null) this.#racks.set(nodeId, rack);
  }
}

function topicError({ errorCode, name }: TopicAnswer): KafkaError {
  if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
    return new KafkaError(errorCode, `Not authorized to access topics: [${name}]`);
  }
  if (errorCode === ErrorCode.INVALID_TOPIC_EXCEPTION) {
    return new KafkaError(errorCode, `Invalid topics: [${name}]`);
  }
  return new KafkaError(errorCode);
}

function known(topic: TopicAnswer, before?: KnownTopic): KnownTopic {
  const partitions: KnownPartition[] = [];
  const isSame = before?.topicId === topic.topicId;
  for (const { partitionIndex, leaderId, leaderEpoch, replicaNodes } of topic.partitions) {
    const fresh = { leaderId, leaderEpoch, replicas: replicaNodes };
    const old = isSame ? before.partitions[partitionIndex] : undefined;
    const isOlder = old !== undefined && leaderEpoch !== -1 && old.leaderEpoch > leaderEpoch;
    partitions[partitionIndex] = isOlder ? old : fresh;
  }
  const { topicId, isInternal } = topic;
  return { name: topic.name ?? '', topicId, isInternal, partitions };
}
