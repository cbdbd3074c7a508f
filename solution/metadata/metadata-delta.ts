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
        return this.#topics.replayTopic(record.data);
      case 'PartitionRecord':
        return this.#topics.replayPartition(record.data);
      case 'PartitionChangeRecord':
        return this.#topics.replayPartitionChange(record.data);
      case 'RemoveTopicRecord':
        return this.#removeConfigsOf(this.#topics.replayRemoveTopic(record.data).name);
      case 'ClearElrRecord':
        return this.#topics.replayClearElr(record.data.topicName);
      case 'ConfigRecord':
        return this.#replayConfig(record.data);
      case 'FeatureLevelRecord':
        return this.#replayFeatureLevel(record.data);
      case 'ProducerIdsRecord':
        this.#nextProducerId = record.data.nextProducerId;
        return;
      case 'RegisterBrokerRecord':
        return this.#cluster.replayRegisterBroker(record.data);
      case 'BrokerRegistrationChangeRecord':
        return this.#cluster.replayRegistrationChange(record.data);
      case 'UnregisterBrokerRecord':
        return this.#cluster.replayUnregisterBroker(record.data.brokerId, record.data.brokerEpoch);
      case 'FenceBrokerRecord':
        return this.#cluster.replayFencing(record.data.id, record.data.epoch, true);
      case 'UnfenceBrokerRecord':
        return this.#cluster.replayFencing(record.data.id, record.data.epoch, false);
      case 'RegisterControllerRecord':
        return this.#cluster.replayRegisterController(record.data);
      case 'AccessControlEntryRecord':
      case 'RemoveAccessControlEntryRecord':
      case 'UserScramCredentialRecord':
      case 'RemoveUserScramCredentialRecord':
      case 'DelegationTokenRecord':
      case 'RemoveDelegationTokenRecord':
      case 'ClientQuotaRecord':
      case 'ZkMigrationStateRecord':
        return this.#keep(record);
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
