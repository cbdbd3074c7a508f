/**
 * `kafka-configs`: shows and changes the configs of topics and brokers.
 *
 * Flags, rules and output are those of Kafka's ConfigCommand. `--describe` shows what was set at
 * run time; `--all` also what server.properties and Kafka's defaults say, each with the steps that
 * lead to its value (its synonyms). Quotas, SCRAM credentials and groups come with later chapters.
 */
import { clientOptions, readProperties } from '#cli/client-properties.ts';
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { configChanges, parseAddConfig } from '#cli/config-changes.ts';
import { type ConfigEntity, configEntity, type EntityType } from '#cli/config-entity.ts';
import { forbidBeside } from '#cli/flag-rules.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { Admin } from '#clients/admin.ts';
import { CONFIG_SOURCES, type DescribedConfig, ResourceType } from '#clients/admin-configs.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

const spec = {
  name: 'kafka-configs',
  about:
    'This tool helps to manipulate and describe entity config for a topic, client, user, ' +
    'broker, ip, client-metrics or group',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    'bootstrap-controller': { value: 'host:port,…', about: 'The controllers to connect to.' },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    describe: { about: 'Show the configs of an entity.' },
    alter: { about: 'Change the configs of an entity.' },
    all: { about: 'With --describe: show every config, not only those set at run time.' },
    'entity-type': { value: 'type', about: 'topics, brokers, …: what kind of entity.' },
    'entity-name': { value: 'name', about: "The topic's name, the broker's id." },
    'entity-default': { about: 'The configs of all brokers, in place of a name.' },
    'add-config': {
      value: 'k1=v1,k2=[v2,v3]',
      about: 'The configs to set. Brackets hold values with commas.',
    },
    'add-config-file': { value: 'file', about: 'A properties file with configs to set.' },
    'delete-config': { value: 'k1,k2', about: 'The configs to set back to their defaults.' },
    topic: { value: 'name', about: 'A topic.' },
    broker: { value: 'id', about: 'A broker.' },
    'broker-defaults': { about: 'The configs of all brokers.' },
    'broker-logger': { value: 'id', about: "A broker's loggers." },
    client: { value: 'id', about: 'A client.' },
    'client-defaults': { about: 'The configs of all clients.' },
    user: { value: 'name', about: 'A user.' },
    'user-defaults': { about: 'The configs of all users.' },
    ip: { value: 'address', about: 'An IP address.' },
    'ip-defaults': { about: 'The configs of all IP addresses.' },
    'client-metrics': { value: 'name', about: 'A subscription to client metrics.' },
    group: { value: 'id', about: 'A group.' },
  },
} as const;

type Line = CommandLine<keyof typeof spec.flags>;

/** DescribeConfigs' numbers of what was set at run time, by the kind of entity. */
const SET_AT_RUN_TIME = { topic: 1, broker: 2, allBrokers: 3, clientMetrics: 7, group: 8 } as const;

const RESOURCE_TYPES: Partial<Record<EntityType, number>> = {
  topics: ResourceType.TOPIC,
  brokers: ResourceType.BROKER,
  'broker-loggers': ResourceType.BROKER_LOGGER,
  'client-metrics': ResourceType.CLIENT_METRICS,
  groups: ResourceType.GROUP,
};

export function main(env: Env, terminal: Terminal): Promise<number> {
  const args = terminal.args.join(' ');
  const complain = (message: string) =>
    terminal.err(`Error while executing config command with args '${args}'\n${message}\n`);
  return runTool(terminal, {
    spec,
    complain,
    async run(line) {
      checkFlags(line);
      const entity = configEntity(line);
      checkChanges(line);
      const properties = readProperties(env.disk, line.one('command-config'));
      const admin = new Admin(env, clientOptions(properties, servers(line)));
      try {
        if (line.has('alter')) await alter(env, admin, entity, line, terminal);
        else await describe(admin, entity, line.has('all'), terminal);
      } finally {
        await admin.close();
      }
      return 0;
    },
  });
}

function checkFlags(line: Line): void {
  if (line.has('alter') === line.has('describe')) {
    throw new UsageError('Command must include exactly one action: --describe, --alter');
  }
  forbidBeside(line, 'describe', ['add-config', 'delete-config']);
  if (servers(line) === '') {
    throw new UsageError(
      'Either --bootstrap-server or --bootstrap-controller must be specified.',
      false,
    );
  }
}

function servers(line: Line): string {
  if (line.has('bootstrap-server') && line.has('bootstrap-controller')) {
    throw new UsageError(
      'Only one of --bootstrap-server or --bootstrap-controller can be specified',
      false,
    );
  }
  return line.one('bootstrap-server') ?? line.one('bootstrap-controller') ?? '';
}

function checkChanges(line: Line): void {
  if (!line.has('alter')) return;
  if (line.has('add-config') && line.has('add-config-file')) {
    throw new UsageError('Only one of --add-config or --add-config-file must be specified', false);
  }
  if (line.has('add-config') || line.has('add-config-file') || line.has('delete-config')) return;
  throw new UsageError(
    'At least one of --add-config, --add-config-file, or --delete-config must be specified ' +
      'with --alter',
    false,
  );
}

async function alter(
  env: Env,
  admin: Admin,
  entity: ConfigEntity,
  line: Line,
  terminal: Terminal,
): Promise<void> {
  const { type, name = '' } = entity;
  const text = line.one('add-config');
  const toSet =
    text === undefined
      ? readProperties(env.disk, line.one('add-config-file'))
      : parseAddConfig(text);
  const toDelete = line.all('delete-config').flatMap((keys) => keys.split(','));
  const changes = configChanges(
    toSet,
    toDelete.map((key) => key.trim()),
  );
  await admin.incrementalAlterConfigs({ type: resourceType(type), name }, changes);
  terminal.out(
    name === ''
      ? `Completed updating default config for ${type} in the cluster.\n`
      : `Completed updating config for ${singular(type)} ${name}.\n`,
  );
}

async function describe(
  admin: Admin,
  { type, name }: ConfigEntity,
  all: boolean,
  terminal: Terminal,
): Promise<void> {
  const resource = resourceType(type);
  const known = await knownNames(admin, type);
  if (!all && name !== undefined && known !== undefined && !known.includes(name)) {
    terminal.out(
      `The ${singular(type)} '${name}' doesn't exist and doesn't have dynamic config.\n`,
    );
    return;
  }
  for (const entity of name === undefined ? (known ?? []) : [name]) {
    terminal.out(
      entity === ''
        ? `Default configs for ${type} in the cluster are:\n`
        : `${all ? 'All' : 'Dynamic'} configs for ${singular(type)} ${entity} are:\n`,
    );
    const configs = await admin.describeConfigs({ type: resource, name: entity });
    const source = runTimeSource(type, entity);
    const shown = configs.filter(
      ({ configSource }) => all || source === undefined || configSource === source,
    );
    for (const config of shown.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      terminal.out(configLine(config));
    }
  }
}

/** One config with the steps that lead to its value. */
export function configLine({ name, value, isSensitive, synonyms }: DescribedConfig): string {
  const steps = synonyms.map(
    (step) => `${CONFIG_SOURCES.get(step.source) ?? 'UNKNOWN'}:${step.name}=${step.value}`,
  );
  return `  ${name}=${value} sensitive=${isSensitive} synonyms={${steps.join(', ')}}\n`;
}

/** The entities of a type that there are, where the cluster can tell. */
async function knownNames(admin: Admin, type: EntityType): Promise<string[] | undefined> {
  if (type === 'topics') return (await admin.listTopics()).map(({ name }) => name);
  if (type !== 'brokers' && type !== 'broker-loggers') return undefined;
  const { brokers } = await admin.describeCluster();
  return [...brokers.map(({ brokerId }) => String(brokerId)), ''];
}

function resourceType(type: EntityType): number {
  const found = RESOURCE_TYPES[type];
  if (found !== undefined) return found;
  throw new ToolFailure(`Configs of ${type} are not supported yet.`);
}

/** The source that marks a config as set at run time; undefined where all are. */
function runTimeSource(type: EntityType, name: string): number | undefined {
  if (type === 'topics') return SET_AT_RUN_TIME.topic;
  if (type === 'brokers') return name === '' ? SET_AT_RUN_TIME.allBrokers : SET_AT_RUN_TIME.broker;
  if (type === 'client-metrics') return SET_AT_RUN_TIME.clientMetrics;
  return type === 'groups' ? SET_AT_RUN_TIME.group : undefined;
}

function singular(type: EntityType): string {
  return type.slice(0, -1);
}
