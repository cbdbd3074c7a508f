/**
 * `kafka-consumer-groups --describe`: what groups have committed and how far behind they are, who their
 * members are, or what state they are in.
 *
 * The lag of a partition is how many records lie between what its group has committed and the log's
 * end. A partition whose end can't be asked for, since it has no leader or is gone, has no lag.
 */
import { asking } from '#cli/consumer-groups/asking.ts';
import {
  membersTable,
  type OffsetRow,
  offsetsTable,
  stateTable,
} from '#cli/consumer-groups/describe-tables.ts';
import type { Line } from '#cli/consumer-groups/flags.ts';
import { chosenGroups } from '#cli/consumer-groups/list.ts';
import type { Admin } from '#clients/admin.ts';
import type { GroupDescription } from '#clients/admin-group-description.ts';
import { OffsetSpec } from '#clients/admin-records.ts';
import { byTopicThenPartition } from '#clients/partition-order.ts';
import type { Terminal } from '#env/terminal.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export async function describe(admin: Admin, line: Line, terminal: Terminal): Promise<void> {
  const verbose = line.has('verbose');
  for (const group of await describeAll(admin, line)) {
    const isAlive = tellState(group, terminal);
    if (line.has('members')) {
      terminal.out(membersTable(group, verbose));
    } else if (line.has('state')) {
      if (isAlive) terminal.out(stateTable(group, verbose));
    } else {
      const rows = await asking('twice', offsetRows(admin, group));
      if (isAlive && rows.length > 0) terminal.out(offsetsTable(group.groupId, rows, verbose));
    }
  }
}

/** All that are asked for: where one can't be described, nothing is printed of any. */
async function describeAll(admin: Admin, line: Line): Promise<GroupDescription[]> {
  const groups = await chosenGroups(admin, line);
  const described: GroupDescription[] = [];
  for (const groupId of groups.toSorted()) {
    described.push(await asking('once', admin.describeConsumerGroup(groupId)));
  }
  return described;
}

/** What a person should know before they read the table; false where there is nothing to read. */
function tellState({ groupId, state }: GroupDescription, terminal: Terminal): boolean {
  if (state === 'Dead') terminal.out(`\nError: Consumer group '${groupId}' does not exist.\n`);
  else if (state === 'Empty') {
    terminal.err(`\nConsumer group '${groupId}' has no active members.\n`);
  } else if (state !== 'Stable') {
    terminal.err(`\nWarning: Consumer group '${groupId}' is rebalancing.\n`);
  }
  return state !== 'Dead';
}

/** What members read, those with the most partitions first; then what nobody reads. */
async function offsetRows(admin: Admin, group: GroupDescription): Promise<OffsetRow[]> {
  const offsets = await admin.listConsumerGroupOffsets(group.groupId);
  const committed = new Map(offsets.map((one) => [partitionName(one), one]));
  const members = group.members.toSorted((a, b) => b.assignment.length - a.assignment.length);
  const assigned = members.flatMap(({ memberId, clientId, clientHost, assignment }) =>
    assignment
      .toSorted(byTopicThenPartition)
      .map((one) => ({ ...one, memberId, clientId, clientHost })),
  );
  const read = new Set(assigned.map(partitionName));
  const nobody = { memberId: undefined, clientId: undefined, clientHost: undefined };
  const left = offsets
    .filter((one) => !read.has(partitionName(one)))
    .map(({ topic, partition }) => ({ topic, partition, ...nobody }))
    .toSorted(byTopicThenPartition);
  const rows = [...assigned, ...left];
  const ends = await logEnds(admin, rows);
  return rows.map((row) => ({
    ...row,
    committed: committed.get(partitionName(row)),
    logEndOffset: ends.get(partitionName(row)),
  }));
}

async function logEnds(
  admin: Admin,
  partitions: readonly TopicPartition[],
): Promise<ReadonlyMap<string, number>> {
  if (partitions.length === 0) return new Map();
  const timestamp = OffsetSpec.LATEST;
  const found = await admin.listOffsets(
    partitions.map(({ topic, partition }) => ({ topic, partition, timestamp })),
  );
  return new Map(
    found.flatMap((one) => (one.error === undefined ? [[partitionName(one), one.offset]] : [])),
  );
}
