/**
 * Consumer groups of the KIP-848 protocol, where they meet what is not theirs: members of the classic
 * protocol in one group with them, so that it changes its kind and back while all of them go on; and
 * real Kafka, on our directory and we on its, while the members live.
 *
 * A member is a VerifiableConsumer: it tells of each record it was given and of all that is assigned
 * to it. Whatever happens, each partition ends up with one member, and all records are read.
 */
import assert from 'node:assert/strict';
import { type Check, type CheckContext, check, eventually, uniqueTopic } from '../check.ts';
import { type BrokerProcess, freePort } from '../kafka/broker-process.ts';
import type { Member } from '../members/member.ts';
import { startVerifiable, type VerifiableKind } from '../members/verifiable-member.ts';
import type { Start } from './data-set.ts';
import { complaints } from './swap.ts';

const GROUPS = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
const PARTITIONS = 12;
const LIMIT_MS = 60_000;
const NEW = '--group-protocol consumer';

const words = (text: string): string[] => text.split(' ');

/** One group of one topic, and its members. */
class Scene {
  readonly name: string;
  readonly members: Member[] = [];
  readonly #context: CheckContext;
  readonly #bootstrap: string;

  constructor(context: CheckContext, name: string, bootstrap = context.bootstrap) {
    this.name = name;
    this.#context = context;
    this.#bootstrap = bootstrap;
  }

  static async of(context: CheckContext, name: string, bootstrap?: string): Promise<Scene> {
    const scene = new Scene(context, uniqueTopic(name), bootstrap);
    const create = `--create --topic ${scene.name} --partitions ${PARTITIONS}`;
    await scene.java('TopicCommand', words(create));
    return scene;
  }

  join(kind: VerifiableKind, flags = NEW): Member {
    const options = { bootstrap: this.#bootstrap, topic: this.name, group: this.name };
    const member = startVerifiable(kind, {
      ...options,
      flags: [...words(flags), '--verbose', '--reset-policy', 'earliest'],
    });
    this.members.push(member);
    return member;
  }

  async produce(from: number, count: number): Promise<void> {
    const lines = Array.from({ length: count }, (_, n) => `k${from + n}:${from + n}\n`).join('');
    const there: CheckContext = Object.create(this.#context, {
      bootstrap: { value: this.#bootstrap },
    });
    await there.kcat(['-P', '-t', this.name, '-K', ':'], lines);
  }

  async java(tool: string, args: readonly string[]): Promise<string> {
    return (await this.#context.java(tool, args, { bootstrap: this.#bootstrap })).stdout;
  }

  describe(more: string): Promise<string> {
    return this.java(GROUPS, words(`--describe --group ${this.name} ${more}`));
  }

  /** Waits until the partitions are shared by those who live, each one by one of them. */
  async shared(): Promise<void> {
    const shares = () =>
      this.members.filter((one) => !one.hasEnded).map((one) => one.story.partitions);
    const isShared = () => {
      const all = shares().flatMap((one) => [...one]);
      return (
        all.length === PARTITIONS && new Set(all).size === PARTITIONS && shares().every(isFair)
      );
    };
    const isFair = ({ size }: ReadonlySet<string>) =>
      size >= Math.floor(PARTITIONS / shares().length);
    const told = () =>
      shares()
        .map((one) => [...one].join(' '))
        .join(' | ');
    assert.ok(await eventually(async () => isShared(), Boolean, LIMIT_MS), told());
  }

  /** Waits until all records from 0 on were read by somebody. */
  async read(count: number): Promise<void> {
    const values = () => new Set(this.members.flatMap((one) => one.story.values));
    await eventually(
      async () => values().size,
      (size) => size >= count,
      LIMIT_MS,
    );
    const missing = Array.from({ length: count }, (_, n) => `${n}`).filter((n) => !values().has(n));
    assert.deepEqual(missing, [], 'records that nobody has read');
  }

  /** Waits until the tool says so of the group's state. */
  async inState(wanted: RegExp): Promise<void> {
    const told = await eventually(
      () => this.describe('--state --verbose'),
      (text) => wanted.test(text),
      LIMIT_MS,
    );
    assert.match(told, wanted);
  }

  async end(): Promise<void> {
    for (const member of this.members) await member.kill();
  }
}

/** Runs a scene, and ends its members whatever happens. */
async function play(scene: Scene, run: () => Promise<string>): Promise<string> {
  try {
    return await run();
  } finally {
    await scene.end();
  }
}

/** Old members first, then new ones among them, then new ones alone, and all the way back. */
async function changeOver(context: CheckContext): Promise<string> {
  const scene = await Scene.of(context, 'consumers-change');
  return play(scene, async () => {
    const old = [scene.join('java', '--group-protocol classic'), scene.join('java', OLD_STICKY)];
    await scene.shared();
    await scene.inState(/range +Stable/);
    const joined = scene.join('java');
    await scene.shared();
    await scene.inState(/uniform +Stable/);
    const members = await scene.describe('--members --verbose');
    assert.match(members, /TARGET-EPOCH/, members);
    await scene.produce(0, 120);
    await scene.read(120);
    for (const one of old) await one.leave();
    await scene.shared();
    const back = scene.join('java', '--group-protocol classic');
    await scene.shared();
    await joined.leave();
    await scene.shared();
    await scene.inState(/range +Stable/);
    await scene.produce(120, 120);
    await scene.read(240);
    await back.leave();
    return 'classic, mixed, consumer, mixed, classic; 240 records';
  });
}

const OLD_STICKY =
  '--group-protocol classic --assignment-strategy ' +
  'org.apache.kafka.clients.consumer.RangeAssignor';

/** The same members over broker after broker on one directory, without an epoch more. */
async function swapAlive(
  context: CheckContext,
  name: string,
  legs: readonly Start[],
): Promise<string> {
  const dataDirectory = `${context.world.workDirectory}/${name}`;
  const options = { dataDirectory, port: await freePort(), controllerPort: await freePort() };
  const properties = { 'broker.rack': 'rack-1' };
  let broker: BrokerProcess | undefined;
  let scene: Scene | undefined;
  let expected = '';
  try {
    for (const [index, start] of legs.entries()) {
      broker = await start({ ...options, properties, logLevel: 'info' });
      scene ??= await Scene.of(context, 'consumers-swap', broker.bootstrap);
      if (index === 0) for (const flags of [NEW, STATIC]) scene.join('java', flags);
      await scene.shared();
      await scene.inState(/Stable/);
      // Rows come in the order of Java's hashes.
      const members = await scene.describe('--members --verbose');
      const described = members.split('\n').toSorted().join('\n');
      if (index > 0) assert.equal(described, expected, `${broker.kind}, broker ${index + 1}`);
      expected = described;
      await scene.produce(index * 60, 60);
      await scene.read((index + 1) * 60);
      await broker.stop();
      if (broker.kind === 'kafka') assert.deepEqual(complaints(broker.output()), []);
    }
    return `${legs.length} brokers, the same epochs and members`;
  } finally {
    await scene?.end();
    await broker?.kill();
  }
}

const STATIC = `${NEW} --group-instance-id one`;

export const consumerGroupChecks: Check[] = [
  check('group.protocol=consumer', 'classic, and back', ['jars', 'kcat'], changeOver),
  check('group.protocol=consumer', 'from real Kafka, and back', ['jars', 'kcat'], (context) => {
    const { startKafka, startTarget } = context.world;
    return swapAlive(context, 'consumers-from-kafka', [startKafka, startTarget, startKafka]);
  }),
  check('group.protocol=consumer', 'to real Kafka, and back', ['jars', 'kcat'], (context) => {
    const { startKafka, startTarget } = context.world;
    return swapAlive(context, 'consumers-to-kafka', [startTarget, startKafka, startTarget]);
  }),
];
