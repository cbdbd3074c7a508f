/**
 * `kafka-consumer-groups`: lists, describes and deletes groups, and resets what they have committed.
 *
 *     --list [--state [stable,...]] [--type [classic,...]]
 *     --describe --group g [--offsets | --members | --state] [--verbose]
 *     --reset-offsets --group g --topic t --to-earliest --execute
 *     --delete --group g
 *     --delete-offsets --group g --topic t
 *     --validate-regex 'orders-.*'
 *
 * Each action is a file of consumer-groups/. Flags, tables, sentences and exit codes are those of
 * Kafka's ConsumerGroupCommand, which says on standard output why it failed, and ends with 0: only a
 * command line that makes no sense ends with 1. Where Kafka's order is that of a hash table, ours is
 * by name and number.
 */
import { clientOptions, readProperties } from '#cli/client-properties.ts';
import { UsageError } from '#cli/command-line.ts';
import { deleteGroups } from '#cli/consumer-groups/delete-groups.ts';
import { deleteOffsets } from '#cli/consumer-groups/delete-offsets.ts';
import { describe } from '#cli/consumer-groups/describe.ts';
import { checkFlags, type Line, spec } from '#cli/consumer-groups/flags.ts';
import { list } from '#cli/consumer-groups/list.ts';
import { resetOffsets } from '#cli/consumer-groups/reset-offsets.ts';
import { validateRegex } from '#cli/consumer-groups/validate-regex.ts';
import { runTool, ToolFailure } from '#cli/run-tool.ts';
import { Admin } from '#clients/admin.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    failureExitCode: 0,
    complain(message) {
      terminal.out(`\nError: Executing consumer group command failed due to ${message}\n`);
    },
    async run(line) {
      checkFlags(line, (words) => terminal.err(words));
      const pattern = line.one('validate-regex');
      if (pattern === undefined) await act(env, line, terminal);
      else validateRegex(pattern, terminal);
      return 0;
    },
  });
}

async function act(env: Env, line: Line, terminal: Terminal): Promise<void> {
  try {
    const admin = openAdmin(env, line);
    try {
      await actWith(admin, env, line, terminal);
    } finally {
      await admin.close();
    }
  } catch (error) {
    // Kafka's tool reads the values of flags late, and tells of a bad one like of any failure.
    if (!(error instanceof UsageError) || error.withUsage) throw error;
    throw new ToolFailure(error.message);
  }
}

function openAdmin(env: Env, line: Line): Admin {
  const apiTimeoutMs = line.integer('timeout', 1) ?? DEFAULT_TIMEOUT_MS;
  const properties = readProperties(env.disk, line.one('command-config'));
  const options = clientOptions(properties, line.one('bootstrap-server') ?? '');
  return new Admin(env, { ...options, apiTimeoutMs });
}

async function actWith(admin: Admin, env: Env, line: Line, terminal: Terminal): Promise<void> {
  if (line.has('list')) await list(admin, line, terminal);
  else if (line.has('describe')) await describe(admin, line, terminal);
  else if (line.has('delete')) await deleteGroups(admin, line, terminal);
  else if (line.has('reset-offsets')) await resetOffsets({ env, admin, line, terminal });
  else await deleteOffsets(admin, line, terminal);
}
