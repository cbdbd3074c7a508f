/**
 * `kafka-verifiable-consumer`: a consumer for tests, which tells all that happens to it, a JSON object
 * a line. What a group has read, committed and lost can be reckoned from what its members have told.
 *
 *     {"timestamp":1795675248681,"name":"startup_complete"}
 *     {"timestamp":1795675249152,"name":"partitions_assigned","partitions":[{"topic":"t","partition":0}]}
 *     {"timestamp":1795675249213,"name":"record_data","key":null,"value":"a","topic":"t",…}   --verbose
 *     {"timestamp":1795675249215,"name":"records_consumed","count":1,"partitions":[{…}]}
 *     {"timestamp":1795675249222,"name":"offsets_committed","offsets":[{…}],"success":true}
 *     {"timestamp":1795675249725,"name":"shutdown_complete"}
 *
 * Flags and events are those of Kafka's VerifiableConsumer. It commits after each poll what that poll
 * has brought; with --enable-autocommit the consumer commits by itself.
 */
import { readProperties, refuseSecurity } from '#cli/client-properties.ts';
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { runTool } from '#cli/run-tool.ts';
import { toolLog } from '#cli/tool-log.ts';
import { VerifiableConsumer } from '#cli/verifiable-consumer.ts';
import { consumerOptions } from '#clients/consumer/consumer-config.ts';
import type { ConsumerOptions } from '#clients/consumer/consumer-options.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

const spec = {
  name: 'kafka-verifiable-consumer',
  about:
    'This tool consumes messages from a specific topic and emits consumer events (e.g. group ' +
    'rebalances, received messages, and offsets committed) as JSON objects to STDOUT.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    topic: { value: 'topic', about: 'REQUIRED: the topic to read.' },
    'group-id': { value: 'id', about: 'REQUIRED: the group.' },
    'group-instance-id': { value: 'name', about: 'The name of a static member.' },
    'group-protocol': { value: 'protocol', about: 'classic (default) or consumer.' },
    'group-remote-assignor': {
      value: 'name',
      about: "With the consumer protocol, the broker's assignor.",
    },
    'assignment-strategy': {
      value: 'class',
      about: 'With the classic protocol, the assignor: range unless told otherwise.',
    },
    'max-messages': { value: 'count', about: 'End after so many records; -1 (default): never.' },
    'session-timeout': { value: 'ms', about: 'With the classic protocol, the session timeout.' },
    verbose: { about: 'Tell of each record, too.' },
    'enable-autocommit': { about: 'Let the consumer commit by itself.' },
    'reset-policy': {
      value: 'policy',
      about: 'Where to begin when nothing is committed: earliest (default), latest or none.',
    },
    'command-config': { value: 'file', about: 'A properties file with settings of the consumer.' },
    'consumer.config': { value: 'file', about: '(Deprecated) Use --command-config.' },
  },
} as const;

type Line = CommandLine<keyof typeof spec.flags>;

const DEFAULT_STRATEGY = 'org.apache.kafka.clients.consumer.RangeAssignor';

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      requireFlags(line, 'bootstrap-server', 'topic', 'group-id');
      const consumer = new VerifiableConsumer({ ...env, log: toolLog(terminal) }, terminal, {
        options: optionsOf(env, line, terminal),
        topic: line.one('topic') ?? '',
        maxMessages: line.integer('max-messages') ?? -1,
        isVerbose: line.has('verbose'),
      });
      let exitCode = 0;
      terminal.onInterrupt((signal) => {
        exitCode = signal === 'SIGINT' ? 130 : 143;
        consumer.requestShutdown();
      });
      await consumer.run();
      return exitCode;
    },
  });
}

/** Flags go before a file; where they are left out, this tool's defaults do. */
function optionsOf(env: Env, line: Line, terminal: Terminal): ConsumerOptions {
  const file = configFile(line, terminal);
  const properties = readProperties(env.disk, file);
  refuseSecurity(properties);
  const protocol = line.one('group-protocol') ?? 'classic';
  const set = (key: string, value: string | undefined) => {
    if (value !== undefined) properties.set(key, value);
  };
  set('group.protocol', protocol);
  if (protocol.toLowerCase() === 'consumer') {
    set('group.remote.assignor', line.one('group-remote-assignor'));
  } else {
    const strategy = line.one('assignment-strategy') ?? DEFAULT_STRATEGY;
    set('partition.assignment.strategy', strategy);
  }
  set('session.timeout.ms', line.one('session-timeout'));
  set('group.id', line.one('group-id'));
  set('group.instance.id', line.one('group-instance-id'));
  set('enable.auto.commit', String(line.has('enable-autocommit')));
  set('auto.offset.reset', line.one('reset-policy') ?? 'earliest');
  return consumerOptions(properties, line.one('bootstrap-server') ?? '');
}

function configFile(line: Line, terminal: Terminal): string | undefined {
  if (!line.has('consumer.config')) return line.one('command-config');
  if (line.has('command-config')) {
    throw new UsageError('Options --consumer.config and --command-config are mutually exclusive.');
  }
  terminal.out(
    'Option --consumer.config has been deprecated and will be removed in a future version. ' +
      'Use --command-config instead.\n',
  );
  return line.one('consumer.config');
}
