/**
 * Groups as `kafka-consumer-groups` prints them: columns that are as wide as Kafka's, which grow with
 * names but never with numbers. What is not known is a dash.
 */
import type { GroupDescription, GroupListing, GroupOffset } from '#clients/admin-groups.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** A partition that a group has committed an offset of, or that a member reads, or both. */
export interface OffsetRow extends TopicPartition {
  readonly committed: GroupOffset | undefined;
  readonly logEndOffset: number | undefined;
  readonly memberId: string | undefined;
  readonly clientHost: string | undefined;
  readonly clientId: string | undefined;
}

interface Column {
  readonly name: string;
  /** At least so wide; 0 for the last one, which is not filled up. */
  readonly width: number;
}

const MISSING = '-';
const NAME_WIDTH = 15;

/** `--list --state --type`: a line each, under a header. */
export function listTable(
  groups: readonly GroupListing[],
  shows: { readonly type: boolean; readonly state: boolean },
): string {
  const longest = Math.max(NAME_WIDTH, ...groups.map(({ groupId }) => groupId.length));
  const columns: Column[] = [{ name: 'GROUP', width: longest + 10 }];
  if (shows.type) columns.push({ name: 'TYPE', width: 20 });
  if (shows.state) columns.push({ name: 'STATE', width: 20 });
  const rows = groups.map(({ groupId, groupType, groupState }) => [
    groupId,
    ...(shows.type ? [capitalized(groupType)] : []),
    ...(shows.state ? [groupState] : []),
  ]);
  return linesOf(columns, rows).join('');
}

/** `--describe --offsets` */
export function offsetsTable(
  groupId: string,
  rows: readonly OffsetRow[],
  verbose: boolean,
): string {
  const columns: Column[] = [
    named('GROUP', [groupId]),
    named(
      'TOPIC',
      rows.map(({ topic }) => topic),
    ),
    { name: 'PARTITION', width: 10 },
    ...(verbose ? [{ name: 'LEADER-EPOCH', width: 15 }] : []),
    { name: 'CURRENT-OFFSET', width: 15 },
    { name: 'LOG-END-OFFSET', width: 15 },
    { name: 'LAG', width: 15 },
    named(
      'CONSUMER-ID',
      rows.map(({ memberId }) => memberId ?? MISSING),
    ),
    named(
      'HOST',
      rows.map(({ clientHost }) => clientHost ?? MISSING),
    ),
    { name: 'CLIENT-ID', width: 0 },
  ];
  const cells = rows.map((row) => {
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
    ].map((cell) => `${cell ?? MISSING}`);
  });
  return `\n${linesOf(columns, cells).join('')}`;
}

/** `--describe --members` */
export function membersTable({ groupId, members }: GroupDescription, verbose: boolean): string {
  const hasNames = members.some(({ groupInstanceId }) => groupInstanceId !== null);
  const ordered = members.toSorted((a, b) => b.assignment.length - a.assignment.length);
  const assignments = ordered.map(({ assignment }) => assignmentText(assignment));
  const columns: Column[] = [
    named(
      'GROUP',
      members.map(() => groupId),
    ),
    named(
      'CONSUMER-ID',
      members.map(({ memberId }) => memberId),
    ),
    ...(hasNames
      ? [
          named(
            'GROUP-INSTANCE-ID',
            members.map((one) => one.groupInstanceId ?? ''),
            17,
          ),
        ]
      : []),
    named(
      'HOST',
      members.map(({ clientHost }) => clientHost),
    ),
    named(
      'CLIENT-ID',
      members.map(({ clientId }) => clientId),
    ),
    { name: '#PARTITIONS', width: 15 },
  ];
  const epochs: Column[] = [
    { name: 'CURRENT-EPOCH', width: 15 },
    named('CURRENT-ASSIGNMENT', assignments, 20),
    { name: 'TARGET-EPOCH', width: 15 },
    { name: 'TARGET-ASSIGNMENT', width: 20 },
  ];
  // Classic groups have generations, not epochs, and no assignment that is still to come.
  const rows = ordered.map((member, index) => [
    groupId,
    member.memberId,
    ...(hasNames ? [member.groupInstanceId ?? ''] : []),
    member.clientHost,
    member.clientId,
    `${member.assignment.length}`,
    ...(verbose ? [MISSING, assignments[index] ?? MISSING, MISSING, MISSING] : []),
  ]);
  const lines = linesOf(verbose ? [...columns, ...epochs] : columns, rows);
  return `\n${(verbose ? lines : lines.map((line) => line.replace(/\n$/, ' \n'))).join('')}`;
}

/** `--describe --state` */
export function stateTable(group: GroupDescription, verbose: boolean): string {
  const { nodeId, host, port } = group.coordinator;
  const coordinator = `${host}:${port}  (${nodeId})`;
  const columns: Column[] = [
    named('GROUP', [group.groupId]),
    { name: 'COORDINATOR (ID)', width: Math.max(25, coordinator.length) },
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
  const epochs = verbose ? [MISSING, MISSING] : [];
  const row = [group.groupId, coordinator, assignor, group.state, ...epochs];
  return `\n${linesOf(columns, [[...row, `${group.members.length}`]]).join('')}`;
}

/** A header and its rows, each a line. */
function linesOf(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const header = columns.map(({ name }) => name);
  return [header, ...rows].map((cells) => {
    const filled = cells.map((cell, at) => cell.padEnd(columns[at]?.width ?? 0));
    return `${filled.join(' ')}\n`;
  });
}

/** A column of names: it grows with them. */
function named(name: string, values: readonly string[], width = NAME_WIDTH): Column {
  return { name, width: Math.max(width, ...values.map((value) => value.length)) };
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

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
