/**
 * `kafka-consumer-groups --list`: the groups of consumers that there are, with their states and types
 * where these are asked for, and only some of them where states or types are named.
 */
import { UsageError } from '#cli/command-line.ts';
import { asking } from '#cli/consumer-groups/asking.ts';
import type { Line } from '#cli/consumer-groups/flags.ts';
import { type Column, linesOf, named } from '#cli/consumer-groups/table.ts';
import type { Admin } from '#clients/admin.ts';
import type { GroupListing } from '#clients/admin-groups.ts';
import type { Terminal } from '#env/terminal.ts';

const STATES = [
  'PreparingRebalance',
  'CompletingRebalance',
  'Stable',
  'Dead',
  'Empty',
  'Assigning',
  'Reconciling',
];
const TYPES = ['Consumer', 'Classic'];

export async function list(admin: Admin, line: Line, terminal: Terminal): Promise<void> {
  const shows = { type: line.has('type'), state: line.has('state') };
  const types = namesOf(line, 'type', TYPES);
  const states = namesOf(line, 'state', STATES);
  if (shows.type || shows.state) {
    const groups = await asking('once', consumerGroups(admin, { states, types }));
    terminal.out(listTable(groups, shows));
    return;
  }
  for (const { groupId } of await asking('twice', consumerGroups(admin))) {
    terminal.out(`${groupId}\n`);
  }
}

/** The groups that an action is about: those of --group, each once, or all that there are. */
export async function chosenGroups(admin: Admin, line: Line): Promise<string[]> {
  if (!line.has('all-groups')) return [...new Set(line.all('group'))];
  return (await asking('twice', consumerGroups(admin))).map(({ groupId }) => groupId);
}

/** Groups of consumers, sorted; those of others, such as Kafka Connect's workers, are left out. */
async function consumerGroups(
  admin: Admin,
  filter?: Parameters<Admin['listGroups']>[0],
): Promise<GroupListing[]> {
  const groups = await admin.listGroups(filter);
  return groups
    .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
    .toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1));
}

/** The names in a list of them, as Kafka writes them; none where the flag stands alone. */
function namesOf(line: Line, flag: 'state' | 'type', valid: readonly string[]): string[] {
  const text = line.one(flag) ?? '';
  if (text === '') return [];
  const names = text
    .replace(/,+$/, '')
    .split(',')
    .map((one) => one.trim().toLowerCase());
  const found = names.map((name) => valid.find((one) => one.toLowerCase() === name));
  if (!found.includes(undefined)) return found as string[];
  const what = flag === 'state' ? 'state' : 'types';
  throw new UsageError(`Invalid ${what} list '${text}'. Valid ${flag}s are: ${valid.join(', ')}`);
}

function listTable(
  groups: readonly GroupListing[],
  shows: { readonly type: boolean; readonly state: boolean },
): string {
  const { width } = named('GROUP', groups, ({ groupId }) => groupId);
  const columns: Column[] = [{ name: 'GROUP', width: width + 10 }];
  if (shows.type) columns.push({ name: 'TYPE', width: 20 });
  if (shows.state) columns.push({ name: 'STATE', width: 20 });
  const rows = groups.map(({ groupId, groupType, groupState }) => [
    groupId,
    ...(shows.type ? [capitalized(groupType)] : []),
    ...(shows.state ? [groupState] : []),
  ]);
  return linesOf(columns, rows).join('');
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
