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
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** Java's consumer gives its own `close` 30 s. */
const LEAVE_LIMIT_MS = 45_000;

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
  readonly #name: string;
  readonly #process: ChildProcess;

  constructor(program: string, args: readonly string[]) {
    this.#name = [basename(program), ...args].join(' ');
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.#process;
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.told(line));
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.complained(line));
  }

  get hasEnded(): boolean {
    return hasEnded(this.#process);
  }

  leave(): Promise<void> {
    return goneInTime(this.#name, this.#end('SIGTERM'), () => this.kill());
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

/**
 * Waits until the member that was asked to leave is gone. One that stays is killed, and the check
 * fails by its name.
 */
export async function goneInTime(
  name: string,
  gone: Promise<void>,
  kill: () => Promise<void>,
  limitMs = LEAVE_LIMIT_MS,
): Promise<void> {
  const timer = new AbortController();
  const late = sleep(limitMs, 'late', { signal: timer.signal }).catch(() => undefined);
  const first = await Promise.race([gone, late]);
  timer.abort();
  if (first !== 'late') return;
  await kill();
  throw new Error(`Did not leave its group within ${limitMs / 1000} s, and was killed: ${name}`);
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
