/**
 * Consumer groups (the classic protocol) with real clients: each alone and several together, members
 * that leave and that are killed, a broker that is killed, and Kafka's own tool for groups.
 *
 * A member's work is what it prints. Whatever happens, all records must be read by somebody, and
 * what a group has committed must be what the next member begins with.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Consumer, type ConsumerConfig, type PartitionAssigner } from 'kafkajs';
import {
  assertMatch,
  assertSameLines,
  type Check,
  type CheckContext,
  check,
  eventually,
  uniqueTopic,
} from '../check.ts';
import { freePort } from '../kafka/broker-process.ts';
import { committedSum, createTopic } from '../kafka/kafkajs-admin.ts';
import { KcatMember } from '../members/kcat-member.ts';

const { Kafka, logLevel, PartitionAssigners } = kafkajs;
const PARTITIONS = 12;
const LIMIT_MS = 40_000;

async function until(what: string, isSo: () => boolean, limitMs = LIMIT_MS): Promise<void> {
  const so = await eventually(async () => isSo(), Boolean, limitMs);
  assert.ok(so, `not within ${limitMs / 1000} s: ${what}`);
}

/** Records `from` to `to`, one for each key, spread over the partitions. */
async function produce(context: CheckContext, topic: string, from: number, to: number) {
  const lines = Array.from({ length: to - from }, (_, n) => `k${from + n}:${from + n}\n`);
  await context.kcat(['-P', '-t', topic, '-K', ':', '-p', '-1'], lines.join(''));
}

async function newTopic({ bootstrap }: CheckContext, prefix: string): Promise<string> {
  const topic = uniqueTopic(prefix);
  await createTopic(bootstrap, topic, PARTITIONS);
  return topic;
}

/** A kcat of a group that is named as its topic. */
function kcatMember(
  { bootstrap }: CheckContext,
  topic: string,
  strategy = 'range,roundrobin',
  more: readonly string[] = [],
): KcatMember {
  const settings = [`partition.assignment.strategy=${strategy}`, ...more];
  return new KcatMember(bootstrap, topic, topic, settings);
}

/** The values that members have read, each once. */
const valuesOf = (...members: KcatMember[]) =>
  new Set(members.flatMap(({ story }) => story.values));

/** One kcat reads all, says how far it is, and the next one of the group goes on from there. */
async function kcatResumes(context: CheckContext): Promise<string> {
  const topic = await newTopic(context, 'group-kcat');
  await produce(context, topic, 0, 100);
  const read = async () => {
    const reset = ['-X', 'auto.offset.reset=earliest'];
    const { stdout } = await context.kcat([
      ...reset,
      '-q',
      '-e',
      '-f',
      '%s\\n',
      '-G',
      topic,
      topic,
    ]);
    return stdout.toString('utf8').split('\n').filter(Boolean).map(Number);
  };
  assert.deepEqual(
    (await read()).toSorted((a, b) => a - b),
    [...Array(100).keys()],
  );
  assert.deepEqual(await read(), []);
  await produce(context, topic, 100, 103);
  assert.deepEqual((await read()).toSorted(), [100, 101, 102]);
  return '100 records, then none, then 3';
}

/** Three share the partitions; one leaves, one is killed; the last has all of them. */
async function kcatMembersGo(context: CheckContext, strategy: string): Promise<string> {
  const topic = await newTopic(context, 'group-members');
  const members = [1, 2, 3].map(() => kcatMember(context, topic, strategy));
  const [first, second, third] = members as [KcatMember, KcatMember, KcatMember];
  const shares = () => members.map(({ story }) => story.partitions.size).join();
  try {
    await until('4 each', () => shares() === '4,4,4');
    await produce(context, topic, 0, 300);
    const seen = () => valuesOf(...members);
    await until('all 300 are read', () => seen().size === 300);
    await first.leave();
    await produce(context, topic, 300, 600);
    await until('600 after one has left', () => seen().size === 600);
    await second.kill();
    await produce(context, topic, 600, 900);
    await until('900 after one was killed', () => seen().size === 900);
    await until('the one that is left reads', () => third.story.values.length > 0);
    return `900 records, ${members.map(({ story }) => story.values.length).join(' + ')}`;
  } finally {
    for (const member of members) await member.leave();
  }
}

/** A consumer of kafkajs in a group: what it has read, and how many partitions it has. */
class KafkajsMember {
  readonly values: string[] = [];
  assigned = 0;
  readonly #consumer: Consumer;
  readonly #topic: string;

  constructor(bootstrap: string, group: string, topic: string, own: Partial<ConsumerConfig> = {}) {
    const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
    const timing = { sessionTimeout: 6000, heartbeatInterval: 300, maxWaitTimeInMs: 200 };
    this.#topic = topic;
    this.#consumer = kafka.consumer({ groupId: group, ...timing, ...own });
    this.#consumer.on('consumer.group_join', ({ payload }) => {
      this.assigned = payload.memberAssignment[topic]?.length ?? 0;
    });
  }

  async start(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
    await this.#consumer.run({
      autoCommitInterval: 200,
      eachMessage: async ({ message }) => void this.values.push(String(message.value)),
    });
  }

  end(): Promise<void> {
    return this.#consumer.disconnect();
  }
}

/** The broker is killed and comes back: members go on, and what was committed still counts. */
async function brokerDies(context: CheckContext): Promise<string> {
  const { world } = context;
  const dataDirectory = `${world.workDirectory}/group-crash`;
  const options = { dataDirectory, port: await freePort(), controllerPort: await freePort() };
  let broker = await world.startTarget(options);
  const there: CheckContext = Object.create(context, { bootstrap: { value: broker.bootstrap } });
  const topic = await newTopic(there, 'group-crash');
  const members = [1, 2].map(() => new KafkajsMember(broker.bootstrap, 'crash', topic));
  const values = () => members.flatMap((member) => member.values);
  try {
    await Promise.all(members.map((member) => member.start()));
    await until('6 each', () => members.every(({ assigned }) => assigned === 6));
    await produce(there, topic, 0, 200);
    await until('200 are read', () => new Set(values()).size === 200);
    await sleep(1_000);
    await broker.kill();
    broker = await world.startTarget(options);
    await produce(there, topic, 200, 400);
    await until('400 are read', () => new Set(values()).size === 400);
    assert.equal(values().length, 400, 'some were read twice, though they were committed');
    return '400 records, none of them twice';
  } finally {
    for (const member of members) await member.end();
    await broker.stop();
  }
}

/** librdkafka commits every five seconds. */
async function untilCommitted(bootstrap: string, group: string, topic: string, wanted: number) {
  const sum = () => committedSum(bootstrap, group, topic);
  assert.equal(await eventually(sum, (now) => now === wanted, LIMIT_MS), wanted, 'committed');
}

/** kafkajs: a group of three in one process, offsets by its admin, deletion. */
async function kafkajsGroup(context: CheckContext): Promise<string> {
  const topic = await newTopic(context, 'group-kafkajs');
  const groupId = topic;
  const members = [1, 2, 3].map(() => new KafkajsMember(context.bootstrap, groupId, topic));
  const shares = () => members.map(({ assigned }) => assigned);
  const seen = () => new Set(members.flatMap(({ values }) => values)).size;
  const admin = new Kafka({ brokers: [context.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await Promise.all(members.map((member) => member.start()));
    await until('4 each', () => shares().join() === '4,4,4');
    const { groups } = await admin.describeGroups([groupId]);
    assert.deepEqual([groups[0]?.state, groups[0]?.members.length], ['Stable', 3]);
    await produce(context, topic, 0, 240);
    await until('240 are read', () => seen() === 240);
    await members[0]?.end();
    await until('6 each', () => shares().slice(1).join() === '6,6');
    await produce(context, topic, 240, 300);
    await until('300 are read', () => seen() === 300);
  } finally {
    for (const member of members) await member.end();
  }
  const sum = () => committedSum(context.bootstrap, groupId, topic);
  assert.equal(await sum(), 300);
  await admin.resetOffsets({ groupId, topic, earliest: true });
  assert.equal(await eventually(sum, (total) => total === 0), 0);
  assert.ok((await admin.listGroups()).groups.some((group) => group.groupId === groupId));
  await admin.deleteGroups([groupId]);
  assert.ok(!(await admin.listGroups()).groups.some((group) => group.groupId === groupId));
  await admin.disconnect();
  return '4 + 4 + 4, then 6 + 6 partitions; 300 records committed';
}

/** kcat and kafkajs share one group, by the one assignor that both have. */
async function mixedGroup(context: CheckContext): Promise<string> {
  const topic = await newTopic(context, 'group-mixed');
  const roundrobin: PartitionAssigner = (config) => ({
    ...PartitionAssigners.roundRobin(config),
    name: 'roundrobin',
  });
  const ours = new KafkajsMember(context.bootstrap, topic, topic, {
    partitionAssigners: [roundrobin],
  });
  const kcat = kcatMember(context, topic, 'roundrobin');
  try {
    await until('kcat has all', () => kcat.story.partitions.size === PARTITIONS);
    await ours.start();
    await until('6 each', () => kcat.story.partitions.size === 6 && ours.assigned === 6);
    await produce(context, topic, 0, 120);
    const all = () => new Set([...ours.values, ...valuesOf(kcat)]);
    await until('120 are read', () => all().size === 120);
    return `kcat ${kcat.story.values.length}, kafkajs ${ours.values.length}`;
  } finally {
    await ours.end();
    await kcat.leave();
  }
}

/** Java's consumer in a group, with each assignor; the second one goes on where the first ended. */
async function javaConsumer(context: CheckContext, setting: string): Promise<string> {
  const topic = await newTopic(context, 'group-java');
  await produce(context, topic, 0, 50);
  const read = async (count: number) => {
    const { stdout } = await context.java('ConsoleConsumer', [
      ...['--topic', topic, '--group', topic, '--from-beginning', '--max-messages', `${count}`],
      ...['--command-property', setting],
      ...['--timeout-ms', '20000'],
    ]);
    return stdout.trimEnd().split('\n').map(Number);
  };
  const first = await read(30);
  const second = await read(20);
  const all = [...first, ...second].toSorted((a, b) => a - b);
  assert.deepEqual(all, [...Array(50).keys()]);
  return '30 records, and the other 20';
}

/** Kafka's tool for groups: what it lists, describes, resets and deletes. */
async function groupCommand(context: CheckContext): Promise<string> {
  const topic = await newTopic(context, 'group-tool');
  const group = topic;
  const tool = async (args: readonly string[], exits = 0) => {
    const name = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
    const { stdout } = await context.java(name, [...args], { exits });
    return stdout;
  };
  const member = kcatMember(context, topic);
  try {
    await until('all assigned', () => member.story.partitions.size === PARTITIONS);
    await produce(context, topic, 0, 60);
    await until('60 are read', () => valuesOf(member).size === 60);
    await untilCommitted(context.bootstrap, group, topic, 60);
    assertMatch(await tool(['--list']), new RegExp(`^${group}$`, 'm'), '--list');
    const described = await tool(['--describe', '--group', group]);
    const rows = described.split('\n').filter((line) => line.startsWith(group));
    assert.equal(rows.length, PARTITIONS);
    const numbers = rows.map((row) => row.split(/\s+/).slice(3, 6));
    // Who has read nothing of a partition has committed nothing, and its lag is not known.
    const read = numbers.filter(([current]) => current !== '-');
    const sum = read.reduce((total, [current]) => total + Number(current), 0);
    assert.equal(sum, 60, described);
    assert.ok(
      read.every(([current, end, lag]) => current === end && lag === '0'),
      described,
    );
    assertMatch(described, /\/127\.0\.0\.1 +rdkafka/, '--describe');
    const members = await tool(['--describe', '--group', group, '--members', '--verbose']);
    assertMatch(members, /rdkafka +12 +/, '--members');
    const state = await tool(['--describe', '--group', group, '--state']);
    assertMatch(state, /range +Stable +1/, '--state');
    assertMatch(await tool(['--delete', '--group', group]), /not empty|NotEmpty/i, '--delete');
  } finally {
    await member.leave();
  }
  await eventually(
    () => tool(['--describe', '--group', group, '--state']),
    (t) => /Empty/.test(t),
  );
  const reset = ['--reset-offsets', '--group', group, '--all-topics', '--to-offset', '1'];
  assertMatch(await tool([...reset, '--execute']), new RegExp(`${group} +${topic} +0 +1`), 'reset');
  const remove = ['--delete-offsets', '--group', group, '--topic', `${topic}:3`];
  assertMatch(await tool(remove), /3 +Successful/, '--delete-offsets');
  assertMatch(await tool(['--delete', '--group', group]), /successful/, '--delete');
  const gone = await tool(['--list']);
  assert.ok(!gone.split('\n').includes(group), gone);
  return 'list, describe, members, state, reset, delete';
}

/** What both tools are asked; the order of rows is Java's hash's, so lines are compared in one order. */
const QUESTIONS = [
  '--list',
  '--list --state',
  '--list --type --state stable,empty',
  '--list --type consumer',
  '--describe --group GROUP',
  '--describe --group GROUP --offsets --verbose',
  '--describe --group GROUP --members',
  '--describe --group GROUP --members --verbose',
  '--describe --group GROUP --state',
  '--describe --group GROUP --state --verbose',
  '--describe --all-groups',
  '--describe --all-groups --members',
];

/** What a tool says of groups beside its tables; the rest of stderr is about its own start. */
function remarks(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^(Warning: )?Consumer group/.test(line));
}

/** Our tool and Kafka's, asked the same about the same broker: word for word. */
async function sameWords(context: CheckContext, bootstrap: string): Promise<string> {
  const there: CheckContext = Object.create(context, { bootstrap: { value: bootstrap } });
  const topic = await newTopic(there, 'group-words');
  const settings = ['client.id=a-client-with-a-long-name', 'group.instance.id=static'];
  const members = settings.map((one) => kcatMember(there, topic, 'range', [one]));
  try {
    await until('6 each', () => members.every(({ story }) => story.partitions.size === 6));
    await produce(there, topic, 0, 60);
    await until('60 are read', () => valuesOf(...members).size === 60);
    await untilCommitted(bootstrap, topic, topic, 60);
    await untilOthersAreEmpty(context, bootstrap, topic);
    for (const question of QUESTIONS) {
      const args = question.replace('GROUP', topic).split(' ');
      const name = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
      const kafkas = await context.java(name, args, { bootstrap });
      const ours = await context.own('kafka-consumer-groups', [
        '--bootstrap-server',
        bootstrap,
        ...args,
      ]);
      const sorted = (text: string) => text.split('\n').toSorted().join('\n');
      assertSameLines(sorted(ours.stdout), sorted(kafkas.stdout), question);
      assert.deepEqual(remarks(ours.stderr), remarks(kafkas.stderr), `${question}, stderr`);
    }
    return `${QUESTIONS.length} questions`;
  } finally {
    for (const member of members) await member.leave();
  }
}

/** Members that an earlier check killed leave by and by: not between the two tools' answers. */
async function untilOthersAreEmpty(
  context: CheckContext,
  bootstrap: string,
  group: string,
): Promise<void> {
  const args = ['--bootstrap-server', bootstrap, '--list', '--state'];
  const isSettled = (list: string) =>
    list
      .split('\n')
      .slice(1)
      .every((row) => row === '' || row.startsWith(`${group} `) || /Empty|Dead/.test(row));
  const list = await eventually(
    async () => (await context.own('kafka-consumer-groups', args)).stdout,
    isSettled,
    90_000,
  );
  assert.ok(isSettled(list), list);
}

const JAVA_ASSIGNORS = ['Range', 'RoundRobin', 'Sticky', 'CooperativeSticky'];

export const groupChecks: Check[] = [
  check('kcat -G', 'a group of one reads, commits, and goes on', ['kcat'], kcatResumes),
  ...['range', 'roundrobin', 'cooperative-sticky'].map((strategy) =>
    check('kcat -G', `three members, one leaves, one is killed: ${strategy}`, ['kcat'], (context) =>
      kcatMembersGo(context, strategy),
    ),
  ),
  check('kafkajs consumer', 'kill -9 of the broker: members go on', ['kcat'], brokerDies),
  check('kafkajs consumer', 'a group of three, offsets by its admin', ['kcat'], kafkajsGroup),
  check('kcat -G and kafkajs', 'in one group', ['kcat'], mixedGroup),
  ...JAVA_ASSIGNORS.map((name) =>
    check('Java ConsoleConsumer --group', name, ['jars', 'kcat'], (context) =>
      javaConsumer(
        context,
        `partition.assignment.strategy=org.apache.kafka.clients.consumer.${name}Assignor`,
      ),
    ),
  ),
  check('Java ConsoleConsumer --group', 'group.protocol=consumer', ['jars', 'kcat'], (context) =>
    javaConsumer(context, 'group.protocol=consumer'),
  ),
  check('Java ConsumerGroupCommand', 'against our groups', ['jars', 'kcat'], groupCommand),
  check(
    'kafka-consumer-groups',
    'word for word as Kafka’s, about our groups',
    ['gregor', 'jars', 'kcat'],
    (context) => sameWords(context, context.bootstrap),
  ),
  check(
    'kafka-consumer-groups',
    'word for word as Kafka’s, about groups of real Kafka',
    ['gregor', 'jars', 'kcat'],
    async (context) => sameWords(context, (await context.world.realKafka()).bootstrap),
  ),
];
