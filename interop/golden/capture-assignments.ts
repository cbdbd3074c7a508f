/**
 * Captures what Kafka's own range and round-robin assignors make of some groups: groups that show where
 * the two differ, what order members and names stand in, and what happens at the edges.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssignment } from '#clients/consumer-assignment.ts';
import { writeSubscription } from '#clients/member-subscription.ts';
import { partitionName } from '#storage/log-files.ts';
import type { JavaTools } from '../kafka/java-tools.ts';

interface Group {
  readonly what: string;
  readonly topics: Readonly<Record<string, number>>;
  /** The topics of each member; a static one is `member id=static name`. */
  readonly members: Readonly<Record<string, string>>;
}

const ten = Array.from({ length: 10 }, (_, n) => [`consumer-${n + 1}`, 'clicks']);

const GROUPS: readonly Group[] = [
  {
    what: 'two topics, two members',
    topics: { t0: 3, t1: 3 },
    members: { a: 't0 t1', b: 't0 t1' },
  },
  {
    what: 'a number that does not divide',
    topics: { orders: 7 },
    members: { c: 'orders', a: 'orders', b: 'orders' },
  },
  {
    what: 'more members than partitions',
    topics: { t: 2, u: 3 },
    members: { a: 't u', b: 't u', c: 't u', d: 't u' },
  },
  {
    what: 'three who read different topics',
    topics: { t0: 3, t1: 3, t2: 3 },
    members: { a: 't0', b: 't0 t1 t2', c: 't2 t1' },
  },
  {
    what: 'a topic that one alone reads',
    topics: { x: 4, y: 5, z: 1 },
    members: { m1: 'x y', m2: 'y x', m3: 'z', m4: 'x z' },
  },
  {
    what: 'static members among others',
    topics: { t: 5, u: 5 },
    members: { b: 't u', 'z=i-1': 't u', a: 't', 'a-1=i-2': 'u t' },
  },
  {
    what: 'static names that are numbers only to people',
    topics: { t: 7 },
    members: { 'x=i-10': 't', 'y=i-9': 't', 'w=i-2': 't' },
  },
  {
    what: 'names in capitals and with accents',
    topics: { Orders: 3, orders: 4, 'a.b': 2, a_b: 3 },
    members: { ä: 'orders Orders a_b', Z: 'Orders a.b orders', a: 'a_b a.b orders', B: 'Orders' },
  },
  {
    what: 'a topic that does not exist, and one that nobody reads',
    topics: { t: 4, unread: 9 },
    members: { a: 't gone', b: 'gone', c: 'gone t' },
  },
  {
    what: 'ten members of twelve partitions',
    topics: { clicks: 12 },
    members: Object.fromEntries(ten),
  },
  { what: 'one member', topics: { t: 3, u: 1 }, members: { only: 'u t' } },
];

/** As AssignGroups.java answers. */
type Answer = Record<string, { readonly assignment: string }>;

export async function captureAssignments(tools: JavaTools, target: string): Promise<void> {
  const rows: string[] = [];
  for (const group of GROUPS) {
    const range = await ask(tools, 'RangeAssignor', group);
    const roundRobin = await ask(tools, 'RoundRobinAssignor', group);
    rows.push(JSON.stringify({ ...group, range, roundRobin }));
  }
  writeFileSync(join(target, 'assignments.json'), `[\n${rows.join(',\n')}\n]\n`);
}

/** The partitions of each member, as `t-0 t-1`. */
async function ask(tools: JavaTools, assignor: string, group: Group): Promise<object> {
  const topics = Object.entries(group.topics).map(([topic, count]) => [
    topic,
    Array(count).fill([]),
  ]);
  const members = Object.entries(group.members).map(([names, wanted]) => {
    const [id = '', groupInstanceId = null] = names.split('=');
    return [id, { groupInstanceId, subscription: subscriptionTo(wanted.split(' ')) }];
  });
  const question = {
    assignor,
    generation: 1,
    topics: Object.fromEntries(topics),
    members: Object.fromEntries(members),
  };
  const stdin = `${JSON.stringify(question)}\n`;
  const { stdout, stderr, exitCode } = await tools.run({ tool: 'AssignGroups', args: [], stdin });
  if (exitCode !== 0) throw new Error(`AssignGroups ended with ${exitCode}: ${stderr}`);
  const answer = Object.entries(JSON.parse(stdout) as Answer).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(answer.map(([member, one]) => [member, named(one.assignment)]));
}

function subscriptionTo(topics: readonly string[]): string {
  const nothing = { userData: null, ownedPartitions: [], generationId: -1, rackId: null };
  return Buffer.from(writeSubscription({ topics, ...nothing })).toString('hex');
}

function named(assignment: string): string {
  return readAssignment(Buffer.from(assignment, 'hex')).map(partitionName).join(' ');
}
