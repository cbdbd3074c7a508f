/**
 * Keys of the node and its metadata: who it is, which roles it plays, how the quorum's log behaves.
 */
import { boolean, int, list, long, string } from '#config/config-key.ts';

export const nodeKeys = {
  'process.roles': list(
    'broker,controller',
    { oneOf: ['broker', 'controller'], nonEmpty: true },
    'What this node does; one node alone does both.',
  ),
  'node.id': int('1', { min: 0 }, 'The number of this node, its own in the cluster.'),
  'broker.id': int('-1', {}, 'The old name of node.id.'),
  'broker.rack': string(null, {}, 'The rack or zone the broker stands in.'),
  'controller.listener.names': list(
    'CONTROLLER',
    { nonEmpty: true },
    'The listeners on which controllers talk to each other.',
  ),
  'controller.quorum.voters': list('', {}, 'A fixed quorum: id@host:port entries.'),
  'controller.quorum.bootstrap.servers': list(
    '',
    {},
    'Where to find the quorum when its voters are kept in the metadata log.',
  ),
  'controller.quorum.election.timeout.ms': int(
    '1000',
    { min: 0, inert: true },
    'How long a voter waits for votes before it tries again.',
  ),
  'controller.quorum.election.backoff.max.ms': int(
    '1000',
    { min: 0, inert: true },
    'The longest rest between two elections.',
  ),
  'controller.quorum.fetch.timeout.ms': int(
    '2000',
    { min: 0, inert: true },
    'How long a voter goes without the leader before it stands for election.',
  ),
  'controller.quorum.request.timeout.ms': int(
    '2000',
    { min: 0, inert: true },
    'How long a quorum request may take.',
  ),
  'controller.quorum.retry.backoff.ms': int(
    '20',
    { min: 0, inert: true },
    'The rest before a quorum request is sent again.',
  ),
  'controller.quorum.append.linger.ms': int(
    '25',
    { min: 0, inert: true },
    'How long the leader gathers metadata records before it writes them.',
  ),
  'controller.quorum.auto.join.enable': boolean(
    'false',
    { inert: true },
    'Whether a controller joins the voters by itself.',
  ),
  'controller.quorum.fetch.max.bytes': int(
    '1048576',
    { min: 1, inert: true },
    'The most a quorum fetch brings.',
  ),
  'controller.quorum.fetch.snapshot.max.bytes': int(
    '1048576',
    { min: 1, inert: true },
    'The most a snapshot fetch brings.',
  ),
  'controller.socket.timeout.ms': int(
    '30000',
    { inert: true },
    'How long the broker waits for the controller.',
  ),
  'broker.heartbeat.interval.ms': int(
    '2000',
    { inert: true },
    'How often a broker tells the controller that it lives.',
  ),
  'broker.session.timeout.ms': int(
    '9000',
    { inert: true },
    'How long a silent broker counts as alive.',
  ),
  'initial.broker.registration.timeout.ms': int(
    '60000',
    { inert: true },
    'How long a starting broker tries to register.',
  ),
  'metadata.log.dir': string(
    null,
    {},
    'The directory of the metadata log; unset means the first of log.dirs.',
  ),
  'metadata.log.segment.bytes': int(
    '1073741824',
    { min: 8388608 },
    'The size at which a segment of the metadata log rolls.',
  ),
  'metadata.log.segment.ms': long('604800000', {}, 'The age at which it rolls.'),
  'metadata.log.max.record.bytes.between.snapshots': long(
    '20971520',
    { min: 1 },
    'How many new bytes of metadata bring about a snapshot.',
  ),
  'metadata.log.max.snapshot.interval.ms': long(
    '3600000',
    { min: 0 },
    'How long new metadata may wait for a snapshot; 0 is no limit.',
  ),
  'metadata.max.idle.interval.ms': int(
    '500',
    { min: 0, inert: true },
    'How often an idle leader writes a no-op record; 0 is never.',
  ),
  'metadata.max.retention.bytes': long(
    '104857600',
    {},
    'How large the metadata log and its snapshots grow before old ones go.',
  ),
  'metadata.max.retention.ms': long('604800000', {}, 'How long old metadata and snapshots stay.'),
  'server.max.startup.time.ms': long(
    '9223372036854775807',
    { internal: true, min: 0, inert: true },
    'How long a start may take.',
  ),
  'unstable.api.versions.enable': boolean(
    'false',
    { internal: true, inert: true },
    'Whether versions that may still change are served.',
  ),
  'unstable.feature.versions.enable': boolean(
    'false',
    { internal: true, inert: true },
    'Whether feature levels that may still change are allowed.',
  ),
  'controlled.shutdown.enable': boolean(
    'true',
    { inert: true },
    'Whether a stopping broker hands its leaders over first.',
  ),
  'controller.performance.always.log.threshold.ms': long(
    '2000',
    { inert: true, internal: true, min: 0 },
    'How slow a controller event must be to be logged each time.',
  ),
  'controller.performance.sample.period.ms': long(
    '60000',
    { inert: true, internal: true, min: 100 },
    'How often the slowest controller events are logged.',
  ),
  'internal.metadata.log.segment.bytes': int(
    null,
    { inert: true, internal: true },
    'A segment size for the metadata log below its usual least, for tests.',
  ),
  'internal.metadata.max.batch.size.in.bytes': int(
    '8388608',
    { inert: true, internal: true },
    'The largest batch of metadata records.',
  ),
  'internal.metadata.delete.delay.millis': long(
    '60000',
    { inert: true, internal: true },
    'How long a deleted file of the metadata log stays on disk.',
  ),
} as const;
