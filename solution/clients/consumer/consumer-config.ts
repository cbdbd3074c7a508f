/**
 * A consumer's options from the text of a properties file: Kafka's keys, and for values that are
 * not allowed Kafka's sentences.
 *
 *     max.poll.records=0   ->   Invalid value 0 for configuration max.poll.records:
 *                               Value must be at least 1
 *
 * Keys that this consumer does not have are left alone: such files are shared between programs.
 */
import { assignorNames } from '#clients/assignors/assignors.ts';
import {
  assignorsNamed,
  type ConsumerOptions,
  type GroupProtocol,
  type IsolationLevel,
} from '#clients/consumer/consumer-options.ts';
import { parseOffsetReset } from '#clients/consumer/offset-reset.ts';

/** A value that its key does not allow, or keys that don't go together. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

export type Properties = ReadonlyMap<string, string>;

const INT_MAX = 2 ** 31 - 1;

/** Keys that one protocol has and the other has not. */
const FOREIGN_KEYS: Readonly<Record<GroupProtocol, readonly string[]>> = {
  classic: ['group.remote.assignor'],
  consumer: ['partition.assignment.strategy', 'heartbeat.interval.ms', 'session.timeout.ms'],
};

/** Whole numbers: the option, and the least that is allowed. */
const NUMBERS = {
  'auto.commit.interval.ms': ['autoCommitIntervalMs', 0],
  'session.timeout.ms': ['sessionTimeoutMs', -INT_MAX],
  'heartbeat.interval.ms': ['heartbeatIntervalMs', -INT_MAX],
  'max.poll.interval.ms': ['maxPollIntervalMs', 1],
  'max.poll.records': ['maxPollRecords', 1],
  'fetch.min.bytes': ['fetchMinBytes', 0],
  'fetch.max.wait.ms': ['fetchMaxWaitMs', 0],
  'fetch.max.bytes': ['fetchMaxBytes', 0],
  'max.partition.fetch.bytes': ['maxPartitionFetchBytes', 0],
  'metadata.max.age.ms': ['metadataMaxAgeMs', 0],
  'retry.backoff.ms': ['retryBackoffMs', 0],
  'retry.backoff.max.ms': ['retryBackoffMaxMs', 0],
  'request.timeout.ms': ['requestTimeoutMs', 0],
  'default.api.timeout.ms': ['apiTimeoutMs', 0],
} as const;

/** Kafka counts these in 64 bits. */
const LONGS: ReadonlySet<string> = new Set([
  'metadata.max.age.ms',
  'retry.backoff.ms',
  'retry.backoff.max.ms',
]);

const BOOLEANS = {
  'enable.auto.commit': 'enableAutoCommit',
  'allow.auto.create.topics': 'allowAutoCreateTopics',
  'exclude.internal.topics': 'excludeInternalTopics',
  'check.crcs': 'checkCrcs',
} as const;

const TEXTS = {
  'group.id': 'groupId',
  'group.instance.id': 'groupInstanceId',
  'group.remote.assignor': 'groupRemoteAssignor',
  'client.id': 'clientId',
  'client.rack': 'clientRack',
} as const;

/** @throws InvalidConfig */
export function consumerOptions(properties: Properties, bootstrapServers: string): ConsumerOptions {
  const options: Record<string, unknown> = { bootstrapServers };
  const each = <K extends string>(keys: readonly K[], take: (key: K, text: string) => void) => {
    for (const key of keys) {
      const text = properties.get(key)?.trim();
      if (text !== undefined) take(key, text);
    }
  };
  each(keysOf(NUMBERS), (key, text) => {
    const [option, least] = NUMBERS[key];
    options[option] = wholeNumber(key, text, least);
  });
  each(keysOf(BOOLEANS), (key, text) => {
    options[BOOLEANS[key]] = flag(key, text);
  });
  each(keysOf(TEXTS), (key, text) => {
    options[TEXTS[key]] = text;
  });
  each(['group.instance.id'], (key, text) => {
    if (text === '') throw invalid(key, text, 'String must be non-empty');
  });
  each(['group.protocol'], (key, text) => {
    options.groupProtocol = protocolOf(key, text);
  });
  each(['isolation.level'], (key, text) => {
    options.isolationLevel = isolationOf(key, text);
  });
  each(['auto.offset.reset'], (key, text) => {
    options.autoOffsetReset = resetOf(key, text);
  });
  each(['partition.assignment.strategy'], (key, text) => {
    options.assignors = strategyOf(key, text);
  });
  refuseForeignKeys(properties, (options.groupProtocol as GroupProtocol) ?? 'classic');
  return options as unknown as ConsumerOptions;
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table) as K[];
}

function wholeNumber(key: string, text: string, least: number): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  const most = LONGS.has(key) ? Number.MAX_SAFE_INTEGER : INT_MAX;
  if (!(Math.abs(value) <= most)) {
    throw invalid(key, text, `Not a number of type ${LONGS.has(key) ? 'LONG' : 'INT'}`);
  }
  if (value < least) throw invalid(key, text, `Value must be at least ${least}`);
  return value;
}

function flag(key: string, text: string): boolean {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  throw invalid(key, text, 'Expected value to be either true or false');
}

function protocolOf(key: string, text: string): GroupProtocol {
  const lower = text.toLowerCase();
  if (lower === 'classic' || lower === 'consumer') return lower;
  throw invalid(key, text, 'String must be one of (case insensitive): CONSUMER, CLASSIC');
}

function isolationOf(key: string, text: string): IsolationLevel {
  if (text === 'read_committed' || text === 'read_uncommitted') return text;
  throw invalid(key, text, 'String must be one of: read_committed, read_uncommitted');
}

function resetOf(key: string, text: string) {
  try {
    return parseOffsetReset(text);
  } catch (error) {
    throw invalid(key, text, (error as Error).message);
  }
}

/** Class names as Java has them, or the names on which members agree: `range`. */
function strategyOf(key: string, text: string) {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  try {
    return assignorsNamed(names);
  } catch {
    throw invalid(key, text, `Each must be one of: ${assignorNames.join(', ')}`);
  }
}

function refuseForeignKeys(properties: Properties, protocol: GroupProtocol): void {
  const foreign = FOREIGN_KEYS[protocol].find((key) => properties.has(key));
  if (foreign === undefined) return;
  throw new InvalidConfig(`${foreign} cannot be set when group.protocol=${protocol.toUpperCase()}`);
}

function invalid(key: string, text: string, why: string): InvalidConfig {
  return new InvalidConfig(`Invalid value ${text} for configuration ${key}: ${why}`);
}
