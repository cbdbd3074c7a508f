/**
 * The settings of the consumer behind `kafka-console-consumer`: those of a file, those of flags, and
 * what the tool sets by itself.
 *
 *     client.id            console-consumer
 *     group.id             what is given, in one place or in several that agree; else
 *                          console-consumer-NNNNN, which commits nothing: nobody comes back to it
 *     auto.offset.reset    earliest with --from-beginning, else latest
 */
import {
  type Properties,
  parseKeyValues,
  readProperties,
  refuseSecurity,
} from '#cli/client-properties.ts';
import { UsageError } from '#cli/command-line.ts';
import type { Line } from '#cli/console-consumer/flags.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { Env } from '#env/env.ts';

const GENERATED_GROUPS = 100_000;

/** @throws UsageError, ToolFailure */
export function consumerProperties(env: Env, line: Line): Properties {
  const file = line.one('command-config') ?? line.one('consumer.config');
  const texts = [...line.all('command-property'), ...line.all('consumer-property')];
  const [inFile, inFlags] = [readProperties(env.disk, file), parseKeyValues(texts)];
  const properties = new Map([['client.id', 'console-consumer'], ...inFile, ...inFlags]);
  refuseSecurity(properties);
  properties.set('auto.offset.reset', offsetReset(line, properties));
  const isolation = line.one('isolation-level');
  if (isolation !== undefined) properties.set('isolation.level', isolation);
  const groupId = groupOf(line, inFile, inFlags);
  if (groupId === undefined && !properties.has('enable.auto.commit')) {
    properties.set('enable.auto.commit', 'false');
  }
  const generated = () => `console-consumer-${env.random.nextInt(GENERATED_GROUPS)}`;
  return properties.set('group.id', groupId ?? generated());
}

/** The group, which may be named in three places. */
function groupOf(line: Line, inFile: Properties, inFlags: Properties): string | undefined {
  const named = [line.one('group'), inFile.get('group.id'), inFlags.get('group.id')];
  const groups = [...new Set(named.filter((one) => one !== undefined))];
  if (groups.length > 1) {
    throw new UsageError(
      "The group ids provided in different places (directly using '--group', via " +
        "'--consumer-property', or via '--consumer.config') do not match. Detected group ids: " +
        groups.map((group) => `'${group}'`).join(', '),
    );
  }
  if (groups.length > 0 && line.has('partition')) {
    throw new UsageError('Options group and partition cannot be specified together.');
  }
  return groups[0];
}

function offsetReset(line: Line, properties: Properties): string {
  const reset = properties.get('auto.offset.reset');
  if (!line.has('from-beginning')) return reset ?? 'latest';
  if (reset === undefined || reset === 'earliest') return 'earliest';
  throw new ToolFailure(
    `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', please ` +
      'remove one option',
  );
}
