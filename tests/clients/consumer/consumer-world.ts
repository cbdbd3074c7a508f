/**
 * Consumers in a simulated world: a broker, topics with records, and any number of members.
 */
import { Admin } from '#clients/admin.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import { assignorsNamed, type ConsumerOptions } from '#clients/consumer/consumer-options.ts';
import { Producer } from '#clients/producer.ts';
import { SimBroker, type SimBrokerOptions } from '../../broker/sim-broker.ts';

const CONFIG = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '2',
  'group.initial.rebalance.delay.ms': '0',
};

export const bootstrapServers = 'broker-1:9092';
const utf8 = new TextEncoder();
const text = new TextDecoder();

export const textOf = ({ value }: Pick<ConsumedRecord, 'value'>) =>
  value === null ? null : text.decode(value);

export class ConsumerWorld {
  readonly sim: SimBroker;
  readonly admin: Admin;
  readonly #producer: Producer;

  private constructor(sim: SimBroker) {
    this.sim = sim;
    const { env } = sim.world.node('client');
    this.admin = new Admin(env, { bootstrapServers });
    this.#producer = new Producer(env, { bootstrapServers, lingerMs: 0 });
  }

  static async start(options: SimBrokerOptions = {}): Promise<ConsumerWorld> {
    const config = { ...CONFIG, ...options.config };
    return new ConsumerWorld(await SimBroker.start({ ...options, config }));
  }

  /** Runs the world until `work` is done. */
  complete<T>(work: Promise<T>): Promise<T> {
    return this.sim.complete(work);
  }

  get nowMs(): number {
    return this.sim.world.nowMs;
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.sim.world.run(this.nowMs + ms);
  }

  async topic(name: string, partitions = 1): Promise<void> {
    await this.complete(this.admin.createTopics([{ name, numPartitions: partitions }]));
  }

  /** Appends the values to one partition. */
  async produce(topic: string, values: readonly string[], partition = 0): Promise<void> {
    const sent = values.map((value) =>
      this.#producer.send({ topic, partition, value: utf8.encode(value) }),
    );
    await this.complete(Promise.all(sent));
  }

  /** A consumer on a machine of its own, of group `g` unless told. */
  consumer(options: Partial<ConsumerOptions> = {}, node = 'client'): Consumer {
    const { env } = this.sim.world.node(node);
    return new Consumer(env, {
      bootstrapServers,
      groupId: 'g',
      autoOffsetReset: { kind: 'earliest' },
      ...options,
    });
  }

  /** The values that come within some polls, as many as `count`. */
  async values(consumer: Consumer, count: number): Promise<(string | null)[]> {
    const values: (string | null)[] = [];
    for (let polls = 0; polls < 50 && values.length < count; polls++) {
      values.push(...(await this.complete(consumer.poll(1000))).map(textOf));
    }
    return values;
  }

  /** Polls all consumers side by side until `isDone`, for a minute at most. */
  async pollAll(consumers: readonly Consumer[], isDone: () => boolean): Promise<ConsumedRecord[]> {
    const records: ConsumedRecord[] = [];
    const deadline = this.nowMs + 60_000;
    while (!isDone()) {
      if (this.nowMs > deadline) throw new Error('a minute is over, and it is not done');
      const polled = await this.complete(Promise.all(consumers.map((one) => one.poll(100))));
      records.push(...polled.flat());
    }
    return records;
  }
}

/** Which partitions a consumer has, as `0 2 5`. */
export function partitionsOf(consumer: Consumer): string {
  return consumer
    .assignment()
    .map(({ partition }) => partition)
    .sort((a, b) => a - b)
    .join(' ');
}

export { assignorsNamed };
