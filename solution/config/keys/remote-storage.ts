/**
 * Keys of tiered storage (KIP-405): old segments are copied to a remote store, their whereabouts
 * are kept by a metadata manager, and readers of old offsets are served from there.
 */
import { boolean, double, int, long, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const remoteStorageKeys = {
  'remote.log.storage.system.enable': boolean(
    'false',
    inert,
    'Whether the broker can tier its topics at all.',
  ),
  'remote.log.storage.manager.class.name': string(
    null,
    { ...inert, nonEmpty: true },
    'The Java class that copies segments to the store and reads them back.',
  ),
  'remote.log.storage.manager.class.path': string(
    null,
    inert,
    'Where that class and what it needs are loaded from.',
  ),
  'remote.log.storage.manager.impl.prefix': string(
    'rsm.config.',
    { ...inert, nonEmpty: true },
    'The prefix of the keys that are handed to that class.',
  ),
  'remote.log.metadata.manager.class.name': string(
    'org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager',
    { ...inert, nonEmpty: true },
    'The Java class that knows which segments the store has.',
  ),
  'remote.log.metadata.manager.class.path': string(
    null,
    inert,
    'Where that class and what it needs are loaded from.',
  ),
  'remote.log.metadata.manager.impl.prefix': string(
    'rlmm.config.',
    { ...inert, nonEmpty: true },
    'The prefix of the keys that are handed to that class.',
  ),
  'remote.log.metadata.manager.listener.name': string(
    null,
    { ...inert, nonEmpty: true },
    'The listener of this broker that the metadata manager connects to.',
  ),
  'remote.log.metadata.custom.metadata.max.bytes': int(
    '128',
    { ...inert, min: 0 },
    'How much a storage manager may note about each segment.',
  ),
  'remote.log.manager.task.interval.ms': long(
    '30000',
    { ...inert, min: 1 },
    'How often segments to copy and to delete are looked for.',
  ),
  'remote.log.manager.task.retry.backoff.ms': long(
    '500',
    { ...inert, internal: true, min: 1 },
    'The first rest after a failed task.',
  ),
  'remote.log.manager.task.retry.backoff.max.ms': long(
    '30000',
    { ...inert, internal: true, min: 1 },
    'The longest rest after failed tasks.',
  ),
  'remote.log.manager.task.retry.jitter': double(
    '0.2',
    { ...inert, internal: true, min: 0, max: 0.5 },
    'How much of that rest is random, from 0 to 0.5.',
  ),
  'remote.log.manager.copier.thread.pool.size': int(
    '10',
    { ...cluster, min: 1 },
    'Threads that copy segments.',
  ),
  'remote.log.manager.expiration.thread.pool.size': int(
    '10',
    { ...cluster, min: 1 },
    'Threads that delete expired segments from the store.',
  ),
  'remote.log.manager.follower.thread.pool.size': int(
    '2',
    { ...cluster, min: 1 },
    'Threads with which followers look up what the store has.',
  ),
  'remote.log.manager.thread.pool.size': int(
    '2',
    { ...inert, min: 1 },
    'The old name of remote.log.manager.follower.thread.pool.size.',
  ),
  'remote.log.manager.copy.max.bytes.per.second': long(
    '9223372036854775807',
    { ...cluster, min: 1 },
    'How fast segments are copied, all partitions together.',
  ),
  'remote.log.manager.copy.quota.window.num': int(
    '11',
    { ...inert, min: 1 },
    'How many windows the rate of copying is measured over.',
  ),
  'remote.log.manager.copy.quota.window.size.seconds': int(
    '1',
    { ...inert, min: 1 },
    'How long each of them is.',
  ),
  'remote.log.manager.fetch.max.bytes.per.second': long(
    '9223372036854775807',
    { ...cluster, min: 1 },
    'How fast segments are read back, all partitions together.',
  ),
  'remote.log.manager.fetch.quota.window.num': int(
    '11',
    { ...inert, min: 1 },
    'How many windows the rate of reading back is measured over.',
  ),
  'remote.log.manager.fetch.quota.window.size.seconds': int(
    '1',
    { ...inert, min: 1 },
    'How long each of them is.',
  ),
  'remote.log.reader.threads': int(
    '10',
    { ...cluster, min: 1 },
    'Threads that read from the store for consumers.',
  ),
  'remote.log.reader.max.pending.tasks': int(
    '100',
    { ...inert, min: 1 },
    'How many such reads may wait; more are refused.',
  ),
  'remote.log.index.file.cache.total.size.bytes': long(
    '1073741824',
    { ...cluster, min: 1 },
    'How many bytes of fetched index files are kept on local disk.',
  ),
  'remote.log.index.file.cache.ttl.ms': long(
    '900000',
    { ...inert, internal: true, min: -1 },
    'How long an index file nobody reads stays there; -1 is for ever.',
  ),
  'remote.fetch.max.wait.ms': int(
    '500',
    { ...cluster, min: 1 },
    'How long a fetch waits for what it needs of the store.',
  ),
  'remote.list.offsets.request.timeout.ms': long(
    '30000',
    { ...cluster, min: 1 },
    'How long ListOffsets waits for what it needs of the store.',
  ),
} as const;
