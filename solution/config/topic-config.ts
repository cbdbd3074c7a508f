/**
 * From a topic's own settings and the broker's configuration to what its logs go by.
 *
 * A topic key that the topic does not set is looked for among its synonyms in the broker's layers;
 * only when nobody set any of them, its declared default counts.
 */

import type { BrokerConfig, ConfigTexts } from '#config/broker-config.ts';
import { findBrokerKey } from '#config/broker-keys.ts';
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
  const value = <T>(name: string): T => {
    const text = topicText(name, topic, broker);
    return (text === null ? null : topicKeys[name]?.key.schema.parse(text)) as T;
  };
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
  return checkLags(topic) ?? checkCleanupPolicy(topic);
}

function checkLags(topic: ConfigTexts): ConfigProblem | undefined {
  const min = Number(topic.get('min.compaction.lag.ms') ?? 0);
  const max = Number(topic.get('max.compaction.lag.ms') ?? Number.MAX_SAFE_INTEGER);
  if (min <= max) return undefined;
  const message = `must not be above max.compaction.lag.ms, which is ${max}`;
  return { key: 'min.compaction.lag.ms', value: String(min), message };
}

function checkCleanupPolicy(topic: ConfigTexts): ConfigProblem | undefined {
  const text = topic.get('cleanup.policy');
  if (text === undefined || text.trim() !== '') return undefined;
  return { key: 'cleanup.policy', value: text, message: 'must name delete, compact or both' };
}

/** What is wrong with a dynamic broker setting; undefined where it may be set. */
export function checkBrokerConfig(
  name: string,
  text: string,
  scope: 'per-broker' | 'cluster-wide',
): ConfigProblem | undefined {
  const key = findBrokerKey(name);
  if (key === undefined) {
    return { key: name, value: text, message: 'there is no broker configuration of that name' };
  }
  if (key.update === 'read-only') {
    return { key: name, value: text, message: 'it can only change in server.properties' };
  }
  if (scope === 'cluster-wide' && key.update === 'per-broker') {
    return { key: name, value: text, message: 'it can only be set for one broker' };
  }
  return checkValue(name, key, text);
}
