/**
 * The broker's workload: producers, a consumer and an administrator at work while the broker stops,
 * is killed and loses its power at random moments, often with answers lost on their way; and what
 * must hold after each restart.
 *
 *   after a stop, or a kill    every log is what it was, record by record
 *   after a loss of power      every log is a prefix of what it was, with all that had been synced
 *   always                     a topic that was acknowledged is there, with its id, its partitions
 *                              and its configuration; one whose deletion was is not; a record that
 *                              was acknowledged, and not lost with the power, is at its offset;
 *                              no record of an idempotent producer is there twice
 *   in the end                 everybody gets an answer again
 */
import { nodeHost } from '#env/node/node-host.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';
import {
  InitProducerIdRequest,
  InitProducerIdResponse,
} from '#protocol/messages/init-producer-id.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { AsyncClient, NoAnswer } from './async-client.ts';
import { batch } from './batches.ts';
import { fetchOf, SimBroker } from './sim-broker.ts';

const LIVES = 3;
const DATA = 'data';
const PARTITIONS = 2;
const CONFIG_KEY = 'max.message.bytes';
const ACTORS = ['plain-0', 'plain-1', 'once-0', 'once-1', 'admin', 'consumer'] as const;
const HOST = 'broker-1';
const decoder = new TextDecoder();
const ADDRESS = { host: HOST, port: 9092 };

/** Runs one seed; throws with what was violated. */
export async function runBrokerCrash(seed: number): Promise<void> {
  await new BrokerLife(seed).run();
}

interface Acknowledged {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

/** What is known of a topic: several possibilities after a request that was not answered. */
interface KnownTopic {
  existence: 'exists' | 'gone' | 'unknown';
  /** As acknowledged; unknown while its creation is not. */
  topicId: string | undefined;
  possibleConfigs: Set<string>;
}

class BrokerLife {
  readonly #sim: SimBroker;
  readonly #random: SimRandom;
  readonly #topics = new Map<string, KnownTopic>();
  #acknowledged: Acknowledged[] = [];
  #working = true;
  /** True while the world is looked at: nobody may change it. */
  #held = false;
  /** Bumped by each answer that an actor gets: progress. */
  readonly #answers = new Map<string, number>();
  #broken: Error | undefined;

  constructor(seed: number) {
    this.#sim = SimBroker.unformatted({
      seed,
      config: {
        'log.flush.offset.checkpoint.interval.ms': '700',
        'log.flush.scheduler.interval.ms': '300',
        'log.segment.bytes': '1048576',
      },
    });
    this.#random = this.#sim.world.random;
  }

  async run(): Promise<void> {
    await this.#sim.complete(this.#sim.format(this.#sim.node.env));
    await this.#sim.startBroker();
    const client = await this.#sim.client();
    const configs = { 'flush.messages': String(1 + this.#random.nextInt(20)) };
    await client.createTopic(DATA, { partitions: PARTITIONS, configs });
    this.#startActors();
    for (let life = 0; life < LIVES; life++) {
      await this.#pass(this.#random.between(50, 700));
      if (this.#random.nextInt(3) === 0) {
        await this.#loseAnswers();
        this.#endFaults();
        await this.#pass(this.#random.between(0, 100));
      }
      await this.#endLife();
    }
    await this.#expectProgress();
  }

  #startActors(): void {
    for (const name of ACTORS) {
      this.#act(name, (client) => {
        if (name === 'admin') return this.#administer(client);
        if (name === 'consumer') return this.#consume(client);
        return name.startsWith('once')
          ? this.#produceOnce(client, name)
          : this.#producePlainly(client, name);
      });
    }
  }

  /** Repeats an actor's round until the end; what it does not foresee fails the run. */
  #act(name: string, start: (client: AsyncClient) => () => Promise<void>): void {
    const { env } = this.#sim.world.node(name);
    const client = new AsyncClient(env, ADDRESS, () => this.#held);
    const round = start(client);
    const go = async () => {
      while (this.#working) {
        try {
          await round();
          this.#answers.set(name, (this.#answers.get(name) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error;
        }
        await client.pause(this.#random.between(2, 90));
      }
    };
    go().catch((error: Error) => {
      this.#broken ??= error;
    });
  }

  /** A producer that sends again what was not answered: it may write a value twice. */
  #producePlainly(client: AsyncClient, name: string) {
    let count = 0;
    return async () => {
      const partition = this.#random.nextInt(PARTITIONS);
      const values = [`${name} ${count++}`, `${name} ${count++}`];
      const records = batch(values.map((value) => ({ value })));
      const { errorCode, baseOffset } = await this.#produce(client, partition, records);
      this.#expect(errorCode === ErrorCode.NONE, `${name}: ${errorName(errorCode)}`);
      values.forEach((value, i) => {
        this.#acknowledged.push({ partition, offset: baseOffset + i, value });
      });
    };
  }

  /** An idempotent producer: it repeats a batch until it is answered. */
  #produceOnce(client: AsyncClient, name: string) {
    let producerId = -1;
    let sequences = Array<number>(PARTITIONS).fill(0);
    let count = 0;
    let pending: { partition: number; value: string } | undefined;
    return async () => {
      if (producerId < 0) {
        const body = { transactionalId: null, transactionTimeoutMs: 1000 };
        const got = await client.ask(InitProducerIdRequest, InitProducerIdResponse, 4, body);
        this.#expect(got.errorCode === 0, `${name}: no producer id: ${got.errorCode}`);
        producerId = got.producerId;
        sequences = Array<number>(PARTITIONS).fill(0);
      }
      pending ??= { partition: this.#random.nextInt(PARTITIONS), value: `${name} ${count++}` };
      const { partition, value } = pending;
      const baseSequence = sequences[partition] ?? 0;
      const records = batch([{ value }], { producerId, producerEpoch: 0, baseSequence });
      const { errorCode, baseOffset } = await this.#produce(client, partition, records);
      if (errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) {
        // What came before was lost with the power: this batch, too, is not in the log.
        producerId = -1;
        return;
      }
      this.#expect(errorCode === ErrorCode.NONE, `${name}: ${errorName(errorCode)}`);
      sequences[partition] = baseSequence + 1;
      pending = undefined;
      this.#acknowledged.push({ partition, offset: baseOffset, value });
    };
  }

  async #produce(client: AsyncClient, index: number, records: Uint8Array) {
    const { responses } = await client.ask(ProduceRequest, ProduceResponse, 9, {
      transactionalId: null,
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: DATA, partitionData: [{ index, records }] }],
    });
    const answer = responses[0]?.partitionResponses[0];
    if (answer === undefined) throw new Error('A produce has no answer for its partition.');
    return answer;
  }

  /** Creates, alters and deletes topics of its own. */
  #administer(client: AsyncClient) {
    let count = 0;
    return async () => {
      const existing = [...this.#topics].filter(([, topic]) => topic.existence === 'exists');
      const [name, topic] = existing[this.#random.nextInt(Math.max(1, existing.length))] ?? [];
      const roll = this.#random.nextInt(3);
      if (name === undefined || topic === undefined || roll === 0) {
        await this.#createTopic(client, `topic-${count++}`);
      } else if (roll === 1) await this.#alterTopic(client, name, topic);
      else await this.#deleteTopic(client, name, topic);
    };
  }

  async #createTopic(client: AsyncClient, name: string): Promise<void> {
    const value = String(2000 + this.#random.nextInt(1000));
    const topic: KnownTopic = {
      existence: 'unknown',
      topicId: undefined,
      possibleConfigs: new Set([value]),
    };
    this.#topics.set(name, topic);
    const configs = [{ name: CONFIG_KEY, value }];
    const { topics } = await client.ask(CreateTopicsRequest, CreateTopicsResponse, 7, {
      topics: [{ name, numPartitions: PARTITIONS, replicationFactor: 1, assignments: [], configs }],
      timeoutMs: 1000,
    });
    this.#expect(topics[0]?.errorCode === 0, `create ${name}: ${topics[0]?.errorMessage}`);
    topic.existence = 'exists';
    topic.topicId = topics[0]?.topicId;
  }

  async #alterTopic(client: AsyncClient, name: string, topic: KnownTopic): Promise<void> {
    const value = String(5000 + this.#random.nextInt(1000));
    topic.possibleConfigs.add(value);
    const { responses } = await client.ask(
      IncrementalAlterConfigsRequest,
      IncrementalAlterConfigsResponse,
      1,
      {
        resources: [
          {
            resourceType: 2,
            resourceName: name,
            configs: [{ name: CONFIG_KEY, configOperation: 0, value }],
          },
        ],
        validateOnly: false,
      },
    );
    this.#expect(responses[0]?.errorCode === 0, `alter ${name}: ${responses[0]?.errorMessage}`);
    topic.possibleConfigs = new Set([value]);
  }

  async #deleteTopic(client: AsyncClient, name: string, topic: KnownTopic): Promise<void> {
    topic.existence = 'unknown';
    const { responses } = await client.ask(DeleteTopicsRequest, DeleteTopicsResponse, 5, {
      topics: [],
      topicNames: [name],
      timeoutMs: 1000,
    });
    this.#expect(responses[0]?.errorCode === 0, `delete ${name}: ${responses[0]?.errorMessage}`);
    topic.existence = 'gone';
  }

  /** Reads on, and finds offset after offset; begins anew where the log has become shorter. */
  #consume(client: AsyncClient) {
    const next = Array<number>(PARTITIONS).fill(0);
    return async () => {
      const partition = this.#random.nextInt(PARTITIONS);
      const offset = next[partition] ?? 0;
      const request = fetchOf(DATA, offset, { partition, maxWaitMs: 50 });
      const { responses } = await client.ask(FetchRequest, FetchResponse, 11, request);
      const { errorCode = -1, records } = responses[0]?.partitions[0] ?? {};
      if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
        next[partition] = 0;
        return;
      }
      this.#expect(errorCode === ErrorCode.NONE, `fetch: ${errorName(errorCode)}`);
      for (const header of batchesOf(records ?? new Uint8Array(0))) {
        this.#expect(header.baseOffset <= (next[partition] ?? 0), 'fetch: offsets are missing');
        next[partition] = header.lastOffset + 1;
      }
    };
  }

  /** Lets the broker live for a while. */
  async #pass(durationMs: number): Promise<void> {
    await this.#sim.world.run(this.#sim.world.nowMs + durationMs);
    if (this.#broken !== undefined) throw this.#broken;
    this.#expect(this.#sim.fatal === undefined, `the broker gave up: ${this.#sim.fatal}`);
  }

  async #endLife(): Promise<void> {
    const fate = (['stop', 'kill', 'kill', 'power', 'power'] as const)[this.#random.nextInt(5)];
    // The worst moment: a batch is in the log, and its producer has not heard of it yet.
    if (this.#random.nextInt(2) === 0) await this.#loseAnswers();
    const before = this.#logs().map((log) => ({
      content: this.#contentOf(log),
      synced: log.recoveryPoint,
    }));
    this.#held = true;
    if (fate === 'stop') await this.#sim.complete(this.#sim.broker.stop());
    else this.#sim.node.crash({ losePower: fate === 'power' });
    this.#endFaults();
    this.#sim.node.restart();
    await this.#sim.startBroker();
    for (const [partition, log] of this.#logs().entries()) {
      const { content, synced } = before[partition] as (typeof before)[number];
      this.#checkLog(fate ?? 'kill', partition, content, synced, log);
    }
    this.#checkTopics();
    this.#held = false;
  }

  /** For a moment the broker hears its clients, and none of them hears the broker. */
  async #loseAnswers(): Promise<void> {
    for (const name of ACTORS) this.#sim.world.network.partition(HOST, name);
    await this.#pass(this.#random.between(5, 40));
  }

  /** What was on its way when answers were lost does not arrive any more. */
  #endFaults(): void {
    const { network } = this.#sim.world;
    for (const name of ACTORS) network.cut(HOST, name);
    network.heal();
  }

  #checkLog(
    fate: string,
    partition: number,
    before: readonly string[],
    synced: number,
    log: PartitionLog,
  ): void {
    const after = this.#contentOf(log);
    const at = `${DATA}-${partition} after '${fate}'`;
    this.#expect(log.logStartOffset === 0, `${at}: starts at ${log.logStartOffset}`);
    const same = Math.min(before.length, after.length);
    for (let offset = 0; offset < same; offset++) {
      const [was, is] = [before[offset], after[offset]];
      this.#expect(was === is, `${at}: offset ${offset} was '${was}' and is '${is}'`);
    }
    const least = fate === 'power' ? synced : before.length;
    this.#expect(after.length >= least, `${at}: ${after.length} records of ${least} are left`);
    // A stop lets what is in flight end first; a crash adds nothing.
    const most = fate === 'stop' ? after.length : before.length;
    this.#expect(after.length <= most, `${at}: ${after.length} records where ${most} were`);
    this.#forgetLost(fate, partition, after.length);
    for (const { offset, value } of this.#acknowledged.filter(
      (one) => one.partition === partition,
    )) {
      const is = after[offset];
      this.#expect(is === value, `${at}: offset ${offset} was promised to '${value}', has '${is}'`);
    }
    const once = after.filter((value) => value.startsWith('once'));
    this.#expect(new Set(once).size === once.length, `${at}: an idempotent record is there twice`);
  }

  /** What was not synced may go with the power, acknowledged or not. */
  #forgetLost(fate: string, partition: number, end: number): void {
    if (fate !== 'power') return;
    this.#acknowledged = this.#acknowledged.filter(
      (one) => one.partition !== partition || one.offset < end,
    );
  }

  #checkTopics(): void {
    const { image } = this.#sim.broker.services;
    for (const [name, { existence, topicId, possibleConfigs }] of this.#topics) {
      const topic = image.topics.byName.get(name);
      if (existence === 'gone') this.#expect(topic === undefined, `${name} is back`);
      if (existence === 'exists') this.#expect(topic !== undefined, `${name} is gone`);
      if (topic === undefined) continue;
      this.#expect(topicId === undefined || topic.id === topicId, `${name} has another id`);
      this.#expect(topic.partitions.size === PARTITIONS, `${name} lacks partitions`);
      const config = image.configs.ofTopic(name).get(CONFIG_KEY) ?? '';
      this.#expect(possibleConfigs.has(config), `${name} has ${CONFIG_KEY}=${config}`);
    }
  }

  /** Faults are over: everybody gets on, once connections that hang have been given up. */
  async #expectProgress(): Promise<void> {
    const before = new Map(this.#answers);
    const stuck = () => ACTORS.filter((name) => this.#answers.get(name) === before.get(name));
    for (let i = 0; i < 30 && stuck().length > 0; i++) await this.#pass(1000);
    this.#expect(stuck().length === 0, `no answers any more: ${stuck()}`);
    this.#working = false;
  }

  #logs(): PartitionLog[] {
    const { image, replicas } = this.#sim.broker.services;
    const topicId = image.topics.byName.get(DATA)?.id ?? '';
    return Array.from({ length: PARTITIONS }, (_, partition) => {
      const log = replicas.get(topicId, partition)?.log;
      if (log === undefined) throw new Error(`${DATA}-${partition} is not there.`);
      return log;
    });
  }

  /** All values, by offset. */
  #contentOf(log: PartitionLog): string[] {
    const values: string[] = [];
    while (values.length < log.logEndOffset) {
      const options = { maxBytes: 1 << 20, minOneMessage: true, upTo: 'logEnd' } as const;
      const { pieces } = log.read(values.length, options);
      for (const bytes of pieces) {
        for (const header of batchesOf(bytes)) {
          for (const { offset, value } of recordsOf(bytes, header, nodeHost.codecs)) {
            this.#expect(offset === values.length, `offset ${offset} follows ${values.length - 1}`);
            values.push(decoder.decode(value ?? undefined));
          }
        }
      }
    }
    return values;
  }

  #expect(holds: boolean, violation: string): void {
    if (!holds) throw new Error(violation);
  }
}
