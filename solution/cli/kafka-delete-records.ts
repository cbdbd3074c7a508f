/**
 * `kafka-delete-records`: deletes the records of partitions up to an offset.
 *
 *     {"partitions": [{"topic": "orders", "partition": 0, "offset": 100}], "version": 1}
 *
 * Records below the offset go; -1 stands for all that there are. Each partition gets a line with
 * its new low watermark, or with what went wrong.
 */
import { clientOptions, readProperties, readText } from '#cli/client-properties.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { Admin } from '#clients/admin.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

const spec = {
  name: 'kafka-delete-records',
  about: 'This tool helps to delete records of the given partitions down to the specified offset.',
  flags: {
    'bootstrap-server': { value: 'host:port,…', about: 'REQUIRED: the brokers to connect to.' },
    'command-config': { value: 'file', about: 'A properties file with settings of the client.' },
    'offset-json-file': {
      value: 'file',
      about:
        'REQUIRED: the offset of each partition, as ' +
        '{"partitions": [{"topic": "foo", "partition": 1, "offset": 1}], "version": 1}',
    },
  },
} as const;

export interface RecordsToDelete extends TopicPartition {
  readonly beforeOffset: number;
}

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      requireFlags(line, 'bootstrap-server', 'offset-json-file');
      const partitions = parseOffsets(readText(env.disk, line.one('offset-json-file') ?? ''));
      const properties = readProperties(env.disk, line.one('command-config'));
      const servers = line.one('bootstrap-server') ?? '';
      const admin = new Admin(env, clientOptions(properties, servers));
      try {
        terminal.out('Executing records delete operation\n');
        const results = await admin.deleteRecords(partitions);
        terminal.out('Records delete operation completed:\n');
        for (const result of results) {
          const outcome =
            result.error === undefined
              ? `low_watermark: ${result.lowWatermark}`
              : `error: ${result.error.message}`;
          terminal.out(`partition: ${partitionName(result)}\t${outcome}\n`);
        }
      } finally {
        await admin.close();
      }
      return 0;
    },
  });
}

/** @throws ToolFailure when the text is not such a file, or names a partition twice. */
export function parseOffsets(text: string): RecordsToDelete[] {
  const file = jsonOf(text);
  const version = fieldOf(file, 'version') ?? 1;
  if (version !== 1) throw new ToolFailure(`Not supported version field value ${version}`);
  const partitions = fieldOf(file, 'partitions');
  if (!Array.isArray(partitions)) throw new ToolFailure('Missing partitions field');
  const wanted = partitions.map(parsePartition);
  const names = wanted.map(partitionName);
  const duplicates = names.filter((name, at) => names.indexOf(name) < at);
  if (duplicates.length === 0) return wanted;
  throw new ToolFailure(
    `Offset json file contains duplicate topic partitions: ${[...new Set(duplicates)].join(',')}`,
  );
}

function parsePartition(item: unknown): RecordsToDelete {
  const [topic, partition, offset] = ['topic', 'partition', 'offset'].map((key) =>
    fieldOf(item, key),
  );
  const wellFormed =
    typeof topic === 'string' && Number.isSafeInteger(partition) && Number.isSafeInteger(offset);
  if (wellFormed) {
    return { topic, partition: partition as number, beforeOffset: offset as number };
  }
  throw new ToolFailure(
    `A partition needs a topic, a partition and an offset; this one is ${JSON.stringify(item)}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolFailure('The input string is not a valid JSON');
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
