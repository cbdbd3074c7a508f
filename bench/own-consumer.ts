/**
 * How fast our own consumer reads a topic from its start: the loop of
 * interop/java/ConsumerThroughput.java, with the same settings.
 *
 *     node bench/own-consumer.ts host:port topic records
 *
 * Prints: records, bytes, milliseconds (from the first poll's return).
 */
import { Consumer } from '#clients/consumer/consumer.ts';
import { EARLIEST } from '#clients/consumer/offset-reset.ts';
import { createNodeEnv } from '#env/node/node-env.ts';

const [bootstrap = '', topic = '', wanted = '0'] = process.argv.slice(2);
const partitions = [{ topic, partition: 0 }];
const consumer = new Consumer(createNodeEnv(), {
  bootstrapServers: bootstrap,
  clientId: 'bench',
  autoOffsetReset: EARLIEST,
  enableAutoCommit: false,
  checkCrcs: false,
});
await consumer.assign(partitions);
await consumer.poll(100);
consumer.seekToBeginning(partitions);

let records = 0;
let bytes = 0;
const startedAt = performance.now();
let lastAt = startedAt;
while (records < Number(wanted) && performance.now() - lastAt < 10_000) {
  const polled = await consumer.poll(100);
  for (const { key, value } of polled) bytes += (key?.length ?? 0) + (value?.length ?? 0);
  records += polled.length;
  if (polled.length > 0) lastAt = performance.now();
}
console.log(`${records} ${bytes} ${Math.round(lastAt - startedAt)}`);
if (records < Number(wanted)) throw new Error(`only ${records} of ${wanted} records came`);
process.exit();
