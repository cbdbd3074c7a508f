/**
 * Kafka's own VerifiableConsumer as members of a group: some of them in one JVM, or one alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { classPath, compileJava } from '../kafka/java-tools.ts';
import { goneInTime, hasEnded, type Member, MemberStory } from './member.ts';

/** Quick to start, and small: there are many of them. */
const JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx256m'];

class JavaMember implements Member {
  readonly story = new MemberStory();
  readonly #host: JavaHost;
  readonly #number: number;

  constructor(host: JavaHost, number: number) {
    this.#host = host;
    this.#number = number;
  }

  get hasEnded(): boolean {
    return this.#host.hasEnded;
  }

  leave(): Promise<void> {
    return this.#host.leave(this.#number);
  }

  kill(): Promise<void> {
    return this.#host.kill();
  }
}

class JavaHost {
  readonly members: readonly JavaMember[];
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #left = new Map<number, () => void>();
  #alive: number;

  constructor(count: number, args: readonly string[]) {
    this.#name = `GroupMembers ${args.join(' ')}`;
    const log = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';
    const path = classPath(compileJava(['interop/java/GroupMembers.java']));
    const program = [...JVM, log, '-cp', path, 'GroupMembers', ...args];
    this.#process = spawn('java', program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#alive = count;
    this.members = Array.from({ length: count }, (_, number) => new JavaMember(this, number));
    const { stdout } = this.#process;
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.#told(line));
  }

  get hasEnded(): boolean {
    return hasEnded(this.#process);
  }

  leave(number: number): Promise<void> {
    const name = `member ${number} of ${this.#name}`;
    return goneInTime(name, this.#askToLeave(number), () => this.kill());
  }

  async kill(): Promise<void> {
    await this.#end(() => this.#process.kill('SIGKILL'));
  }

  /** The JVM goes with its last member. */
  async #askToLeave(number: number): Promise<void> {
    if (this.hasEnded) return;
    const gone = new Promise<void>((resolve) => {
      this.#left.set(number, resolve);
      this.#process.once('close', () => resolve());
    });
    this.#process.stdin?.write(`leave ${number}\n`);
    await gone;
    this.#alive -= 1;
    if (this.#alive === 0) await this.#end(() => this.#process.stdin?.end());
  }

  #told(line: string): void {
    const tab = line.indexOf('\t');
    const number = Number(line.slice(0, tab));
    const event = line.slice(tab + 1);
    this.members[number]?.story.take(event);
    if (event.includes('"shutdown_complete"')) this.#left.get(number)?.();
  }

  async #end(act: () => void): Promise<void> {
    if (this.hasEnded) return;
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    act();
    await closed;
  }
}

/** `count` members in a JVM of their own; `settings` are Kafka's, `key=value`. */
export function startJavaMembers(
  count: number,
  bootstrap: string,
  group: string,
  topic: string,
  settings: readonly string[],
): readonly Member[] {
  return new JavaHost(count, [bootstrap, group, topic, String(count), ...settings]).members;
}
