/**
 * A broker in a simulated world, and a client that speaks the wire protocol to it: what the
 * broker's tests stand on. Times are virtual, so nothing here waits.
 */

import { Broker } from '#broker/broker.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import type { Env } from '#env/env.ts';
import type { Connection } from '#env/network.ts';
import { nodeHost } from '#env/node/node-host.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import type { Fields } from '#protocol/field.ts';
import { FrameReader } from '#protocol/frame-reader.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { ResponseHeader } from '#protocol/response-header.ts';
import { batchesOf, recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';

export const CLUSTER_ID = 'c3ltdWxhdGVkLWNsdXN0ZQ';
const HOST = 'broker-1';
const PORT = 9092;

const BASE_CONFIG: Record<string, string> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'log.dirs': '/data',
  listeners: `PLAINTEXT://${HOST}:${PORT},CONTROLLER://${HOST}:9093`,
  'controller.listener.names': 'CONTROLLER',
};

export interface SimBrokerOptions {
  readonly seed?: number;
  readonly config?: Record<string, string>;
}

/** A machine with one broker on it; crashes and restarts keep its disk. */
export class SimBroker {
  readonly world: SimWorld;
  readonly node: SimNode;
  readonly config: Record<string, string>;
  broker!: Broker;
  /** What ended the broker by itself, if anything did. */
  fatal: unknown;

  private constructor(options: SimBrokerOptions) {
    this.world = new SimWorld({ seed: options.seed ?? 1, ...nodeHost });
    this.node = this.world.node(HOST);
    this.config = { ...BASE_CONFIG, ...options.config };
  }

  /** Formats the disk and starts the broker. */
  static async start(options: SimBrokerOptions = {}): Promise<SimBroker> {
    const sim = SimBroker.unformatted(options);
    await sim.complete(sim.format(sim.node.env));
    await sim.startBroker();
    return sim;
  }

  static unformatted(options: SimBrokerOptions = {}): SimBroker {
    return new SimBroker(options);
  }

  async format(env: Env): Promise<void> {
    await formatStorage(env, {
      clusterId: CLUSTER_ID,
      nodeId: 1,
      logDirectories: ['/data'],
      metadataDirectory: '/data',
      controllerEndpoints: [{ name: 'CONTROLLER', host: HOST, port: 9093 }],
    });
  }

  async startBroker(): Promise<void> {
    const config = new BrokerConfig(new Map(Object.entries(this.config)));
    const onFatal = (cause: unknown) => {
      this.fatal = cause;
    };
    this.broker = await this.complete(Broker.start(this.node.env, { config, onFatal }));
  }

  /** Stops in order, and starts again. */
  async restart(): Promise<void> {
    await this.complete(this.broker.stop());
    this.node.restart();
    await this.startBroker();
  }

  /** Crashes, with or without the machine, and starts again. */
  async crashAndRestart(options: { losePower: boolean }): Promise<void> {
    this.node.crash(options);
    this.node.restart();
    await this.startBroker();
  }

  /** Runs the world until `work` is done. */
  complete<T>(work: Promise<T>): Promise<T> {
    return this.world.complete(work);
  }

  async client(port = PORT): Promise<WireClient> {
    const { env } = this.world.node('client');
    return new WireClient(this, await this.complete(env.network.connect({ host: HOST, port })));
  }
}

/** A bare client: requests in any version, raw bytes, and answers in the order they come. */
export class WireClient {
  readonly connection: Connection;
  closed = false;
  readonly #sim: SimBroker;
  readonly #frames = new FrameReader(0x7fffffff);
  readonly #answers: Uint8Array[] = [];
  #wake: (() => void)[] = [];
  #correlationId = 0;

  constructor(sim: SimBroker, connection: Connection) {
    this.#sim = sim;
    this.connection = connection;
    connection.start({
      data: (chunk) => {
        this.#frames.push(chunk, this.#answers);
        this.#notify();
      },
      close: () => {
        this.closed = true;
        this.#notify();
      },
    });
  }

  /** Sends a request and gives its answer. */
  async ask<QF extends Fields, QV extends string, PF extends Fields, PV extends string>(
    request: ApiMessage<QF, QV>,
    response: ApiMessage<PF, PV>,
    version: number,
    body: Input<QF, QV>,
  ): Promise<Decoded<PF>> {
    this.send(request, version, body);
    return this.receive(response, version);
  }

  /** Sends a request and does not wait; returns its correlation id. */
  send<QF extends Fields, QV extends string>(
    request: ApiMessage<QF, QV>,
    version: number,
    body: Input<QF, QV>,
  ): number {
    const correlationId = this.#correlationId++;
    const header = { correlationId, clientId: 'test' };
    this.connection.write(encodeRequest(request, version, header, body));
    return correlationId;
  }

  /** The next answer, as a response of that kind. */
  async receive<PF extends Fields, PV extends string>(
    response: ApiMessage<PF, PV>,
    version: number,
  ): Promise<Decoded<PF>> {
    return (await this.receiveNumbered(response, version)).body;
  }

  async receiveNumbered<PF extends Fields, PV extends string>(
    response: ApiMessage<PF, PV>,
    version: number,
  ): Promise<{ correlationId: number; body: Decoded<PF> }> {
    const reader = new Reader(await this.receiveFrame());
    const header = ResponseHeader.codec(response.headerVersion(version)).read(reader);
    const body = response.codec(version).read(reader);
    if (reader.remaining() > 0) throw new Error(`${reader.remaining()} bytes after the answer`);
    return { correlationId: header.correlationId, body };
  }

  /** The next answer's bytes; throws when the broker closes the connection instead. */
  async receiveFrame(): Promise<Uint8Array> {
    while (this.#answers.length === 0) {
      if (this.closed) throw new Error('the broker closed the connection');
      await this.#sim.complete(this.#news());
    }
    return this.#answers.shift() as Uint8Array;
  }

  get answersWaiting(): number {
    return this.#answers.length;
  }

  /** Resolves when the broker has closed the connection. */
  async untilClosed(): Promise<void> {
    while (!this.closed) await this.#sim.complete(this.#news());
  }

  async createTopic(
    name: string,
    {
      partitions = 1,
      configs = {},
    }: { partitions?: number; configs?: Record<string, string> } = {},
  ): Promise<string> {
    const { topics } = await this.ask(CreateTopicsRequest, CreateTopicsResponse, 7, {
      topics: [
        {
          name,
          numPartitions: partitions,
          replicationFactor: 1,
          assignments: [],
          configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
        },
      ],
      timeoutMs: 1000,
    });
    const [created] = topics;
    if (created?.errorCode !== 0) throw new Error(`createTopic: ${created?.errorMessage}`);
    return created.topicId;
  }

  async produce(
    topic: string,
    records: Uint8Array,
    { partition = 0, acks = -1, version = 9 } = {},
  ) {
    const answer = await this.ask(ProduceRequest, ProduceResponse, version, {
      transactionalId: null,
      acks,
      timeoutMs: 1000,
      topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
    });
    const result = answer.responses[0]?.partitionResponses[0];
    if (result === undefined) throw new Error('produce: no answer for the partition');
    return result;
  }

  async produceValues(topic: string, values: readonly string[], options?: { partition?: number }) {
    return this.produce(topic, batchOf(values), options);
  }

  async fetch(
    topic: string,
    fetchOffset: number,
    { partition = 0, maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20, version = 11 } = {},
  ) {
    const answer = await this.ask(
      FetchRequest,
      FetchResponse,
      version,
      fetchOf(topic, fetchOffset, { partition, maxWaitMs, minBytes, maxBytes }),
    );
    const result = answer.responses[0]?.partitions[0];
    if (result === undefined) throw new Error('fetch: no answer for the partition');
    return result;
  }

  /** All values from an offset on. */
  async readValues(topic: string, fromOffset = 0, partition = 0): Promise<string[]> {
    const values: string[] = [];
    let offset = fromOffset;
    for (;;) {
      const { records, errorCode } = await this.fetch(topic, offset, { partition });
      if (errorCode !== 0) throw new Error(`fetch: error ${errorCode}`);
      const read = valuesOf(records ?? new Uint8Array(0)).filter((one) => one.offset >= offset);
      if (read.length === 0) return values;
      values.push(...read.map(({ value }) => value));
      offset = (read.at(-1)?.offset ?? offset) + 1;
    }
  }

  metadata(topics: readonly string[] | null, version = 9) {
    return this.ask(MetadataRequest, MetadataResponse, version, {
      topics: topics?.map((name) => ({ name })) ?? null,
      allowAutoTopicCreation: true,
    });
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  #notify(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

export function fetchOf(
  topic: string,
  fetchOffset: number,
  { partition = 0, maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20 } = {},
): Input<typeof FetchRequest.fields, typeof FetchRequest.range> {
  return {
    maxWaitMs,
    minBytes,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset, partitionMaxBytes: maxBytes }] }],
    forgottenTopicsData: [],
  };
}

/** One uncompressed batch of values without keys, in the time of the simulation. */
export function batchOf(values: readonly string[], timestamp = 1_767_225_600_000): Uint8Array {
  const encoder = new TextEncoder();
  const records = values.map((value) => ({ timestamp, value: encoder.encode(value) }));
  return encodeBatch({ records });
}

/** The values of whole batches, with their offsets; a batch cut off at the end is left out. */
export function valuesOf(records: Uint8Array): { offset: number; value: string }[] {
  const decoder = new TextDecoder();
  return [...batchesOf(records)].flatMap((batch) =>
    [...recordsOf(records, batch, nodeHost.codecs)].map(({ offset, value }) => ({
      offset,
      value: value === null ? '' : decoder.decode(value),
    })),
  );
}
