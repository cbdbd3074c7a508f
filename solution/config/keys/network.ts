/**
 * Keys of the doors: where the broker listens, how large a request may be, how long an idle
 * connection stays.
 */
import { int, list, long, string } from '#config/config-key.ts';

const cluster = { update: 'cluster-wide' } as const;
const perBroker = { update: 'per-broker' } as const;
const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

export const networkKeys = {
  listeners: list(
    'PLAINTEXT://:9092',
    { nonEmpty: true, ...perBroker },
    'Where the broker listens: NAME://host:port, an empty host for every address.',
  ),
  'advertised.listeners': list(
    null,
    { nonEmpty: true },
    'What clients are told to connect to; unset means the same as listeners.',
  ),
  'listener.security.protocol.map': string(
    'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
    perBroker,
    'Which security protocol each listener name speaks: NAME:PROTOCOL pairs.',
  ),
  'inter.broker.listener.name': string(null, {}, 'The listener that brokers use among themselves.'),
  'security.inter.broker.protocol': string(
    'PLAINTEXT',
    { oneOf: protocols },
    'The protocol between brokers when inter.broker.listener.name is not set.',
  ),
  'early.start.listeners': list(
    null,
    { inert: true },
    'Listeners that open before the authorizer is ready.',
  ),
  'socket.request.max.bytes': int(
    '104857600',
    { min: 1 },
    'The largest request; a larger one ends its connection.',
  ),
  'socket.send.buffer.bytes': int(
    '102400',
    { inert: true },
    'The kernel buffer for sending; -1 leaves it to the system.',
  ),
  'socket.receive.buffer.bytes': int(
    '102400',
    { inert: true },
    'The kernel buffer for receiving; -1 leaves it to the system.',
  ),
  'socket.listen.backlog.size': int(
    '50',
    { min: 1, inert: true },
    'How many connections may wait to be accepted.',
  ),
  'connections.max.idle.ms': long(
    '600000',
    {},
    'How long a connection may be silent before the broker closes it.',
  ),
  'max.connections': int(
    '2147483647',
    { min: 0, ...cluster },
    'How many connections the broker holds at a time.',
  ),
  'max.connections.per.ip': int(
    '2147483647',
    { min: 0, ...cluster },
    'How many connections one address may hold.',
  ),
  'max.connections.per.ip.overrides': string(
    '',
    { inert: true, ...cluster },
    'Other limits for named addresses: host:count pairs.',
  ),
  'max.connection.creation.rate': int(
    '2147483647',
    { min: 0, inert: true, ...cluster },
    'How many connections a second the broker accepts.',
  ),
  'queued.max.requests': int(
    '500',
    { min: 1, inert: true },
    'How many requests may wait before the network threads stop reading.',
  ),
  'queued.max.request.bytes': long(
    '-1',
    { inert: true },
    'How many bytes of requests may wait; -1 is no limit.',
  ),
  'request.timeout.ms': int(
    '30000',
    {},
    'How long the broker waits for an answer to its own requests.',
  ),
  'num.network.threads': int(
    '3',
    { min: 1, inert: true, ...cluster },
    'Threads that read requests and write answers.',
  ),
  'num.io.threads': int(
    '8',
    { min: 1, inert: true, ...cluster },
    'Threads that carry requests out.',
  ),
  'background.threads': int(
    '10',
    { min: 1, inert: true, ...cluster },
    'Threads for upkeep such as deleting files.',
  ),
  'connection.failed.authentication.delay.ms': int(
    '100',
    { min: 0, inert: true },
    'How long a failed log-in waits for its answer.',
  ),
  'socket.connection.setup.timeout.ms': long(
    '10000',
    { inert: true },
    'How long the broker waits for a connection it opens.',
  ),
  'socket.connection.setup.timeout.max.ms': long(
    '30000',
    { inert: true },
    'The most that wait may grow to.',
  ),
} as const;
