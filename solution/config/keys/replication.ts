/**
 * Keys of replication: how followers fetch, and when one counts as behind.
 */
import { boolean, int, long, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const replicationKeys = {
  'num.replica.fetchers': int(
    '1',
    { ...cluster, min: 1 },
    'How many connections a follower fetches from each leader with.',
  ),
  'replica.fetch.max.bytes': int(
    '1048576',
    { ...inert, min: 0 },
    'How many bytes a follower asks for of each partition.',
  ),
  'replica.fetch.min.bytes': int('1', inert, 'How many bytes a follower waits for.'),
  'replica.fetch.wait.max.ms': int('500', inert, 'How long a follower waits for them.'),
  'replica.fetch.response.max.bytes': int(
    '10485760',
    { ...inert, min: 0 },
    'How many bytes a follower takes in one answer.',
  ),
  'replica.fetch.backoff.ms': int(
    '1000',
    { ...inert, min: 0 },
    'The rest after a partition could not be fetched.',
  ),
  'replica.lag.time.max.ms': long(
    '30000',
    inert,
    "How long a follower may trail the leader's log end before it leaves the in-sync replicas.",
  ),
  'replica.high.watermark.checkpoint.interval.ms': long(
    '5000',
    inert,
    'How often the high watermarks are written down.',
  ),
  'replica.socket.timeout.ms': int(
    '30000',
    inert,
    "How long a follower waits for the leader's answer.",
  ),
  'replica.socket.receive.buffer.bytes': int(
    '65536',
    inert,
    'The kernel buffer for receiving from the leader.',
  ),
  'replica.selector.class': string(
    null,
    inert,
    'The Java class that picks the replica a consumer fetches from; unset means the leader.',
  ),
  'num.replica.alter.log.dirs.threads': int(
    null,
    inert,
    'Threads that move replicas between log directories; unset means one for each directory.',
  ),
  'follower.fetch.last.tiered.offset.enable': boolean(
    'false',
    cluster,
    'Whether an empty follower starts behind what remote storage already has.',
  ),
} as const;
