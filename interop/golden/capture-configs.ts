/**
 * What a fresh Kafka says about itself: every config of a broker and of a topic, and its APIs.
 *
 * The tables in solution/config/ are checked against these files. Only what depends on the place of
 * the capture is put into neutral words; values are otherwise as Kafka sent them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerProcess } from '../kafka/broker-process.ts';
import type { JavaTools } from '../kafka/java-tools.ts';
import { decodeFrames } from './decode-frames.ts';
import { exchangeOnce } from './exchange-once.ts';

export async function captureConfigs(
  kafka: BrokerProcess,
  tools: JavaTools,
  target: string,
): Promise<void> {
  const create = ['--create', '--topic', 'plain-defaults', '--partitions', '1'];
  await tools.run({
    tool: 'TopicCommand',
    args: ['--bootstrap-server', kafka.bootstrap, ...create],
  });
  for (const [type, name] of [
    ['BROKER', '1'],
    ['TOPIC', 'plain-defaults'],
  ] as const) {
    const args = [kafka.bootstrap, type, name];
    const result = await tools.run({ tool: 'DescribeConfigs', args });
    if (result.exitCode !== 0) throw new Error(result.stderr);
    const entries = JSON.parse(result.stdout) as unknown[];
    const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
    const file = join(target, `describe-configs-${type.toLowerCase()}.json`);
    writeFileSync(file, `[\n${lines}\n]\n`);
  }
  await tools.run({
    tool: 'TopicCommand',
    args: ['--bootstrap-server', kafka.bootstrap, '--delete', '--topic', 'plain-defaults'],
  });
}

/** The body of ApiVersions v4, decoded by Kafka's own classes. */
export async function captureApiVersions(
  kafka: BrokerProcess,
  tools: JavaTools,
  target: string,
): Promise<void> {
  // header v2: key 18, version 4, correlation id 1, client id "capture", no tags;
  // body: software name "capture", version "1", no tags.
  const request = Buffer.from('0012000400000001000763617074757265000863617074757265023100', 'hex');
  const response = await exchangeOnce(kafka.host, kafka.port, request);
  const [decoded] = await decodeFrames(tools, [
    { kind: 'response', apiKey: 18, apiVersion: 4, frame: response },
  ]);
  const body = (decoded as { body: Record<string, unknown> }).body;
  const lines = Object.entries(body).map(([name, value]) => {
    if (!Array.isArray(value)) return `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const items = value.map((item) => `    ${JSON.stringify(item)}`).join(',\n');
    return `  ${JSON.stringify(name)}: [\n${items}\n  ]`;
  });
  writeFileSync(join(target, 'api-versions.json'), `{\n${lines.join(',\n')}\n}\n`);
}
