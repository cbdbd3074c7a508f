/**
 * `kafka-consumer-groups --reset-offsets`: sets what groups have committed, so that they begin
 * elsewhere when their members come back.
 *
 *     which partitions   --all-topics (of which the group has offsets), --topic, or the file's
 *     where to           reset-targets.ts
 *     and then           shown as a table, or as CSV; committed only with --execute
 *
 * A group with members is left alone: they would commit over it. One that does not exist comes into
 * being by the commit.
 */

import { readText } from '#cli/client-properties.ts';
import { asking } from '#cli/consumer-groups/asking.ts';
import type { Line } from '#cli/consumer-groups/flags.ts';
import { chosenGroups } from '#cli/consumer-groups/list.ts';
import { type GroupPlan, planFromCsv, planToCsv } from '#cli/consumer-groups/reset-plan.ts';
import { checkPartitions, namedPartitions } from '#cli/consumer-groups/reset-scope.ts';
import * as targets from '#cli/consumer-groups/reset-targets.ts';
import { linesOf, named } from '#cli/consumer-groups/table.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import { dateTimeArgument, durationArgument } from '#cli/time-argument.ts';
import type { Admin } from '#clients/admin.ts';
import type { NewGroupOffset } from '#clients/admin-group-offsets.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { byTopicThenPartition } from '#clients/partition-order.ts';
import { DiskError } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { TopicPartition } from '#storage/log-files.ts';

interface Work {
  readonly env: Env;
  readonly admin: Admin;
  readonly line: Line;
  readonly terminal: Terminal;
}

export async function resetOffsets(work: Work): Promise<void> {
  const { admin, line, terminal } = work;
  const plans: GroupPlan[] = [];
  for (const groupId of await chosenGroups(admin, line)) {
    plans.push({ groupId, offsets: await resetGroup(work, groupId) });
  }
  const hasGroups = line.all('group').length !== 1;
  terminal.out(line.has('export') ? `${planToCsv(plans, hasGroups)}\n` : planTable(plans));
}

async function resetGroup(work: Work, groupId: string): Promise<readonly NewGroupOffset[]> {
  const state = await asking('twice', stateOf(work.admin, groupId));
  if (state !== 'Empty' && state !== 'Dead') {
    work.terminal.out(
      `\nError: Assignments can only be reset if the group '${groupId}' is inactive, but the ` +
        `current state is ${state}.\n`,
    );
    return [];
  }
  const partitions = await partitionsToReset(work, groupId);
  await checkPartitions(work.admin, partitions);
  const offsets = (await newOffsets(work, groupId, partitions)).toSorted(byTopicThenPartition);
  if (work.line.has('execute') && offsets.length > 0) {
    await asking('bare', work.admin.alterConsumerGroupOffsets(groupId, offsets));
  }
  return offsets;
}

async function stateOf(admin: Admin, groupId: string): Promise<string> {
  try {
    return (await admin.describeConsumerGroup(groupId)).state;
  } catch (error) {
    if (error instanceof KafkaError && error.code === ErrorCode.GROUP_ID_NOT_FOUND) return 'Dead';
    throw error;
  }
}

async function partitionsToReset(
  { admin, line }: Work,
  groupId: string,
): Promise<readonly TopicPartition[]> {
  if (!line.has('all-topics')) return namedPartitions(admin, line.all('topic'));
  const committed = await asking('twice', admin.listConsumerGroupOffsets(groupId));
  return committed.map(({ topic, partition }) => ({ topic, partition }));
}

/** By the one flag that says where to; flags.ts has made sure that there is one. */
async function newOffsets(
  work: Work,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<NewGroupOffset[]> {
  const { line, env } = work;
  const reset = { ...work, groupId, partitions };
  const offset = line.integer('to-offset', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (offset !== undefined) return targets.toOffset(reset, offset);
  const count = line.integer('shift-by', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (count !== undefined) return targets.shiftBy(reset, count);
  const dateTime = line.one('to-datetime');
  if (dateTime !== undefined) return targets.toTime(reset, dateTimeArgument(dateTime));
  const duration = line.one('by-duration');
  if (duration !== undefined) {
    return targets.toTime(reset, env.clock.now() - durationArgument(duration));
  }
  if (line.has('to-earliest')) return targets.toEarliest(reset);
  if (line.has('to-latest')) return targets.toLatest(reset);
  if (line.has('to-current')) return targets.toCurrent(reset);
  return fromFile(work, groupId);
}

/** What a file says of the group. */
async function fromFile(work: Work, groupId: string): Promise<NewGroupOffset[]> {
  const { env, line, admin, terminal } = work;
  const path = line.one('from-file') ?? '';
  const [onlyGroup, ...more] = line.all('group');
  const text = readPlan(env, path);
  const plans = planFromCsv(text, more.length === 0 ? onlyGroup : undefined);
  const plan = plans.find((one) => one.groupId === groupId);
  if (plan === undefined) {
    terminal.out(`\nError: No reset plan for group ${groupId} found\n`);
    return [];
  }
  await checkPartitions(admin, plan.offsets);
  return targets.withinLog({ groupId, partitions: plan.offsets, admin, terminal }, plan.offsets);
}

function readPlan(env: Env, path: string): string {
  try {
    return readText(env.disk, path);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new ToolFailure(`java.io.IOException: Unable to read file ${path}`, { cause: error });
  }
}

function planTable(plans: readonly GroupPlan[]): string {
  if (plans.length === 0) return '\n';
  const all = plans.flatMap(({ offsets }) => offsets);
  const columns = [
    named('GROUP', plans, ({ groupId }) => groupId),
    named('TOPIC', all, ({ topic }) => topic),
    { name: 'PARTITION', width: 10 },
    { name: 'NEW-OFFSET', width: 0 },
  ];
  const rows = plans.flatMap(({ groupId, offsets }) =>
    offsets.map(({ topic, partition, offset }) => [groupId, topic, `${partition}`, `${offset}`]),
  );
  return `\n${linesOf(columns, rows).join('')}`;
}
