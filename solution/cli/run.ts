/**
 * The entry point of every tool: `node solution/cli/run.ts <tool> [arguments]`.
 *
 * `npx kafka-topics`, `npm run broker` and their like end up here. Only the tool that was asked
 * for is loaded: starting `kafka-topics` must not cost what the broker costs.
 */
import { runProcess, type Tool } from '#env/node/run-process.ts';

const tools: Readonly<Record<string, () => Promise<Tool>>> = {
  broker: () => import('#cli/broker.ts'),
  'kafka-topics': () => import('#cli/kafka-topics.ts'),
  'kafka-configs': () => import('#cli/kafka-configs.ts'),
  'kafka-storage': () => import('#cli/kafka-storage.ts'),
  'kafka-get-offsets': () => import('#cli/kafka-get-offsets.ts'),
  'kafka-log-dirs': () => import('#cli/kafka-log-dirs.ts'),
  'kafka-delete-records': () => import('#cli/kafka-delete-records.ts'),
  'kafka-console-producer': () => import('#cli/kafka-console-producer.ts'),
  'kafka-console-consumer': () => import('#cli/kafka-console-consumer.ts'),
  'kafka-consumer-groups': () => import('#cli/kafka-consumer-groups.ts'),
  'kafka-verifiable-consumer': () => import('#cli/kafka-verifiable-consumer.ts'),
  'kafka-dump-log': () => import('#cli/kafka-dump-log.ts'),
};

await runProcess(async (name) => {
  const load = tools[name];
  return load === undefined
    ? `There is no tool '${name}'. There are: ${Object.keys(tools).join(', ')}.`
    : load();
});
