/**
 * Whose configs `kafka-configs` is about: an entity's type and name, from either notation.
 *
 *     --entity-type topics --entity-name orders      --topic orders
 *     --entity-type brokers --entity-name 1          --broker 1
 *     --entity-type brokers --entity-default         --broker-defaults
 *     --entity-type brokers                          all of them (--describe only)
 *
 * Every rule and sentence is that of Kafka's ConfigCommand.
 */
import { type CommandLine, UsageError } from '#cli/command-line.ts';

const TYPES = [
  'topics',
  'clients',
  'users',
  'brokers',
  'ips',
  'client-metrics',
  'groups',
  'broker-loggers',
] as const;
export type EntityType = (typeof TYPES)[number];

export interface ConfigEntity {
  readonly type: EntityType;
  /** '' is the default of the type; undefined is every entity of it. */
  readonly name: string | undefined;
}

/** The flags that name an entity by its type's own name. */
const NAMED = [
  ['topic', 'topics'],
  ['client', 'clients'],
  ['user', 'users'],
  ['broker', 'brokers'],
  ['broker-logger', 'broker-loggers'],
  ['ip', 'ips'],
  ['client-metrics', 'client-metrics'],
  ['group', 'groups'],
] as const;
const DEFAULTS = [
  ['client-defaults', 'clients'],
  ['user-defaults', 'users'],
  ['broker-defaults', 'brokers'],
  ['ip-defaults', 'ips'],
] as const;

export type EntityFlag =
  | 'entity-type'
  | 'entity-name'
  | 'entity-default'
  | (typeof NAMED)[number][0]
  | (typeof DEFAULTS)[number][0];

/** The types that have a default of their own. */
const WITH_DEFAULT: ReadonlySet<string> = new Set(['users', 'clients', 'brokers', 'ips']);

/** @throws UsageError when the flags name no entity, or contradict each other. */
export function configEntity(line: CommandLine<EntityFlag | 'alter' | 'describe'>): ConfigEntity {
  const type = entityType(line);
  const general = (['entity-type', 'entity-name', 'entity-default'] as const).some((flag) =>
    line.has(flag),
  );
  const specific = [...NAMED, ...DEFAULTS].some(([flag]) => line.has(flag));
  if (general && specific) {
    throw refusal(
      '--entity-{type,name,default} should not be used in conjunction with specific entity flags',
    );
  }
  const entity = { type, name: entityName(line) };
  checkName(entity, line);
  return entity;
}

function entityType(line: CommandLine<EntityFlag>): EntityType {
  const types: string[] = [
    ...line.all('entity-type'),
    ...[...NAMED, ...DEFAULTS].filter(([flag]) => line.has(flag)).map(([, type]) => type),
  ];
  const twice = types.find((type, at) => types.indexOf(type) < at);
  if (twice !== undefined) throw refusal(`Duplicate entity type(s) specified: ${twice}`);
  for (const type of types) {
    if (TYPES.some((known) => known === type)) continue;
    throw refusal(
      `Invalid entity type ${type}, the entity type must be one of ${TYPES.join(', ')} with a ` +
        '--bootstrap-server or --bootstrap-controller argument',
    );
  }
  const [first, second] = types;
  if (first === undefined) throw refusal('At least one entity type must be specified');
  if (second === undefined) return first as EntityType;
  const both = types.every((type) => type === 'users' || type === 'clients');
  throw refusal(
    both
      ? 'Quotas of users and clients are not supported yet.'
      : "Only 'users' and 'clients' entity types may be specified together",
  );
}

function entityName(line: CommandLine<EntityFlag>): string | undefined {
  for (const [flag] of NAMED) if (line.has(flag)) return line.one(flag);
  const isDefault = line.has('entity-default') || DEFAULTS.some(([flag]) => line.has(flag));
  return isDefault ? '' : line.one('entity-name');
}

function checkName(
  { type, name }: ConfigEntity,
  line: CommandLine<EntityFlag | 'alter' | 'describe'>,
): void {
  const isBroker = type === 'brokers' || type === 'broker-loggers';
  if (isBroker && name !== undefined && name !== '' && !/^-?\d+$/.test(name)) {
    throw refusal(
      `The entity name for ${type} must be a valid integer broker id, but it is: ${name}`,
    );
  }
  if (line.has('describe')) {
    if (name === '' && !WITH_DEFAULT.has(type)) {
      throw refusal(`--entity-default must not be specified with --describe of ${type}`);
    }
    if (type === 'broker-loggers' && name === undefined) {
      throw refusal(`An entity name must be specified with --describe of ${type}`);
    }
  } else if (WITH_DEFAULT.has(type) ? name === undefined : !name) {
    throw refusal(
      WITH_DEFAULT.has(type)
        ? 'An entity-name or default entity must be specified with --alter of users, clients, ' +
            'brokers or ips'
        : `An entity name must be specified with --alter of ${type}`,
    );
  }
}

function refusal(message: string): UsageError {
  return new UsageError(message, false);
}
