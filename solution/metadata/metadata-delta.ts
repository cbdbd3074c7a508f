/**
 * What some records change about an image.
 *
 *     image --+                       +--> image'
 *             |                       |
 *             +--> delta.replay(...) -+
 *
 * Every record type of Kafka 4.3 has its line here. Most are applied; those that this broker does
 * not act on are kept (kept-image.ts); three bracket transactions and belong to the loader; one
 * says nothing at all. `finish` gives the next image, once.
 */
import { ClusterDraft } from '#metadata/cluster-draft.ts';
import { ConfigResourceType, ConfigsImage, configResourceKey } from '#metadata/configs-image.ts';
import { FeaturesImage } from '#metadata/features-image.ts';
import { KeptImage, subjectOf } from '#metadata/kept-image.ts';
import { MapDraft } from '#metadata/map-draft.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { MetadataRecord } from '#metadata/metadata-record.ts';
import { TopicsDraft } from '#metadata/topics-draft.ts';
import type { ConfigRecord } from '#protocol/records/config-record.ts';
import type { FeatureLevelRecord } from '#protocol/records/feature-level-record.ts';

export class MetadataDelta {
  readonly #base: MetadataImage;
  readonly #topics: TopicsDraft;
  readonly #cluster: ClusterDraft;
  readonly #configs: MapDraft<string, ReadonlyMap<string, string>>;
  readonly #features: MapDraft<string, number>;
  readonly #kept: MapDraft<string, MetadataRecord>;
  #nextProducerId: number;

  constructor(base: MetadataImage) {
    this.#base = base;
    this.#topics = new TopicsDraft(base.topics);
    this.#cluster = new ClusterDraft(base.cluster);
    this.#configs = new MapDraft(base.configs.byResource);
    this.#features = new MapDraft(base.features.levels);
    this.#kept = new MapDraft(base.kept.records);
    this.#nextProducerId = base.nextProducerId;
  }

  replay(record: MetadataRecord): void {
    switch (record.name) {
      case 'TopicRecord':
        this.#topics.replayTopic(record.data);
        return;
      case 'PartitionRecord':
        this.#topics.replayPartition(record.data);
        return;
      case 'PartitionChangeRecord':
        this.#topics.replayPartitionChange(record.data);
        return;
      case 'RemoveTopicRecord':
        this.#removeConfigsOf(this.#topics.replayRemoveTopic(record.data).name);
        return;
      case 'ClearElrRecord':
        this.#topics.replayClearElr(record.data.topicName);
        return;
      case 'ConfigRecord':
        this.#replayConfig(record.data);
        return;
      case 'FeatureLevelRecord':
        this.#replayFeatureLevel(record.data);
        return;
      case 'ProducerIdsRecord':
        this.#nextProducerId = record.data.nextProducerId;
        return;
      case 'RegisterBrokerRecord':
        this.#cluster.replayRegisterBroker(record.data);
        return;
      case 'BrokerRegistrationChangeRecord':
        this.#cluster.replayRegistrationChange(record.data);
        return;
      case 'UnregisterBrokerRecord':
        this.#cluster.replayUnregisterBroker(record.data.brokerId, record.data.brokerEpoch);
        return;
      case 'FenceBrokerRecord':
        this.#cluster.replayFencing(record.data.id, record.data.epoch, true);
        return;
      case 'UnfenceBrokerRecord':
        this.#cluster.replayFencing(record.data.id, record.data.epoch, false);
        return;
      case 'RegisterControllerRecord':
        this.#cluster.replayRegisterController(record.data);
        return;
      case 'AccessControlEntryRecord':
      case 'RemoveAccessControlEntryRecord':
      case 'UserScramCredentialRecord':
      case 'RemoveUserScramCredentialRecord':
      case 'DelegationTokenRecord':
      case 'RemoveDelegationTokenRecord':
      case 'ClientQuotaRecord':
      case 'ZkMigrationStateRecord':
        this.#keep(record);
        return;
      case 'NoOpRecord':
        // Kafka's leader writes one each half second so that a lagging follower shows (KIP-835).
        return;
      case 'BeginTransactionRecord':
      case 'EndTransactionRecord':
      case 'AbortTransactionRecord':
        // The loader has grouped the records between them already (KIP-868).
        return;
    }
  }

  /** The image after the records, whose last has this offset. */
  finish(last: { offset: number; epoch: number; timestampMs: number }): MetadataImage {
    const { features, configs, kept } = this.#base;
    const levels = this.#features.finish();
    const byResource = this.#configs.finish();
    const records = this.#kept.finish();
    return {
      ...last,
      features: levels === features.levels ? features : new FeaturesImage(levels),
      cluster: this.#cluster.finish(),
      topics: this.#topics.finish(),
      configs: byResource === configs.byResource ? configs : new ConfigsImage(byResource),
      nextProducerId: this.#nextProducerId,
      kept: records === kept.records ? kept : new KeptImage(records),
    };
  }

  #replayConfig({ resourceType, resourceName, name, value }: ConfigRecord): void {
    const key = configResourceKey(resourceType, resourceName);
    const overrides = new Map(this.#configs.get(key));
    if (value === null) overrides.delete(name);
    else overrides.set(name, value);
    if (overrides.size === 0) this.#configs.delete(key);
    else this.#configs.set(key, overrides);
  }

  #removeConfigsOf(topic: string): void {
    this.#configs.delete(configResourceKey(ConfigResourceType.TOPIC, topic));
  }

  #replayFeatureLevel({ name, featureLevel }: FeatureLevelRecord): void {
    if (featureLevel === 0) this.#features.delete(name);
    else this.#features.set(name, featureLevel);
  }

  #keep(record: MetadataRecord): void {
    const subject = subjectOf(record);
    if (subject === undefined) return;
    if (subject.removes) this.#kept.delete(subject.key);
    else this.#kept.set(subject.key, record);
  }
}
