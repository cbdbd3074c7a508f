/**
 * The broker of solution/, whole, on a simulated machine: it is sent bytes over a simulated network, and
 * tells what it answers and what is on its disk then.
 *
 *     start ─► CreateTopics ─► the bytes ─► answers, or a closed connection ─► stop ─► the files
 *
 * A world begins anew for each question, from the same seed: the same bytes get the same answer. Question
 * and answer are plain data: in a page they cross to a worker and back (broker-worker.ts).
 */
import { Broker } from '#broker/broker.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import type { Codecs } from '#env/codecs.ts';
import type { Disk } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import type { Connection } from '#env/network.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import { FrameReader } from '#protocol/frame-reader.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { readResponseHeader } from '#protocol/response-header.ts';
import { joined } from '../../../course/bytes/joined.ts';
import type { Host } from '../host/browser-host.ts';
import { INDEX_INTERVAL_BYTES, type ProduceForm, usualForm } from './produce-form.ts';
import { produceFrame, produceFrames } from './produce-request.ts';
import { type Edit, withEdits } from './state.ts';

export type Question =
  /** The records of a form, with bytes of the request written over. */
  | { readonly kind: 'form'; readonly form: ProduceForm; readonly edits: readonly Edit[] }
  /** Frames as they are; there is such a topic. */
  | { readonly kind: 'frames'; readonly topic: string; readonly bytes: Uint8Array }
  /** Batches, each in a request of its own: a broker takes one for each partition. */
  | { readonly kind: 'batches'; readonly batches: readonly Uint8Array[] };

/** Puts a question to a broker, wherever that runs. */
export type AskBroker = (question: Question) => Promise<BrokerAnswer>;

export interface BrokerAnswer {
  /** What would have been sent, had no byte been written over. */
  readonly plain: Uint8Array;
  /** What was sent. */
  readonly sent: Uint8Array;
  /** Everything that came back: responses, each behind its size. */
  readonly received: Uint8Array;
  /** The broker has closed the connection: it does so where it can't read what it is sent. */
  readonly closed: boolean;
  /** The files of the topic's partition 0, by their endings. */
  readonly files: Readonly<Record<FileEnding, Uint8Array>>;
}

export const FILE_ENDINGS = ['log', 'index', 'timeindex'] as const;
export type FileEnding = (typeof FILE_ENDINGS)[number];

const HOST = 'broker-1';
const PORT = 9092;
const SEED = 1;
/** The broker sends its answers within that, or none. */
const PATIENCE_MS = 5_000;
const FIRST_SEGMENT = '00000000000000000000';

const CONFIG: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'log.dirs': '/data',
  listeners: `PLAINTEXT://${HOST}:${PORT},CONTROLLER://${HOST}:9093`,
  'controller.listener.names': 'CONTROLLER',
};

export async function askBroker(host: Host, question: Question): Promise<BrokerAnswer> {
  const topic = topicOf(question);
  const world = new SimWorld({ seed: SEED, ...host });
  const node = world.node(HOST);
  const broker = await world.complete(startBroker(node.env));
  const client = new Client(await world.complete(connect(world)));

  client.connection.write(createTopic(topic));
  await world.run(world.nowMs + PATIENCE_MS);
  const topicId = topicIdIn(client.take());

  const plain = framesOf(question, topicId, host.codecs);
  const sent = question.kind === 'form' ? withEdits(plain, question.edits, 'request') : plain;
  client.connection.write([sent.slice()]);
  await world.run(world.nowMs + PATIENCE_MS);
  const received = client.take();
  const closed = client.closed;

  await world.complete(broker.stop());
  node.restart();
  return { plain, sent, received, closed, files: filesOf(node.env.disk, `/data/${topic}-0`) };
}

function topicOf(question: Question): string {
  if (question.kind === 'form') return question.form.topic;
  return question.kind === 'frames' ? question.topic : usualForm.topic;
}

/** What is sent once the topic has its id. */
function framesOf(question: Question, topicId: string, codecs: Codecs): Uint8Array {
  if (question.kind === 'frames') return question.bytes;
  if (question.kind === 'form') return produceFrames(question.form, topicId, codecs);
  const { batches } = question;
  return joined(
    batches.flatMap((batch, index) => produceFrame(usualForm, topicId, batch, index + 1)),
  );
}

async function startBroker(env: Env): Promise<Broker> {
  await formatStorage(env, {
    clusterId: 'c3ltdWxhdGVkLWNsdXN0ZQ',
    nodeId: 1,
    logDirectories: ['/data'],
    metadataDirectory: '/data',
    controllerEndpoints: [{ name: 'CONTROLLER', host: HOST, port: 9093 }],
  });
  const config = new BrokerConfig(new Map(Object.entries(CONFIG)));
  const onFatal = (cause: unknown) => {
    throw cause;
  };
  return Broker.start(env, { config, onFatal });
}

function connect(world: SimWorld): Promise<Connection> {
  return world.node('client').env.network.connect({ host: HOST, port: PORT });
}

/** One connection, and what has come over it. */
class Client {
  readonly connection: Connection;
  closed = false;
  #chunks: Uint8Array[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
    connection.start({
      data: (chunk) => this.#chunks.push(chunk.slice()),
      close: () => {
        this.closed = true;
      },
    });
  }

  take(): Uint8Array {
    return joined(this.#chunks.splice(0));
  }
}

const CREATE_VERSION = 7;

function createTopic(name: string): Uint8Array[] {
  const configs = [{ name: 'index.interval.bytes', value: String(INDEX_INTERVAL_BYTES) }];
  const topic = { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs };
  const header = { correlationId: 0, clientId: 'inspector' };
  const body = { topics: [topic], timeoutMs: 1000 };
  return encodeRequest(CreateTopicsRequest, CREATE_VERSION, header, body);
}

function topicIdIn(received: Uint8Array): string {
  const frames: Uint8Array[] = [];
  new FrameReader(0x7fffffff).push(received, frames);
  const reader = new Reader(frames[0] ?? new Uint8Array());
  readResponseHeader(reader, CreateTopicsResponse.headerVersion(CREATE_VERSION));
  const [created] = CreateTopicsResponse.codec(CREATE_VERSION).read(reader).topics;
  if (created?.errorCode === 0) return created.topicId;
  throw new Error(`The topic could not be made: ${created?.errorMessage ?? 'no answer'}.`);
}

function filesOf(disk: Disk, directory: string): Record<FileEnding, Uint8Array> {
  const read = (ending: FileEnding) => readFile(disk, `${directory}/${FIRST_SEGMENT}.${ending}`);
  return { log: read('log'), index: read('index'), timeindex: read('timeindex') };
}

function readFile(disk: Disk, path: string): Uint8Array {
  const size = disk.stat(path)?.size;
  if (size === undefined) return new Uint8Array();
  const file = disk.open(path, 'read');
  const bytes = new Uint8Array(size);
  file.read(0, bytes);
  file.close();
  return bytes;
}
