/**
 * What `kafka-consumer-groups --describe` prints of one group: a table of its offsets, of its members,
 * or of its state.
 */
import { type Column, linesOf, MISSING, named } from '#cli/consumer-groups/table.ts';
import type { GroupDescription, MemberDescription } from '#clients/admin-group-description.ts';
import type { GroupOffset } from '#clients/admin-group-offsets.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** A partition that a group has committed an offset of, or that a member reads, or both. */
export interface OffsetRow extends TopicPartition {
  readonly committed: GroupOffset | undefined;
  readonly logEndOffset: number | undefined;
  readonly memberId: string | undefined;
  readonly clientHost: string | undefined;
  readonly clientId: string | undefined;
}

/** `--describe --offsets` */
export function offsetsTable(
  groupId: string,
  rows: readonly OffsetRow[],
  verbose: boolean,
): string {
  const columns: Column[] = [
    named('GROUP', [groupId], (name) => name),
    named('TOPIC', rows, ({ topic }) => topic),
    { name: 'PARTITION', width: 10 },
    ...(verbose ? [{ name: 'LEADER-EPOCH', width: 15 }] : []),
    { name: 'CURRENT-OFFSET', width: 15 },
    { name: 'LOG-END-OFFSET', width: 15 },
    { name: 'LAG', width: 15 },
    named('CONSUMER-ID', rows, ({ memberId }) => memberId),
    named('HOST', rows, ({ clientHost }) => clientHost),
    { name: 'CLIENT-ID', width: 0 },
  ];
  const cells = rows.map((row) => offsetCells(groupId, row, verbose));
  return `\n${linesOf(columns, cells).join('')}`;
}

function offsetCells(groupId: string, row: OffsetRow, verbose: boolean): string[] {
  const { committed, logEndOffset: end } = row;
  const lag = committed && end !== undefined ? end - committed.offset : undefined;
  const epoch = committed && committed.leaderEpoch >= 0 ? committed.leaderEpoch : undefined;
  return [
    groupId,
    row.topic,
    row.partition,
    ...(verbose ? [epoch] : []),
    committed?.offset,
    end,
    lag,
    row.memberId,
    row.clientHost,
    row.clientId,
  ].map(orMissing);
}

/** `--describe --members` */
export function membersTable({ groupId, members, ...group }: GroupDescription, verbose: boolean) {
  const hasNames = members.some(({ groupInstanceId }) => groupInstanceId !== null);
  const has = (isUpgraded: boolean) => members.some((one) => one.isUpgraded === isUpgraded);
  // Only while a group moves from one protocol to the other does it have members of both.
  const isMigrating = has(true) && has(false);
  const columns = memberColumns(groupId, members, hasNames);
  const epochs = verbose ? epochColumns(members, isMigrating) : [];
  const rows = members.map((member) => [
    groupId,
    member.memberId,
    ...(hasNames ? [member.groupInstanceId ?? ''] : []),
    member.clientHost,
    member.clientId,
    `${member.assignment.length}`,
    ...(verbose ? epochCells(member, group.targetAssignmentEpoch, isMigrating) : []),
  ]);
  const lines = linesOf([...columns, ...epochs], rows);
  // Kafka's tool ends the short form of a row with one more space.
  return `\n${(verbose ? lines : lines.map((line) => line.replace(/\n$/, ' \n'))).join('')}`;
}

function memberColumns(
  groupId: string,
  members: readonly MemberDescription[],
  hasNames: boolean,
): Column[] {
  const instanceId = ({ groupInstanceId }: MemberDescription) => groupInstanceId ?? '';
  return [
    named('GROUP', members, () => groupId),
    named('CONSUMER-ID', members, ({ memberId }) => memberId),
    ...(hasNames ? [named('GROUP-INSTANCE-ID', members, instanceId, 17)] : []),
    named('HOST', members, ({ clientHost }) => clientHost),
    named('CLIENT-ID', members, ({ clientId }) => clientId),
    { name: '#PARTITIONS', width: 15 },
  ];
}

function epochColumns(members: readonly MemberDescription[], isMigrating: boolean): Column[] {
  const current = ({ assignment }: MemberDescription) => assignmentText(assignment);
  const target = ({ targetAssignment }: MemberDescription) => assignmentText(targetAssignment);
  return [
    { name: 'CURRENT-EPOCH', width: 15 },
    named('CURRENT-ASSIGNMENT', members, current, 20),
    { name: 'TARGET-EPOCH', width: 15 },
    named('TARGET-ASSIGNMENT', members, target, 20),
    ...(isMigrating ? [{ name: 'UPGRADED', width: 0 }] : []),
  ];
}

function epochCells(
  member: MemberDescription,
  targetEpoch: number | undefined,
  isMigrating: boolean,
): string[] {
  return [
    orMissing(member.memberEpoch),
    assignmentText(member.assignment),
    orMissing(targetEpoch),
    assignmentText(member.targetAssignment),
    ...(isMigrating ? [orMissing(member.isUpgraded)] : []),
  ];
}

/** `--describe --state` */
export function stateTable(group: GroupDescription, verbose: boolean): string {
  const { nodeId, host, port } = group.coordinator;
  const coordinator = `${host}:${port}  (${nodeId})`;
  const columns: Column[] = [
    named('GROUP', [group], ({ groupId }) => groupId),
    named('COORDINATOR (ID)', [coordinator], (text) => text, 25),
    { name: 'ASSIGNMENT-STRATEGY', width: 20 },
    { name: 'STATE', width: 20 },
    ...(verbose
      ? [
          { name: 'GROUP-EPOCH', width: 15 },
          { name: 'TARGET-ASSIGNMENT-EPOCH', width: 25 },
        ]
      : []),
    { name: '#MEMBERS', width: 0 },
  ];
  const assignor = group.assignor === '' ? MISSING : group.assignor;
  const epochs = verbose ? [group.groupEpoch, group.targetAssignmentEpoch].map(orMissing) : [];
  const row = [group.groupId, coordinator, assignor, group.state, ...epochs];
  return `\n${linesOf(columns, [[...row, `${group.members.length}`]]).join('')}`;
}

/** `clicks:2;orders:0,1`, in the order of their names and numbers. */
function assignmentText(assignment: readonly TopicPartition[]): string {
  if (assignment.length === 0) return MISSING;
  const byTopic = Map.groupBy(assignment, ({ topic }) => topic);
  return [...byTopic]
    .map(([topic, all]) => `${topic}:${all.map(({ partition }) => partition).toSorted(ascending)}`)
    .toSorted()
    .join(';');
}

function ascending(one: number, other: number): number {
  return one - other;
}

function orMissing(cell: string | number | boolean | undefined): string {
  return `${cell ?? MISSING}`;
}
