/**
 * The process of a member that is a client for Node: kafkajs or @platformatic/kafka.
 *
 *     node node-client.ts CLIENT BOOTSTRAP GROUP TOPIC [PROTOCOL]
 *
 * Tells its story on stdout (member.ts), and leaves its group when it is told to end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  cooperativeStickyAssigner,
  Consumer as PlatformaticConsumer,
  stringDeserializers,
} from '@platformatic/kafka';
import kafkajs, { type PartitionAssigner } from 'kafkajs';

const { Kafka, logLevel, PartitionAssigners } = kafkajs;
const LOOK_EVERY_MS = 50;

interface Place {
  readonly bootstrap: string;
  readonly groupId: string;
  readonly topic: string;
  /** An assignor of the classic protocol, or `consumer` for the new one. */
  readonly protocol: string;
}

type Leave = () => Promise<void>;

function tell(name: string, event: object): void {
  process.stdout.write(`${JSON.stringify({ name, ...event })}\n`);
}

let known: readonly number[] = [];

/** Tells what a new assignment changes. */
function assigned(topic: string, partitions: readonly number[]): void {
  const named = (numbers: readonly number[]) => ({
    partitions: numbers.map((partition) => ({ topic, partition })),
  });
  const before = known;
  known = [...partitions];
  const gone = before.filter((one) => !partitions.includes(one));
  const fresh = partitions.filter((one) => !before.includes(one));
  if (gone.length > 0) tell('partitions_revoked', named(gone));
  if (fresh.length > 0) tell('partitions_assigned', named(fresh));
}

/** kafkajs calls its assignor RoundRobinAssigner; who shares a group with others needs Kafka's name. */
const roundrobin: PartitionAssigner = (config) => ({
  ...PartitionAssigners.roundRobin(config),
  name: 'roundrobin',
});

async function runKafkajs({ bootstrap, groupId, topic }: Place): Promise<Leave> {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const timing = { sessionTimeout: 6000, heartbeatInterval: 300, maxWaitTimeInMs: 200 };
  const consumer = kafka.consumer({ groupId, partitionAssigners: [roundrobin], ...timing });
  consumer.on('consumer.group_join', ({ payload }) => {
    assigned(topic, payload.memberAssignment[topic] ?? []);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommitInterval: 200,
    eachMessage: async ({ message }) => tell('record_data', { value: String(message.value) }),
  });
  return () => consumer.disconnect();
}

async function runPlatformatic({ bootstrap, groupId, topic, protocol }: Place): Promise<Leave> {
  const common = { clientId: 'interop', bootstrapBrokers: [bootstrap], groupId };
  const options = {
    ...common,
    deserializers: stringDeserializers,
    maxWaitTime: 200,
    autocommit: false,
  };
  const timing = { sessionTimeout: 6000, heartbeatInterval: 500, rebalanceTimeout: 10_000 };
  const cooperative = {
    partitionAssigner: cooperativeStickyAssigner,
    protocols: [{ name: protocol, version: 1 }],
  };
  const consumer =
    protocol === 'consumer'
      ? new PlatformaticConsumer({ ...options, groupProtocol: 'consumer' })
      : new PlatformaticConsumer({
          ...options,
          ...timing,
          ...(protocol === 'cooperative-sticky' ? cooperative : {}),
        });
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
  });
  stream.on('data', (message) => {
    tell('record_data', { value: message.value });
    Promise.resolve(message.commit()).catch((error) => process.stderr.write(`${error.message}\n`));
  });
  // A stream that failed gives nothing more: whoever looks after the process starts another.
  stream.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  const look = setInterval(() => {
    const mine = (consumer.assignments ?? []).filter((one) => one.topic === topic);
    assigned(
      topic,
      mine.flatMap(({ partitions }) => partitions),
    );
  }, LOOK_EVERY_MS);
  return async () => {
    clearInterval(look);
    await consumer.close(true);
  };
}

const CLIENTS = new Map([
  ['kafkajs', runKafkajs],
  ['platformatic', runPlatformatic],
]);

const [client = '', bootstrap = '', groupId = '', topic = '', protocol = ''] =
  process.argv.slice(2);
const run = CLIENTS.get(client);
if (run === undefined) throw new Error(`There is no client ${client}.`);
const leave = await run({ bootstrap, groupId, topic, protocol });
process.on('SIGTERM', () => {
  void leave().finally(() => process.exit());
  // A client that can't say goodbye must not stay.
  void sleep(10_000).then(() => process.exit(1));
});
