/**
 * Lives of groups, with every client in every protocol it speaks: one member, then three, then ten on
 * twelve partitions; one leaves, one is killed; and groups of two kinds of clients; and a broker
 * that is killed under its members.
 *
 * Whatever happens, the living share all partitions evenly, and every record is read by somebody.
 */
import assert from 'node:assert/strict';
import kafkajsModule from 'kafkajs';
import { type Check, type CheckContext, check, eventually, uniqueTopic } from '../check.ts';
import { freePort } from '../kafka/broker-process.ts';
import { committedSum, createTopic } from '../kafka/kafkajs-admin.ts';
import {
  type GroupClient,
  gregor,
  groupClients,
  java,
  kcat,
  type Place,
  type Protocol,
  platformatic,
} from '../members/clients.ts';
import type { Member } from '../members/member.ts';

const { Kafka, logLevel } = kafkajsModule;
const PARTITIONS = 12;
const LIMIT_MS = 60_000;

/** In the new protocol the broker says how long silence may last: here, as long as in the classic one. */
const IMPATIENT = {
  'group.consumer.min.session.timeout.ms': '6000',
  'group.consumer.session.timeout.ms': '6000',
  'group.consumer.min.heartbeat.interval.ms': '500',
  'group.consumer.heartbeat.interval.ms': '500',
};

/** A group at work: who lives, and what all have read, the dead included. */
class Group {
  readonly place: Place;
  readonly #isEven: boolean;
  readonly living: Member[] = [];
  readonly #all: Member[] = [];
  #produced = 0;

  constructor(place: Place, isEven = true) {
    this.place = place;
    this.#isEven = isEven;
  }

  add(members: readonly Member[]): void {
    this.living.push(...members);
    this.#all.push(...members);
  }

  /** Some clients end when no broker answers; whoever runs them starts them again. */
  replaceEnded(start: () => readonly Member[]): void {
    for (const member of this.living.filter(({ hasEnded }) => hasEnded)) {
      this.remove(member);
      this.add(start());
    }
  }

  remove(member: Member): void {
    this.living.splice(this.living.indexOf(member), 1);
  }

  /** All partitions are taken, and nobody has more than one more than another. */
  async settled(): Promise<void> {
    const shares = () => this.living.map(({ story }) => story.partitions.size);
    const isEven = (counts: number[]) =>
      counts.reduce((sum, one) => sum + one, 0) === PARTITIONS &&
      (!this.#isEven || Math.max(...counts) - Math.min(...counts) <= 1);
    const found = await eventually(async () => shares(), isEven, LIMIT_MS);
    const even = Math.ceil(PARTITIONS / this.living.length);
    assert.ok(isEven(found), `not ${even} each: ${found.join(' + ')}`);
  }

  /** Sixty more records, each read by somebody. */
  async work(meanwhile = () => {}): Promise<void> {
    const from = this.#produced;
    this.#produced += 60;
    await produce(this.place, from, this.#produced);
    const seen = () => {
      meanwhile();
      return new Set(this.#all.flatMap(({ story }) => story.values)).size;
    };
    const count = await eventually(
      async () => seen(),
      (n) => n === this.#produced,
      LIMIT_MS,
    );
    assert.equal(count, this.#produced, `records that somebody has read\n${this.#remarks()}`);
  }

  #remarks(): string {
    return this.#all.flatMap(({ story }) => story.remarks.slice(-3)).join('\n');
  }

  /** What was read was committed, too. */
  async hasCommitted(): Promise<void> {
    const { bootstrap, group, topic } = this.place;
    const sum = () => committedSum(bootstrap, group, topic);
    const found = await eventually(sum, (offsets) => offsets === this.#produced, LIMIT_MS);
    assert.equal(found, this.#produced, 'committed of all partitions together');
  }

  /** How often records were read, all members together. */
  get reads(): number {
    return this.#all.reduce((sum, { story }) => sum + story.values.length, 0);
  }

  async end(): Promise<void> {
    await Promise.all(this.living.map((member) => member.leave()));
  }
}

async function newPlace(bootstrap: string, prefix: string): Promise<Place> {
  const topic = uniqueTopic(prefix);
  await createTopic(bootstrap, topic, PARTITIONS);
  return { bootstrap, topic, group: topic };
}

/** Records `from` to `to`, as many in each partition. */
async function produce({ bootstrap, topic }: Place, from: number, to: number): Promise<void> {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: to - from }, (_, n) => ({
    partition: n % PARTITIONS,
    value: String(from + n),
  }));
  await producer.send({ topic, messages });
  await producer.disconnect();
}

async function life(place: Place, client: GroupClient, protocol: Protocol): Promise<string> {
  const group = new Group(place, !client.uneven?.includes(protocol));
  const join = (count: number, apart = false) =>
    group.add(client.start(count, place, protocol, apart));
  const together = async () => {
    await group.settled();
    await group.work();
  };
  try {
    join(1);
    await together();
    join(1, true);
    join(1);
    await together();
    join(7);
    await together();
    const [leaving, victim] = group.living as [Member, Member];
    group.remove(leaving);
    await leaving.leave();
    await together();
    group.remove(victim);
    await victim.kill();
    await together();
    await group.hasCommitted();
  } finally {
    await group.end();
  }
  return `1, 3, 10, 9, 8 members; 300 records, read ${group.reads} times`;
}

/** One kind of client begins, another joins it, and each takes over from the other. */
async function mixed(
  place: Place,
  [first, second]: readonly [GroupClient, GroupClient],
  protocol: Protocol,
): Promise<string> {
  const group = new Group(place);
  try {
    group.add(first.start(1, place, protocol));
    await group.settled();
    await group.work();
    group.add(second.start(2, place, protocol));
    await group.settled();
    await group.work();
    const [leaving] = group.living as [Member];
    group.remove(leaving);
    await leaving.leave();
    await group.settled();
    await group.work();
    group.add(first.start(1, place, protocol));
    await group.settled();
    await group.work();
    await group.hasCommitted();
  } finally {
    await group.end();
  }
  return `240 records, read ${group.reads} times`;
}

/** A broker of its own: its members may be impatient, and it may be killed. */
async function withBroker<T>(
  context: CheckContext,
  name: string,
  act: (bootstrap: string, killAndRestart: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const options = {
    dataDirectory: `${context.world.workDirectory}/${name}`,
    port: await freePort(),
    controllerPort: await freePort(),
    properties: IMPATIENT,
  };
  let broker = await context.world.startTarget(options);
  try {
    return await act(broker.bootstrap, async () => {
      await broker.kill();
      broker = await context.world.startTarget(options);
    });
  } finally {
    await broker.stop();
  }
}

/** The broker is killed and comes back: the members go on, and read what comes then. */
async function brokerDies(
  context: CheckContext,
  client: GroupClient,
  protocol: Protocol,
): Promise<string> {
  return withBroker(
    context,
    uniqueTopic('group-broker-dies'),
    async (bootstrap, killAndRestart) => {
      const group = new Group(await newPlace(bootstrap, 'broker-dies'));
      try {
        group.add(client.start(3, group.place, protocol));
        await group.settled();
        await group.work();
        await killAndRestart();
        await group.work(() => group.replaceEnded(() => client.start(1, group.place, protocol)));
        await group.settled();
      } finally {
        await group.end();
      }
      return `120 records, read ${group.reads} times`;
    },
  );
}

const MIXED: readonly (readonly [GroupClient, GroupClient, Protocol])[] = [
  [kcat, java, 'range'],
  [kcat, java, 'cooperative-sticky'],
  [platformatic, java, 'cooperative-sticky'],
  [java, platformatic, 'consumer'],
  [gregor, java, 'range'],
  [gregor, kcat, 'range'],
  [gregor, java, 'sticky'],
  [java, gregor, 'cooperative-sticky'],
  [gregor, kcat, 'cooperative-sticky'],
  [gregor, java, 'consumer'],
];

export const groupMemberChecks: Check[] = [
  ...groupClients.flatMap((client) =>
    client.protocols.map((protocol) =>
      check(client.name, `groups of 1, 3 and 10: ${protocol}`, client.needs, (context) =>
        withBroker(context, uniqueTopic('group-life'), async (bootstrap) =>
          life(await newPlace(bootstrap, 'group-life'), client, protocol),
        ),
      ),
    ),
  ),
  ...groupClients.flatMap((client) =>
    client.protocols
      .filter((protocol, index) => index === 0 || protocol === 'consumer')
      .map((protocol) =>
        check(
          client.name,
          `kill -9 of the broker under a group: ${protocol}`,
          client.needs,
          (context) => brokerDies(context, client, protocol),
        ),
      ),
  ),
  ...MIXED.map(([first, second, protocol]) =>
    check(
      `${first.name} and ${second.name}`,
      `in one group: ${protocol}`,
      [...first.needs, ...second.needs],
      async (context) =>
        withBroker(context, uniqueTopic('group-mixed'), async (bootstrap) =>
          mixed(await newPlace(bootstrap, 'group-mixed'), [first, second], protocol),
        ),
    ),
  ),
];
