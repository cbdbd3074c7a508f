/**
 * The client's assignors beside Kafka's own, on the same groups, through the bytes that members send.
 *
 *     groups by chance ─► ours
 *            │          └► AssignGroups.java: Kafka's, on subscriptions that we wrote
 *            └─ next round: what each member was assigned by the one or the other, by turns
 *
 * Range and round robin have one right answer. Sticky ones have many: which member keeps the larger
 * share depends in Kafka on the order of a Java HashMap. Ours have to be as even, and to move no more.
 *
 * Not compared are groups in which Kafka's answer is none: its general sticky algorithm fails with a
 * NullPointerException, or assigns topics that a member does not read, where a member comes back from an
 * old generation with other wishes.
 */
import assert from 'node:assert/strict';
import type { Assignment, Assignor } from '#clients/assignors/assignor.ts';
import { findAssignor } from '#clients/assignors/assignors.ts';
import { readAssignment } from '#clients/consumer-assignment.ts';
import { writeSubscription } from '#clients/member-subscription.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';
import { type Check, type CheckContext, check } from '../check.ts';
import { type Group, GroupMaker, type Outcome, partitionCounts } from './assignor-groups.ts';

const SEED = 1;
const GROUPS = 300;
const ROUNDS = 4;

/** A member's assignment and its next user data, in hex. */
type Answer = Record<string, { readonly assignment: string; readonly userData: string | null }>;

function assignorCheck(className: string, compare: Comparison, withRacks: boolean): Check {
  const racks = withRacks ? ', with racks' : '';
  return check('Java assignors', `${className}${racks}: ours beside it`, ['jars'], (context) =>
    compareRounds(context, className, compare, withRacks),
  );
}

/** Throws where our assignment is not as good as Kafka's. */
type Comparison = (group: Group, ours: Assignment, kafkas: Assignment) => void;

async function compareRounds(
  context: CheckContext,
  className: string,
  compare: Comparison,
  withRacks: boolean,
): Promise<string> {
  const assignor = findAssignor(`org.apache.kafka.clients.consumer.${className}`)!;
  const maker = new GroupMaker(SEED, { withRacks });
  let groups = Array.from({ length: GROUPS }, () => maker.group());
  const count = { compared: 0, same: 0, unanswered: 0 };
  for (let generation = 1; generation <= ROUNDS; generation++) {
    const answers = await askKafka(context, className, groups, generation);
    groups = groups.map((group, index) => {
      const ours = outcomeOf(assignor, group, generation);
      const kafkas = readAnswer(answers[index] ?? {}, group);
      if (kafkas === undefined) count.unanswered++;
      else {
        compare(group, ours.assignment, kafkas.assignment);
        count.compared++;
        if (asText(ours.assignment) === asText(kafkas.assignment)) count.same++;
      }
      const leader = index % 2 === 0 ? ours : (kafkas ?? ours);
      return owning(assignor, maker.next(group, leader, generation));
    });
  }
  const { compared, same, unanswered } = count;
  return `${compared} rebalances compared, ${same} alike, ${unanswered} without an answer of Kafka's`;
}

async function askKafka(
  context: CheckContext,
  className: string,
  groups: readonly Group[],
  generation: number,
): Promise<Answer[]> {
  const lines = groups.map((group) => JSON.stringify(question(className, group, generation)));
  const { stdout } = await context.program('AssignGroups', [], { stdin: `${lines.join('\n')}\n` });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

function question(assignor: string, group: Group, generation: number): object {
  const members = [...group.members].map(([id, member]) => [
    id,
    { subscription: toHex(writeSubscription(member)), groupInstanceId: member.groupInstanceId },
  ]);
  const topics = [...group.replicaRacks].map(([topic, all]) => [topic, all.map((one) => [...one])]);
  return {
    assignor,
    generation,
    topics: Object.fromEntries(topics),
    members: Object.fromEntries(members),
  };
}

/** Undefined where Kafka failed, or gave a member what it does not read. */
function readAnswer(answer: Answer, group: Group): Outcome | undefined {
  if ('error' in answer) return undefined;
  const assignment: Assignment = new Map();
  const userData = new Map<string, Uint8Array | null>();
  for (const [id, member] of Object.entries(answer)) {
    const partitions = readAssignment(fromHex(member.assignment));
    const topics = group.members.get(id)?.topics ?? [];
    if (partitions.some(({ topic }) => !topics.includes(topic))) return undefined;
    assignment.set(id, partitions);
    userData.set(id, member.userData === null ? null : fromHex(member.userData));
  }
  return { assignment, userData };
}

function outcomeOf(assignor: Assignor, group: Group, generationId: number): Outcome {
  const { members, replicaRacks } = group;
  const assignment = assignor.assign(partitionCounts(group), members, replicaRacks);
  const userData = [...members.keys()].map((id): [string, Uint8Array | null] => [
    id,
    assignor.subscriptionUserData({ partitions: assignment.get(id) ?? [], generationId }),
  ]);
  return { assignment, userData: new Map(userData) };
}

/** Cooperative members own what they had when they join again; eager ones have given it back. */
function owning(assignor: Assignor, group: Group): Group {
  if (!assignor.rebalanceProtocols.includes('cooperative')) return group;
  const members = [...group.members].map(([id, member]): [string, typeof member] => [
    id,
    { ...member, ownedPartitions: member.had },
  ]);
  return { ...group, members: new Map(members) };
}

const equal: Comparison = (group, ours, kafkas) => {
  assert.equal(asText(ours), asText(kafkas), told(group));
};

const asEvenAndAsSticky: Comparison = (group, ours, kafkas) => {
  assert.ok(unevenness(ours) <= unevenness(kafkas), told(group));
  asSticky(group, ours, kafkas);
};

const asSticky: Comparison = (group, ours, kafkas) => {
  assert.ok(keptOf(group, ours) >= keptOf(group, kafkas), told(group));
};

const safeAndAsSticky: Comparison = (group, ours, kafkas) => {
  asSticky(group, ours, kafkas);
  for (const [id, partitions] of ours) {
    for (const [other, { had, generationId }] of group.members) {
      const isCurrent = generationId === newestOf(group);
      const taken = partitions.filter((one) => isCurrent && other !== id && isIn(had, one));
      assert.deepEqual(taken, [], `${id} gets what ${other} still reads: ${told(group)}`);
    }
  }
};

function newestOf(group: Group): number {
  return Math.max(...[...group.members.values()].map((member) => member.generationId));
}

function keptOf(group: Group, assignment: Assignment): number {
  let kept = 0;
  for (const [id, partitions] of assignment) {
    const had = group.members.get(id)?.had ?? [];
    kept += partitions.filter((one) => isIn(had, one)).length;
  }
  return kept;
}

function isIn(partitions: readonly TopicPartition[], one: TopicPartition): boolean {
  return partitions.some(
    ({ topic, partition }) => topic === one.topic && partition === one.partition,
  );
}

/** The differences between the numbers of partitions of all members, added up. */
function unevenness(assignment: Assignment): number {
  const sizes = [...assignment.values()].map((share) => share.length);
  return sizes.reduce((sum, a) => sum + sizes.reduce((of, b) => of + Math.abs(a - b), 0), 0);
}

function asText(assignment: Assignment): string {
  const rows = [...assignment].map(
    ([id, share]) => `${id}: ${share.map(partitionName).sort().join(' ')}`,
  );
  return rows.sort().join('\n');
}

function told(group: Group): string {
  const counts = [...partitionCounts(group)].map(([topic, count]) => `${topic} ${count}`);
  const members = [...group.members].map(([id, member]) => {
    const { topics, rackId, groupInstanceId, generationId, had } = member;
    const names = [groupInstanceId ?? '', rackId ?? ''].join(' ').trim();
    return `${id} ${names}: reads ${topics}; had in ${generationId} ${had.map(partitionName)}`;
  });
  return [`seed ${SEED}; topics ${counts.join(', ')}`, ...members].join('\n');
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

export const assignorChecks: Check[] = [
  assignorCheck('RangeAssignor', equal, false),
  assignorCheck('RangeAssignor', equal, true),
  assignorCheck('RoundRobinAssignor', equal, false),
  assignorCheck('StickyAssignor', asEvenAndAsSticky, false),
  assignorCheck('CooperativeStickyAssignor', safeAndAsSticky, false),
];
