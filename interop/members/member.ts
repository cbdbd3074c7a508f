/**
 * A member of a consumer group: a real client in a process of its own, so that it can be killed.
 *
 * Whatever client it is, it tells its story as Kafka's VerifiableConsumer does, a line of JSON for
 * each event, and this file keeps what the story says: which partitions the member has, and what it
 * has read. Members commit what they have read, by themselves.
 *
 *     {"name":"partitions_assigned","partitions":[{"topic":"orders","partition":0}, ...]}
 *     {"name":"partitions_revoked","partitions":[...]}
 *     {"name":"record_data","value":"17", ...}
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Event {
  readonly name: string;
  readonly partitions?: readonly { readonly topic: string; readonly partition: number }[];
  readonly value?: string | null;
}

/** What a scenario sees of a member. */
export interface Member {
  readonly story: MemberStory;
  /** Whether it has given up by itself, as some clients do when no broker answers. */
  readonly hasEnded: boolean;
  /** It leaves its group in good order. */
  leave(): Promise<void>;
  /** It is killed; its group finds out by the silence. */
  kill(): Promise<void>;
}

/** What a member has told. */
export class MemberStory {
  /** What it has read, in order. */
  readonly values: string[] = [];
  /** The partitions that it has now, as `topic-partition`. */
  readonly partitions = new Set<string>();
  /** What it said beside its events, for when something goes wrong. */
  readonly remarks: string[] = [];

  take(line: string): void {
    const event = parse(line);
    if (event === undefined) this.remarks.push(line);
    else if (event.name === 'record_data') this.values.push(event.value ?? '');
    else if (event.name === 'partitions_assigned')
      for (const one of namesOf(event)) this.partitions.add(one);
    else if (event.name === 'partitions_revoked')
      for (const one of namesOf(event)) this.partitions.delete(one);
  }
}

/** A member that is a process and prints its story. */
export class MemberProcess implements Member {
  readonly story = new MemberStory();
  readonly #process: ChildProcess;

  constructor(program: string, args: readonly string[]) {
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.#process;
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.told(line));
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.complained(line));
  }

  get hasEnded(): boolean {
    return hasEnded(this.#process);
  }

  leave(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  protected told(line: string): void {
    this.story.take(line);
  }

  protected complained(line: string): void {
    this.story.remarks.push(line);
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.hasEnded) return;
    const ended = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.kill(signal);
    await ended;
  }
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function namesOf({ partitions = [] }: Event): string[] {
  return partitions.map(({ topic, partition }) => `${topic}-${partition}`);
}

function parse(line: string): Event | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'name' in value
      ? (value as Event)
      : undefined;
  } catch {
    return undefined;
  }
}
