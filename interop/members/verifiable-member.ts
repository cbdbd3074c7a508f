/**
 * A VerifiableConsumer in a process of its own, Kafka's or ours, with any of its flags.
 */
import { join } from 'node:path';
import { repositoryRoot } from '../kafka/jars.ts';
import { classPath } from '../kafka/java-tools.ts';
import { type Member, MemberProcess } from './member.ts';

export interface MemberOptions {
  readonly bootstrap: string;
  readonly topic: string;
  readonly group: string;
  /** More flags of VerifiableConsumer, such as `--group-protocol consumer`. */
  readonly flags?: readonly string[];
}

export type VerifiableKind = 'java' | 'gregor';

const JVM = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xmx128m',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
];

export function startVerifiable(kind: VerifiableKind, options: MemberOptions): Member {
  const { bootstrap, topic, group, flags = [] } = options;
  const args = ['--bootstrap-server', bootstrap, '--topic', topic, '--group-id', group, ...flags];
  const [program, before] = kind === 'java' ? java() : ours();
  return new MemberProcess(program, [...before, ...args]);
}

function java(): [program: string, args: string[]] {
  return ['java', [...JVM, '-cp', classPath(), 'org.apache.kafka.tools.VerifiableConsumer']];
}

function ours(): [program: string, args: string[]] {
  return [process.execPath, [join(repositoryRoot, 'bin/kafka-verifiable-consumer.mjs')]];
}
