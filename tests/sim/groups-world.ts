/**
 * The world that a group lives in: one broker that may be killed, lose its power or stand still, a
 * network that may be cut, blocked or slow, clocks that may jump and drift, and a producer.
 *
 * Power is only lost when the group's topic is synced, as after a flush of its records: what a
 * consumer read is then never taken back. (What becomes of records that are lost with the power is
 * the business of tests/broker/broker-crash.ts.) `__consumer_offsets` is as it happens to be: synced
 * up to somewhere.
 */
import type { SimRandom } from '#env/sim/sim-random.ts';
import { OFFSETS_TOPIC } from '#groups/group-partition.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { AsyncClient, NoAnswer } from '../broker/async-client.ts';
import { batch } from '../broker/batches.ts';
import { SimBroker } from '../broker/sim-broker.ts';
import type { Remembered } from './groups-commits.ts';
import { GroupPromises } from './groups-promises.ts';

export const BROKER = 'broker-1';
export const ADDRESS = { host: BROKER, port: 9092 };
export const TOPIC = 'orders';
export const GROUP = 'g';
const PRODUCER = 'producer';
const FATE = 'fate';

/** How a broker's life ends. */
export type Fate = 'stop' | 'kill' | 'power';

export interface WorldOptions {
  readonly seed: number;
  readonly partitionCount: number;
  readonly initialDelayMs: number;
  /** Each record of `__consumer_offsets` is synced after so many. */
  readonly flushMessages: number;
  /** Keeps the story and the trace, for someone to read. */
  readonly tells: boolean;
}

export class GroupsWorld {
  readonly sim: SimBroker;
  readonly promises: GroupPromises;
  /** What happened, in words. */
  readonly story: string[] = [];
  readonly partitionCount: number;
  readonly random: SimRandom;
  isUp = false;
  /** Done once, right after the next record of `__consumer_offsets` was written. */
  ambush: (() => void) | undefined;
  /** Whether the producer goes on, and whether it has written its last records. */
  isProducing = true;
  isDone = false;
  readonly #tells: boolean;
  #isEnding = false;
  #durableTo = 0;
  #offsetsLog: PartitionLog | undefined;

  constructor(options: WorldOptions) {
    const { seed, tells, partitionCount, initialDelayMs, flushMessages } = options;
    this.partitionCount = partitionCount;
    this.#tells = tells;
    this.sim = SimBroker.unformatted({
      seed,
      config: {
        'offsets.topic.num.partitions': '1',
        'offsets.topic.replication.factor': '1',
        'group.initial.rebalance.delay.ms': String(initialDelayMs),
        'group.min.session.timeout.ms': '1000',
        'group.consumer.min.session.timeout.ms': '1000',
        'group.consumer.min.heartbeat.interval.ms': '500',
        'group.consumer.session.timeout.ms': '6000',
        'group.consumer.heartbeat.interval.ms': '1500',
        'log.flush.interval.messages': String(flushMessages),
        'log.cleaner.enable': 'false',
        // Clocks jump: by a day at most.
        'log.message.timestamp.after.max.ms': String(10 * 86_400_000),
      },
    });
    this.random = this.sim.world.random;
    const now = () => this.nowMs;
    this.promises = new GroupPromises(GROUP, now, (text) => this.tell(text));
  }

  async begin(): Promise<void> {
    const { sim } = this;
    await sim.complete(sim.format(sim.node.env));
    await sim.startBroker();
    this.isUp = true;
    const client = await sim.client();
    await client.createTopic(TOPIC, { partitions: this.partitionCount });
    sim.world.checkAfterEachEvent(() => this.#check());
    this.#produce().catch((error) => this.promises.fail(error));
  }

  get nowMs(): number {
    return this.sim.world.nowMs;
  }

  tell(text: string): void {
    if (this.#tells) this.story.push(`${this.nowMs.toFixed(3)} ${text}`);
  }

  async passTo(untilMs: number): Promise<void> {
    await this.sim.world.run(Math.max(this.nowMs, untilMs));
    if (this.sim.fatal !== undefined) throw new Error(`the broker gave up: ${this.sim.fatal}`);
  }

  /** Ends the broker's life, if it has one. */
  async endBroker(how: Fate): Promise<void> {
    if (!this.isUp) return;
    // Who waits for its end is not to be surprised by another one.
    this.#isEnding = true;
    if (how === 'power') await this.#syncRecords();
    if (how === 'stop') await this.sim.complete(this.sim.broker.stop());
    this.#end(how);
    this.#isEnding = false;
  }

  /** Ends its life in the middle of whatever it does. */
  killBroker(): void {
    if (this.isUp && !this.#isEnding) this.#end('kill');
  }

  #end(how: Fate): void {
    this.tell(`the broker's end: ${how}`);
    this.isUp = false;
    const log = this.#offsetsLog;
    this.#durableTo = (how === 'power' ? log?.recoveryPoint : log?.logEndOffset) ?? 0;
    this.#offsetsLog = undefined;
    this.sim.node.crash({ losePower: how === 'power' });
    if (how === 'power') this.promises.powerLost();
  }

  async startBroker(): Promise<void> {
    if (this.isUp) return;
    this.sim.node.restart();
    await this.sim.startBroker();
    this.tell('the broker is back');
    this.isUp = true;
    const log = this.#findOffsetsLog();
    if (log !== undefined) this.promises.checkRestart(log, this.#durableTo);
  }

  /** Ends all faults of network and clocks. */
  heal(): void {
    const { world } = this.sim;
    world.network.heal();
    world.node(BROKER).resume();
  }

  /** The ends of the topic's partitions. */
  ends(): number[] {
    return this.#recordLogs().map(({ logEndOffset }) => logEndOffset);
  }

  /** As ListGroups tells it; undefined while the coordinator can't say. */
  get groupState(): string | undefined {
    const listed = this.sim.broker.services.groups.list({ states: [], types: [] });
    if (typeof listed === 'number') return undefined;
    return listed.find(({ groupId }) => groupId === GROUP)?.groupState;
  }

  #check(): void {
    const log = this.isUp ? this.#findOffsetsLog() : undefined;
    const before = this.promises.ledger.nextOffset;
    this.promises.check(log, () => this.#remembered());
    if (this.ambush === undefined || this.promises.ledger.nextOffset === before) return;
    const { ambush } = this;
    this.ambush = undefined;
    // In an event of its own: nobody is in the middle of something then.
    this.sim.world.node(FATE).env.clock.defer(ambush);
  }

  #remembered(): Remembered {
    const { groups } = this.sim.broker.services;
    if (typeof groups.offsets(GROUP) === 'number') return undefined;
    return (partition) =>
      groups.offset(GROUP, { topic: TOPIC, topicId: ZERO_UUID, partition })?.offset;
  }

  #findOffsetsLog(): PartitionLog | undefined {
    this.#offsetsLog ??= this.#logsOf(OFFSETS_TOPIC)[0];
    return this.#offsetsLog;
  }

  #recordLogs(): PartitionLog[] {
    return this.#logsOf(TOPIC);
  }

  #logsOf(name: string): PartitionLog[] {
    const { image, replicas } = this.sim.broker.services;
    const topic = image.topics.byName.get(name);
    return [...(topic?.partitions.keys() ?? [])].flatMap(
      (partition) => replicas.get(topic?.id ?? '', partition)?.log ?? [],
    );
  }

  async #syncRecords(): Promise<void> {
    const isBehind = (log: PartitionLog) => log.recoveryPoint < log.logEndOffset;
    while (this.#recordLogs().some(isBehind)) {
      await this.sim.complete(Promise.all(this.#recordLogs().map((log) => log.sync())));
    }
  }

  /** Writes records to any partition; then one more to each, and ends. */
  async #produce(): Promise<void> {
    const client = new AsyncClient(this.sim.world.node(PRODUCER).env, ADDRESS);
    while (this.isProducing) {
      await client.pause(this.random.between(50, 2500));
      const count = 1 + this.random.nextInt(3);
      // Where no answer comes the records may be there or not; they are read as they are.
      await this.#write(client, this.random.nextInt(this.partitionCount), count);
    }
    for (let partition = 0; partition < this.partitionCount; partition++) {
      while (!(await this.#write(client, partition, 1))) await client.pause(200);
    }
    this.isDone = true;
  }

  /** False where no answer came. */
  async #write(client: AsyncClient, index: number, count: number): Promise<boolean> {
    const records = batch(Array.from({ length: count }, () => ({ value: 'v' })));
    try {
      const { responses } = await client.ask(ProduceRequest, ProduceResponse, 9, {
        transactionalId: null,
        acks: -1,
        timeoutMs: 1000,
        topicData: [{ name: TOPIC, partitionData: [{ index, records }] }],
      });
      const { errorCode = -1 } = responses[0]?.partitionResponses[0] ?? {};
      if (errorCode !== ErrorCode.NONE) throw new Error(`produce: ${errorName(errorCode)}`);
      return true;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  }
}
