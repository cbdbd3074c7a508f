/**
 * Captures golden bytes from a real Apache Kafka 4.3.1 into tests/golden/.
 *
 *   node interop/golden/capture.ts [configs|wire|logs|offsets|groups|assignments|shares ...]   (no word: all)
 *
 * The captured files are kept in the repository so that `npm test` needs no Java. Kafka runs with
 * fixed ports and in a neutral directory, as both show up in the captured bytes. Topic ids
 * and, in the metadata log, times differ from one capture to the next; everything that a test
 * asserts is captured in the same run.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../kafka/jars.ts';
import { JavaTools } from '../kafka/java-tools.ts';
import { startRealKafka } from '../kafka/real-kafka.ts';
import { captureAssignments } from './capture-assignments.ts';
import { captureApiVersions, captureConfigs } from './capture-configs.ts';
import { captureGroups } from './capture-groups.ts';
import { captureLogs, sizeBelow } from './capture-logs.ts';
import { captureOffsets } from './capture-offsets.ts';
import { captureShares } from './capture-shares.ts';
import { captureWire } from './capture-wire.ts';

/** Where Kafka's data live while it is captured: a name that may appear in the golden bytes. */
export const CAPTURE_DIRECTORY = '/var/tmp/kafka-logs';
const golden = join(repositoryRoot, 'tests/golden');
const kafkaGolden = join(golden, 'kafka-4.3.1');

const wanted = new Set(process.argv.slice(2));
const wants = (name: string): boolean => wanted.size === 0 || wanted.has(name);

const ports = { port: 19_092, controllerPort: 19_093 };
const fresh = (): void => rmSync(CAPTURE_DIRECTORY, { recursive: true, force: true });

mkdirSync(kafkaGolden, { recursive: true });
const tools = new JavaTools();
if (wants('configs')) {
  fresh();
  const kafka = await startRealKafka({ dataDirectory: CAPTURE_DIRECTORY, ...ports });
  await captureConfigs(kafka, tools, kafkaGolden);
  await captureApiVersions(kafka, tools, kafkaGolden);
  await kafka.stop();
}
if (wants('logs')) {
  fresh();
  await captureLogs(CAPTURE_DIRECTORY, ports, tools, kafkaGolden);
  for (const part of ['logs', 'expected']) console.log(sizeBelow(join(kafkaGolden, part)));
}
if (wants('offsets')) {
  fresh();
  await captureOffsets(CAPTURE_DIRECTORY, ports, tools, kafkaGolden);
}
if (wants('groups')) {
  fresh();
  await captureGroups(CAPTURE_DIRECTORY, ports, tools, golden);
}
if (wants('assignments')) await captureAssignments(tools, kafkaGolden);
if (wants('shares')) await captureShares(tools, kafkaGolden);
if (wants('wire')) {
  fresh();
  const wire = join(golden, 'wire');
  const dataDirectory = CAPTURE_DIRECTORY;
  await captureWire({ dataDirectory, ports, proxyPort: 19_094, tools, target: wire });
  console.log(sizeBelow(wire));
}
tools.close();
fresh();
