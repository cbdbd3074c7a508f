/**
 * Compares every declared message with the specs in Kafka's own jars, field by field.
 *
 *     node interop/message-specs/spec-check.ts
 *
 * Prints each difference; ends with 0 when there is none.
 */
import { pathToFileURL } from 'node:url';
import { declaredMessages } from '../../tests/protocol/declared.ts';
import { findKafkaJars } from '../kafka/jars.ts';
import { compareMessage } from './compare-message.ts';
import { type MessageSpec, readKafkaSpecs } from './kafka-specs.ts';

/** One line of a report. */
export interface Result {
  readonly name: string;
  readonly ok: boolean;
  /** What was compared, or each difference on a line of its own. */
  readonly detail: string;
}

/** Compares all; needs Kafka's jars. */
export async function check(): Promise<Result[]> {
  const specs = readKafkaSpecs();
  return [compareAll(specs), metadataRecordsAreComplete(specs), groupRecordsAreComplete(specs)];
}

function compareAll(specs: ReturnType<typeof readKafkaSpecs>): Result {
  const differences = declaredMessages.flatMap((message) => {
    const spec = specs.get(message.name);
    return spec === undefined ? [`${message.name}: not in Kafka`] : compareMessage(message, spec);
  });
  const name = 'declared messages = Kafka’s specs, field by field';
  const versions = declaredMessages.reduce((n, { versions: v }) => n + v.max - v.min + 1, 0);
  const summary = `${declaredMessages.length} messages, ${versions} versions`;
  return result(name, differences, summary);
}

type Specs = ReturnType<typeof readKafkaSpecs>;

function metadataRecordsAreComplete(specs: Specs): Result {
  const records = [...specs.values()].filter((spec) => spec.type === 'metadata');
  return areDeclared('all metadata records are declared', records);
}

/** Of what lies in `__consumer_offsets`, share and streams groups are not served here. */
function groupRecordsAreComplete(specs: Specs): Result {
  const records = [...specs.values()].filter(
    ({ type, name }) =>
      /^coordinator-/.test(type) && /^((Legacy)?Offset|Group|ConsumerGroup)/.test(name),
  );
  return areDeclared('all records of offsets, classic and consumer groups are declared', records);
}

function areDeclared(name: string, records: readonly MessageSpec[]): Result {
  const declared = new Set(declaredMessages.map((message) => message.name));
  const valid = records.filter((spec) => spec.validVersions !== 'none');
  const missing = valid.filter((spec) => !declared.has(spec.name));
  const differences = missing.map((spec) => `${spec.name} is not declared`);
  return result(name, differences, `${valid.length} records`);
}

function result(name: string, differences: readonly string[], summary: string): Result {
  const ok = differences.length === 0;
  return { name, ok, detail: ok ? summary : differences.join('\n') };
}

/** Prints results; returns the exit code. */
export function report(results: readonly Result[]): number {
  for (const { name, ok, detail } of results) {
    const lines = detail.split('\n');
    if (ok) console.log(`ok    ${name}: ${detail}`);
    else console.log(`FAIL  ${name}: ${lines.length} differences\n      ${lines.join('\n      ')}`);
  }
  return results.every(({ ok }) => ok) ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { reason } = findKafkaJars();
  if (reason !== undefined) console.log(`skipped: ${reason}`);
  else process.exitCode = report(await check());
}
