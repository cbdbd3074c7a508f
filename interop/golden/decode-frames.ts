/** Frames as JSON, decoded by Kafka's own generated classes (interop/java/DecodeFrames.java). */
import type { JavaTools } from '../kafka/java-tools.ts';

export interface Frame {
  readonly kind: 'request' | 'response';
  readonly apiKey: number;
  readonly apiVersion: number;
  /** Without the size field. */
  readonly frame: Buffer;
}

export async function decodeFrames(tools: JavaTools, all: readonly Frame[]): Promise<unknown[]> {
  const lines = all.map(({ kind, apiKey, apiVersion, frame }) =>
    [kind, apiKey, apiVersion, frame.toString('hex')].join('\t'),
  );
  const result = await tools.run({ tool: 'DecodeFrames', args: [], stdin: lines.join('\n') });
  if (result.exitCode !== 0) throw new Error(`DecodeFrames failed: ${result.stderr}`);
  const answers = result.stdout.trim().split('\n');
  return answers.map((line) => JSON.parse(line) as unknown);
}
