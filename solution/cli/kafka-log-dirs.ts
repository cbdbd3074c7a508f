/**
 * `kafka-log-dirs`: how many bytes each partition takes in the log directories of brokers.
 *
 * The last line of output is JSON for programs, with the fields of Kafka's LogDirsCommand; the two
 * before it are for people.
 */
import { clientOptions, readProperties } from '#cli/client-properties.ts';
import type { CommandLine } from '#cli/command-line.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { Admin } from '#clients/admin.ts';
import type { LogDirDescription } from '#clients/admin-cluster.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';

const spec = {
  name: 'kafka-log-dirs',
  about: 'This tool helps to query log directory usage on the specified brokers.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    describe: { about: 'REQUIRED: describe the log directories.' },
    'topic-list': { value: 't1,t2', about: 'Only these topics; all if absent.' },
    'broker-list': { value: '0,1', about: 'Only these brokers; all if absent.' },
  },
} as const;

type Line = CommandLine<keyof typeof spec.flags>;

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      requireFlags(line, 'bootstrap-server', 'describe');
      const properties = readProperties(env.disk, line.one('command-config'));
      const servers = line.one('bootstrap-server') ?? '';
      const admin = new Admin(env, clientOptions(properties, servers));
      try {
        await describe(admin, line, terminal);
      } finally {
        await admin.close();
      }
      return 0;
    },
  });
}

async function describe(admin: Admin, line: Line, terminal: Terminal): Promise<void> {
  const topics = new Set(listOf(line, 'topic-list'));
  const brokers = await wantedBrokers(admin, line);
  terminal.out('Querying brokers for log directories information\n');
  const described = [];
  for (const broker of brokers) {
    const directories = await admin.describeLogDirs(broker);
    described.push({ broker, logDirs: directories.map((one) => describedLogDir(one, topics)) });
  }
  terminal.out(`Received log directory information from brokers ${brokers.join(',')}\n`);
  terminal.out(`${JSON.stringify({ brokers: described, version: 1 })}\n`);
}

async function wantedBrokers(admin: Admin, line: Line): Promise<number[]> {
  const cluster = await admin.describeCluster();
  const existing = cluster.brokers.map(({ brokerId }) => brokerId);
  const asked = listOf(line, 'broker-list').map(brokerIdOf);
  const missing = asked.filter((id) => !existing.includes(id));
  if (missing.length === 0) return asked.length === 0 ? existing : asked;
  throw new ToolFailure(
    `ERROR: The given brokers do not exist from --broker-list: ${missing.join(',')}. ` +
      `Current existent brokers: ${existing.join(',')}`,
  );
}

/** The fields of one directory, in the order in which Kafka's tool prints them. */
export function describedLogDir(directory: LogDirDescription, topics: ReadonlySet<string>) {
  const partitions = directory.topics
    .filter(({ name }) => topics.size === 0 || topics.has(name))
    .flatMap(({ name, partitions: all }) =>
      all.map((one) => ({
        partition: `${name}-${one.partitionIndex}`,
        size: one.partitionSize,
        offsetLag: one.offsetLag,
        isFuture: one.isFutureKey,
      })),
    );
  const failed = directory.errorCode !== ErrorCode.NONE;
  const error = failed ? errorName(directory.errorCode) : null;
  return { partitions, error, logDir: directory.logDir };
}

function listOf(line: Line, flag: 'topic-list' | 'broker-list'): string[] {
  const list = line.one(flag) ?? '';
  return list.split(',').filter((item) => item !== '');
}

function brokerIdOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new ToolFailure(`For input string: "${text}": a broker id is a whole number.`);
}
