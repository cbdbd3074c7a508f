/**
 * What a check does beside its client, by kafkajs: makes a topic, and adds up what a group has committed.
 */
import kafkajs, { type Admin } from 'kafkajs';

const { Kafka, logLevel } = kafkajs;

export async function createTopic(
  bootstrap: string,
  topic: string,
  numPartitions: number,
): Promise<void> {
  await withAdmin(bootstrap, (admin) => admin.createTopics({ topics: [{ topic, numPartitions }] }));
}

/** What a group has committed of a topic, all partitions together. */
export async function committedSum(
  bootstrap: string,
  groupId: string,
  topic: string,
): Promise<number> {
  const [offsets] = await withAdmin(bootstrap, (admin) =>
    admin.fetchOffsets({ groupId, topics: [topic] }),
  );
  const known = (offsets?.partitions ?? []).map(({ offset }) => Math.max(0, Number(offset)));
  return known.reduce((sum, offset) => sum + offset, 0);
}

async function withAdmin<T>(bootstrap: string, act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
