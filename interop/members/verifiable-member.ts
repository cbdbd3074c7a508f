/**
 * A member of a group in a process of its own, Kafka's VerifiableConsumer or ours, with any of their
 * flags. Where members of all clients are alike (clients.ts), this one tells which partitions it has.
 *
 * Invariant: `assigned` and `read` are what the member's own events say, no more.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../kafka/jars.ts';
import { classPath } from '../kafka/java-tools.ts';

export interface MemberEvent {
  readonly timestamp: number;
  readonly name: string;
  readonly partitions?: readonly { readonly topic: string; readonly partition: number }[];
  readonly count?: number;
  readonly value?: string | null;
}

export interface MemberOptions {
  readonly bootstrap: string;
  readonly topic: string;
  readonly group: string;
  /** More flags of VerifiableConsumer, such as `--group-protocol consumer`. */
  readonly flags?: readonly string[];
}

const JVM = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xmx128m',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
];

export class VerifiableMember {
  readonly events: MemberEvent[] = [];
  /** The partitions that it has now, as `topic-partition`. */
  readonly assigned = new Set<string>();
  /** The values of all records that it was given, where it tells of each (`--verbose`). */
  readonly read: string[] = [];
  readonly #process: ChildProcess;
  #said = '';

  constructor(kind: 'java' | 'gregor', options: MemberOptions) {
    const { bootstrap, topic, group, flags = [] } = options;
    const args = ['--bootstrap-server', bootstrap, '--topic', topic, '--group-id', group, ...flags];
    const [command, before] = kind === 'java' ? java() : ours();
    this.#process = spawn(command, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr?.on('data', (piece: Buffer) => {
      this.#said += piece.toString('utf8');
    });
    const lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => this.#take(line));
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** What it wrote to standard error: why it ended, where it did by itself. */
  said(): string {
    return this.#said;
  }

  /** Resolves when the process is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.hasEnded) return;
    const closed = once(this.#process, 'close');
    this.#process.kill(signal);
    await closed;
  }

  #take(line: string): void {
    if (!line.startsWith('{')) return;
    const event = JSON.parse(line) as MemberEvent;
    this.events.push(event);
    const names = (event.partitions ?? []).map((one) => `${one.topic}-${one.partition}`);
    if (event.name === 'partitions_assigned') for (const name of names) this.assigned.add(name);
    if (event.name === 'partitions_revoked') for (const name of names) this.assigned.delete(name);
    if (event.name === 'record_data' && event.value != null) this.read.push(event.value);
  }
}

function java(): [command: string, args: string[]] {
  return ['java', [...JVM, '-cp', classPath(), 'org.apache.kafka.tools.VerifiableConsumer']];
}

function ours(): [command: string, args: string[]] {
  return [process.execPath, [join(repositoryRoot, 'bin/kafka-verifiable-consumer.mjs')]];
}
