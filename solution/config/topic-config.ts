/**
 * From a topic's own settings and the broker's configuration to what its logs go by.
 *
 * A topic key that the topic does not set is looked for among its synonyms in the broker's layers;
 * only when nobody set any of them, its declared default counts.
 */

import type { BrokerConfig, ConfigTexts } from '#config/broker-config.ts';
import { type ConfigProblem, checkValue } from '#config/config-problem.ts';
import { findTopicKey, type Synonym, topicKeys } from '#config/topic-keys.ts';
import type { Codec } from '#env/codecs.ts';
import type { LogConfig } from '#storage/log-config.ts';

/** The text that counts for a topic key, or null where it has neither value nor default. */
export function topicText(name: string, topic: ConfigTexts, broker: BrokerConfig): string | null {
  const own = topic.get(name);
  if (own !== undefined) return own;
  const declared = findTopicKey(name);
  for (const synonym of declared?.synonyms ?? []) {
    const text = broker.configured(synonym.name);
    if (text !== undefined) return scaled(text, synonym);
  }
  return declared?.key.defaultText ?? null;
}

/** A synonym's text in the topic key's unit; a negative value means "no limit" in any unit. */
export function scaled(text: string, { scale }: Synonym): string {
  return scale === 1 || text.trim().startsWith('-') ? text : String(Number(text) * scale);
}

/** What a topic's partitions log by. */
export function resolveLogConfig(topic: ConfigTexts, broker: BrokerConfig): LogConfig {
  const value = <T>(name: string): T => parsed(name, topic, broker) as T;
  return {
    segmentBytes: value('segment.bytes'),
    segmentMs: value('segment.ms'),
    segmentJitterMs: value('segment.jitter.ms'),
    segmentIndexBytes: value('segment.index.bytes'),
    indexIntervalBytes: value('index.interval.bytes'),
    retentionMs: value('retention.ms'),
    retentionBytes: value('retention.bytes'),
    cleanupPolicy: new Set(value<('delete' | 'compact')[]>('cleanup.policy')),
    fileDeleteDelayMs: value('file.delete.delay.ms'),
    minCleanableDirtyRatio: value('min.cleanable.dirty.ratio'),
    minCompactionLagMs: value('min.compaction.lag.ms'),
    maxCompactionLagMs: value('max.compaction.lag.ms'),
    deleteRetentionMs: value('delete.retention.ms'),
    maxMessageBytes: value('max.message.bytes'),
    messageTimestampType: value('message.timestamp.type'),
    messageTimestampBeforeMaxMs: value('message.timestamp.before.max.ms'),
    messageTimestampAfterMaxMs: value('message.timestamp.after.max.ms'),
    compressionType: value('compression.type'),
    compressionLevels: compressionLevels(value),
    minInsyncReplicas: value('min.insync.replicas'),
    uncleanLeaderElectionEnable: value('unclean.leader.election.enable'),
    flushMessages: value('flush.messages'),
    flushMs: value('flush.ms'),
    preallocate: value('preallocate'),
  };
}

/**
 * The first value that this table can read, of the topic, the broker and the default: a log that
 * Apache Kafka wrote may hold settings that Kafka took and nobody can act on.
 */
function parsed(name: string, topic: ConfigTexts, broker: BrokerConfig): unknown {
  const key = topicKeys[name]?.key;
  const inherited = topicText(name, new Map(), broker);
  for (const text of [topicText(name, topic, broker), inherited, key?.defaultText ?? null]) {
    const result = text === null ? undefined : key?.schema.safeParse(text);
    if (result?.success) return result.data;
  }
  return null;
}

function compressionLevels(value: (name: string) => number): Partial<Record<Codec, number>> {
  const gzip = value('compression.gzip.level');
  const rest = { lz4: value('compression.lz4.level'), zstd: value('compression.zstd.level') };
  return gzip === -1 ? rest : { gzip, ...rest };
}

/**
 * What is wrong with a topic's settings, beside each other and each for itself; undefined where
 * they are fine. As in Kafka, the first problem is told.
 */
export function checkTopicConfig(topic: ConfigTexts): ConfigProblem | undefined {
  for (const [name, text] of topic) {
    const declared = findTopicKey(name);
    if (declared === undefined) {
      return { key: name, value: text, message: 'there is no topic configuration of that name' };
    }
    const problem = checkValue(name, declared.key, text);
    if (problem) return problem;
  }
  return checkLags(topic) ?? checkTiering(topic);
}

function checkLags(topic: ConfigTexts): ConfigProblem | undefined {
  const min = Number(topic.get('min.compaction.lag.ms') ?? 0);
  const max = Number(topic.get('max.compaction.lag.ms') ?? Number.MAX_SAFE_INTEGER);
  if (min <= max) return undefined;
  const message = `must not be above max.compaction.lag.ms, which is ${max}`;
  return { key: 'min.compaction.lag.ms', value: String(min), message };
}

/** There is no remote storage here to move segments to. */
function checkTiering(topic: ConfigTexts): ConfigProblem | undefined {
  const text = topic.get('remote.storage.enable');
  if (text?.trim().toLowerCase() !== 'true') return undefined;
  const message = 'must be false: this broker has no remote storage';
  return { key: 'remote.storage.enable', value: text, message };
}
