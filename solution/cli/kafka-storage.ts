/**
 * `kafka-storage`: formats log directories before a node's first start, and shows what they are.
 *
 *     kafka-storage random-uuid
 *     kafka-storage format -t <that> -c server.properties --standalone
 *     kafka-storage info -c server.properties
 *
 * Commands, flags and output are those of Kafka's StorageTool. A quorum is one node for now, so
 * `--initial-controllers` and `--no-initial-controllers` come with the chapter on Raft.
 */
import { logDirectoryPaths, metadataDirectoryPath } from '#broker/log-directories.ts';
import { readProperties } from '#cli/client-properties.ts';
import { type CommandLine, type CommandSpec, UsageError } from '#cli/command-line.ts';
import {
  defaultLevels,
  levelsToFormat,
  metadataLevelOf,
  nameAndLevel,
} from '#cli/feature-levels.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { storageInfo } from '#cli/storage-info.ts';
import { usageText } from '#cli/usage-text.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import { listenersOf } from '#config/listeners.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { METADATA_VERSION } from '#metadata/features-image.ts';
import { bootstrapRecords, formatStorage, formattingMessage } from '#metadata/format-storage.ts';
import { metadataVersionName } from '#metadata/metadata-version.ts';
import { randomUuid, readMetaProperties } from '#storage/meta-properties.ts';

const COMMANDS = '{info,format,version-mapping,feature-dependencies,random-uuid}';
const config = { value: 'file', short: 'c', about: 'REQUIRED: the server.properties file.' };
const release = { value: 'release', short: 'r', about: 'A release, such as 4.3 or 4.3-IV0.' };
const feature = { value: 'name=level', short: 'f', about: 'The level of a feature. Repeatable.' };

const INFO = {
  name: 'kafka-storage info',
  about: `usage: kafka-storage ${COMMANDS}`,
  flags: { config },
} as const;

const FORMAT = {
  name: 'kafka-storage format',
  about: 'usage: kafka-storage format --config CONFIG --cluster-id CLUSTER_ID --standalone',
  flags: {
    config,
    'cluster-id': { value: 'id', short: 't', about: 'REQUIRED: the id of the cluster.' },
    standalone: { short: 's', about: "The node's controller is the quorum's only member." },
    'ignore-formatted': { short: 'g', about: 'Leave directories that are formatted as they are.' },
    'release-version': release,
    feature,
    'initial-controllers': { value: 'list', short: 'I', about: 'Not supported yet.' },
    'no-initial-controllers': { short: 'N', about: 'Not supported yet.' },
    'add-scram': { value: 'credential', short: 'S', about: 'Not supported yet.' },
  },
} as const;

const MAPPING = {
  name: 'kafka-storage version-mapping',
  about: 'usage: kafka-storage version-mapping [--release-version RELEASE_VERSION]',
  flags: { 'release-version': release },
} as const;

const DEPENDENCIES = {
  name: 'kafka-storage feature-dependencies',
  about: 'usage: kafka-storage feature-dependencies --feature FEATURE',
  flags: { feature },
} as const;

export async function main(env: Env, terminal: Terminal): Promise<number> {
  const [command, ...args] = terminal.args;
  const rest = { ...terminal, args };
  switch (command) {
    case 'random-uuid':
      terminal.out(`${randomUuid(env)}\n`);
      return 0;
    case 'info':
      return runCommand(rest, INFO, (line) => info(env, line, terminal));
    case 'format':
      return runCommand(rest, FORMAT, (line) => format(env, line, terminal));
    case 'version-mapping':
      return runCommand(rest, MAPPING, (line) => versionMapping(line, terminal));
    case 'feature-dependencies':
      return runCommand(rest, DEPENDENCIES, (line) => featureDependencies(line, terminal));
    case '-h':
    case '--help':
      terminal.out(`usage: kafka-storage [-h] ${COMMANDS} ...\n`);
      return 0;
    default:
      terminal.err(`usage: kafka-storage [-h] ${COMMANDS} ...\n`);
      terminal.err(
        command === undefined
          ? 'kafka-storage: error: too few arguments\n'
          : `kafka-storage: error: invalid choice: '${command}' (choose from ${COMMANDS})\n`,
      );
      return 1;
  }
}

function runCommand<S extends CommandSpec>(
  terminal: Terminal,
  spec: S,
  run: (line: CommandLine<keyof S['flags'] & string>) => Promise<number>,
): Promise<number> {
  if (terminal.args.some((arg) => arg === '-h' || arg === '--help')) {
    terminal.out(`${spec.about}\n\n${usageText(spec)}`);
    return Promise.resolve(0);
  }
  return runTool(terminal, { spec, run, worksWithoutArguments: true });
}

async function info(
  env: Env,
  line: CommandLine<keyof typeof INFO.flags>,
  terminal: Terminal,
): Promise<number> {
  const { directories } = readConfig(env, line);
  return storageInfo(env, directories, terminal);
}

async function format(
  env: Env,
  line: CommandLine<keyof typeof FORMAT.flags>,
  terminal: Terminal,
): Promise<number> {
  requireFlags(line, 'config', 'cluster-id');
  refuseUnsupported(line);
  const clusterId = line.one('cluster-id') ?? '';
  const { broker, directories, metadataDirectory } = readConfig(env, line);
  checkQuorum(
    line,
    broker.get('process.roles') ?? [],
    broker.get('controller.quorum.voters') ?? [],
  );
  const levels = levelsToFormat(line.one('release-version'), line.all('feature'));
  checkFormatted(env, directories, clusterId, line.has('ignore-formatted'));

  const controllers = listenersOf(broker).filter(({ controller }) => controller);
  const formatted = await formatStorage(env, {
    clusterId,
    nodeId: broker.get('node.id'),
    logDirectories: directories,
    metadataDirectory,
    controllerEndpoints: controllers.map(({ name, advertised }) => ({ name, ...advertised })),
    levels,
    ignoreFormatted: true,
  });
  if (formatted.length === 0) {
    terminal.out('All of the log directories are already formatted.\n');
    return 0;
  }
  const level = levels.get(METADATA_VERSION) ?? 0;
  terminal.out(bootstrapMessage(bootstrapRecords(levels), level));
  for (const path of formatted) {
    terminal.out(`${formattingMessage(path, path === metadataDirectory, level)}\n`);
  }
  return 0;
}

function refuseUnsupported(line: CommandLine<keyof typeof FORMAT.flags>): void {
  for (const flag of ['initial-controllers', 'no-initial-controllers', 'add-scram'] as const) {
    if (line.has(flag)) {
      throw new ToolFailure(
        `--${flag} is not supported yet: format a single node by --standalone.`,
      );
    }
  }
}

function checkQuorum(
  line: CommandLine<keyof typeof FORMAT.flags>,
  roles: readonly string[],
  voters: readonly string[],
): void {
  if (roles.length === 0) {
    throw new ToolFailure(
      'The kafka configuration file appears to be for a legacy cluster. Formatting is only ' +
        'supported for clusters in KRaft mode.',
    );
  }
  if (voters.length > 0) {
    throw new ToolFailure(
      'You cannot specify controller.quorum.voters and format the node with ' +
        '--initial-controllers or --standalone. If you want to use dynamic quorum, please ' +
        'remove controller.quorum.voters and specify controller.quorum.bootstrap.servers instead.',
    );
  }
  if (!roles.includes('controller')) {
    throw new ToolFailure('You can only use --standalone on a controller.');
  }
  if (line.has('standalone')) return;
  throw new ToolFailure(
    'Because controller.quorum.voters is not set on this controller, you must specify one of ' +
      'the following: --standalone, --initial-controllers, or --no-initial-controllers.',
  );
}

/** A directory of another cluster is never touched; one of this cluster only where allowed. */
function checkFormatted(
  env: Env,
  directories: readonly string[],
  clusterId: string,
  ignoreFormatted: boolean,
): void {
  for (const path of directories) {
    const found = readMetaProperties(env, path);
    if (found === undefined) continue;
    if (found.clusterId !== clusterId) {
      throw new ToolFailure(
        `Invalid cluster.id in: ${path}/meta.properties. Expected ${clusterId}, but read ` +
          found.clusterId,
      );
    }
    if (!ignoreFormatted) {
      throw new ToolFailure(
        `Log directory ${path} is already formatted. Use --ignore-formatted to ignore this ` +
          'directory and format the others.',
      );
    }
  }
}

async function versionMapping(
  line: CommandLine<keyof typeof MAPPING.flags>,
  terminal: Terminal,
): Promise<number> {
  const asked = line.one('release-version');
  const level = metadataLevelOf(asked);
  terminal.out(`metadata.version=${level} (${asked ?? metadataVersionName(level)})\n`);
  for (const [name, own] of defaultLevels(level)) terminal.out(`${name}=${own}\n`);
  return 0;
}

async function featureDependencies(
  line: CommandLine<keyof typeof DEPENDENCIES.flags>,
  terminal: Terminal,
): Promise<number> {
  requireFlags(line, 'feature');
  for (const [name, level] of line.all('feature').map(nameAndLevel)) {
    const of = name === METADATA_VERSION ? ` (${metadataVersionName(level)})` : '';
    const needs = DEPENDENCIES_OF.get(`${name}=${level}`);
    if (needs === undefined) {
      terminal.out(`${name}=${level}${of} has no dependencies.\n`);
    } else {
      terminal.out(`${name}=${level} requires:\n`);
      terminal.out(`    ${METADATA_VERSION}=${needs} (${metadataVersionName(needs)})\n`);
    }
  }
  return 0;
}

/** The metadata level that a feature's level needs, where it needs one. */
const DEPENDENCIES_OF: ReadonlyMap<string, number> = new Map([
  ['eligible.leader.replicas.version=1', 23],
]);

function readConfig(env: Env, line: CommandLine<'config'>) {
  const path = line.one('config');
  if (path === undefined) {
    throw new UsageError('kafka-storage: error: argument --config/-c is required');
  }
  const broker = new BrokerConfig(readProperties(env.disk, path));
  const metadataDirectory = metadataDirectoryPath(broker);
  const directories = [...new Set([...logDirectoryPaths(broker), metadataDirectory])].sort();
  return { broker, directories, metadataDirectory };
}

function bootstrapMessage(
  records: readonly { readonly data: object; readonly version: number }[],
  metadataLevel: number,
): string {
  const shown = records.map(({ data, version }) => {
    const { name, featureLevel } = data as { name: string; featureLevel: number };
    return (
      `ApiMessageAndVersion(FeatureLevelRecord(name='${name}', featureLevel=${featureLevel}) ` +
      `at version ${version})`
    );
  });
  return (
    `Bootstrap metadata: BootstrapMetadata(records=[${shown.join(', ')}], ` +
    `metadataVersionLevel=${metadataLevel}, source=format command)\n`
  );
}
