/** The loads of records: produce and consume, as fast as it goes and at a steady rate. */
import type { BrokerProcess } from '../interop/kafka/broker-process.ts';
import { note, type Side } from './figures.ts';
import { consume, consumeWithOurs, createTopic, deleteTopic, produce } from './load.ts';

export interface RecordSizes {
  readonly large: number;
  readonly small: number;
  readonly latencySeconds: number;
}

/** Neither compiler has seen the hot paths of a broker that has just started: not measured. */
export async function warmUp(broker: BrokerProcess, { large }: RecordSizes): Promise<void> {
  const topic = 'warm-up';
  const records = large / 2;
  await createTopic(broker, topic);
  const properties = { acks: '1' };
  await produce(broker, { topic, records, recordBytes: 1024, throughput: -1, properties });
  await consume(broker, topic, records);
  await deleteTopic(broker, topic);
}

/** All loads of one round against one broker. */
export async function recordRound(
  side: Side,
  broker: BrokerProcess,
  n: number,
  size: RecordSizes,
): Promise<void> {
  const topics = { large: `large-${n}`, small: `small-${n}`, steady: `steady-${n}` };
  for (const topic of Object.values(topics)) await createTopic(broker, topic);
  await produceAndConsume(side, broker, topics.large, size);
  const small = await produce(broker, {
    topic: topics.small,
    records: size.small,
    recordBytes: 100,
    throughput: -1,
    properties: { acks: '1', 'batch.size': '65536' },
  });
  note(side, 'smallRecords', small.recordsPerSecond);
  note(side, 'smallCpu', small.cpuSecondsPerGb);
  const seconds = size.latencySeconds;
  const steady = await produceSteadily(broker, topics.steady, seconds, { acks: '1' });
  note(side, 'latencyP50', steady.p50Ms);
  note(side, 'latencyP99', steady.p99Ms);
  const atOnce = { acks: '1', 'linger.ms': '0' };
  const prompt = await produceSteadily(broker, topics.steady, seconds, atOnce);
  note(side, 'promptP50', prompt.p50Ms);
  note(side, 'promptP99', prompt.p99Ms);
  for (const topic of Object.values(topics)) await deleteTopic(broker, topic);
}

async function produceAndConsume(
  side: Side,
  broker: BrokerProcess,
  topic: string,
  { large }: RecordSizes,
): Promise<void> {
  const produced = await produce(broker, {
    topic,
    records: large,
    recordBytes: 1024,
    throughput: -1,
    properties: { acks: '1' },
  });
  note(side, 'produceMb', produced.megabytesPerSecond);
  note(side, 'produceCpu', produced.cpuSecondsPerGb);
  const read = await consume(broker, topic, large);
  note(side, 'consumeMb', read.megabytesPerSecond);
  note(side, 'consumeCpu', read.cpuSecondsPerGb);
  // The consumers are compared on one broker, ours: Kafka's has just read the topic.
  if (side === 'kafka') return;
  note('kafka', 'clientMb', read.megabytesPerSecond);
  note('ours', 'clientMb', (await consumeWithOurs(broker, topic, large)).megabytesPerSecond);
}

/** 5,000 records a second; the latencies of a JVM that is still cold are not the broker's. */
function produceSteadily(
  broker: BrokerProcess,
  topic: string,
  seconds: number,
  properties: Readonly<Record<string, string>>,
) {
  const throughput = 5_000;
  const warmUpRecords = throughput * 5;
  const records = warmUpRecords + throughput * seconds;
  return produce(broker, {
    topic,
    records,
    recordBytes: 1024,
    throughput,
    properties,
    warmUpRecords,
  });
}
