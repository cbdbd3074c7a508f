/**
 * Kafka's own command-line tools, called from TypeScript.
 *
 * `JavaTools` keeps one JVM with ToolServer (interop/java/ToolServer.java) and hands it one call at a time;
 * what comes back is what the tool itself wrote and its exit code. `compileJava` turns the small
 * Java programs of interop/ into classes, once per change, in node_modules/.cache/gregor/.
 *
 * Invariant: calls are answered in order; a JVM that dies fails the call that runs, loudly.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheDirectory, findKafkaJars, repositoryRoot } from './jars.ts';

export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolCall {
  /** A short name such as `TopicCommand`, or a whole class name. */
  readonly tool: string;
  readonly args: readonly string[];
  readonly stdin?: string | Uint8Array;
  /** The JVM is killed and the call fails after this long. */
  readonly timeoutMs?: number;
  /** Called with each piece of stdout as it comes. */
  readonly onStdout?: (text: string) => void;
}

/** Most tools live in one package; these do not. */
const elsewhere: Readonly<Record<string, string>> = {
  ConsoleConsumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  ConfigCommand: 'kafka.admin.ConfigCommand',
  StorageTool: 'kafka.tools.StorageTool',
  DumpLogSegments: 'org.apache.kafka.tools.DumpLogSegments',
};

/** Our own Java programs; each has a main method and no package. */
export const ownPrograms: readonly string[] = [
  'interop/java/ToolServer.java',
  'interop/java/AssignGroups.java',
  'interop/java/DecodeFrames.java',
  'interop/java/DescribeConfigs.java',
  'interop/java/DumpSegments.java',
  'interop/java/WriteDataSet.java',
  'interop/java/AckedProducer.java',
  'interop/java/ConsumerThroughput.java',
  'interop/java/AssignPartitions.java',
  'interop/java/MatchTopics.java',
  'interop/java/ReadTopics.java',
  'interop/java/VerifyAcked.java',
];

/** The class path of the jars with `first` before them. Throws with the reason when there are none. */
export function classPath(...first: string[]): string {
  const jars = findKafkaJars();
  if (jars.directory === undefined) throw new Error(jars.reason);
  // The order matters: slf4j-simple must be the only binding that is found.
  return [...first, join(jars.directory, '*')].join(delimiter);
}

/** Compiles Java sources (paths from the repository's root) and returns the directory of classes. */
export function compileJava(sources: readonly string[]): string {
  const hash = createHash('sha256');
  const paths = sources.map((source) => join(repositoryRoot, source));
  for (const path of paths) hash.update(readFileSync(path));
  const directory = join(cacheDirectory, `java-${hash.digest('hex').slice(0, 16)}`);
  const last = join(directory, `${basename(paths.at(-1) as string, '.java')}.class`);
  if (existsSync(last)) return directory;
  mkdirSync(directory, { recursive: true });
  execFileSync('javac', ['-nowarn', '-proc:none', '-cp', classPath(), '-d', directory, ...paths], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return directory;
}

export class JavaTools {
  #process: ChildProcess | undefined;
  #busy: Promise<unknown> = Promise.resolve();
  readonly #properties: readonly string[];

  /** `logLevel` is slf4j-simple's: what the tools' clients log goes to the tool's stderr. */
  constructor(options: { logLevel?: 'error' | 'warn' | 'info' | 'debug' } = {}) {
    this.#properties = [
      `-Dorg.slf4j.simpleLogger.defaultLogLevel=${options.logLevel ?? 'error'}`,
      '-Dorg.slf4j.simpleLogger.showThreadName=false',
    ];
  }

  /** Runs one tool to its end. Never throws for a tool that fails: see `exitCode`. */
  run(call: ToolCall): Promise<ToolResult> {
    const result = this.#busy.then(() => this.#run(call));
    this.#busy = result.catch(() => undefined);
    return result;
  }

  /** Ends the JVM; the next call starts a new one. */
  close(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  #start(): ChildProcess {
    if (this.#process !== undefined) return this.#process;
    const jvm = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx512m'];
    const args = [...jvm, ...this.#properties, '-cp', classPath(compileJava(ownPrograms))];
    this.#process = spawn('java', [...args, 'ToolServer'], { stdio: ['pipe', 'pipe', 'inherit'] });
    return this.#process;
  }

  #run(call: ToolCall): Promise<ToolResult> {
    const child = this.#start();
    const mainClass = fullName(call.tool);
    const encode = (value: string | Uint8Array): string => Buffer.from(value).toString('base64');
    return new Promise((resolve, reject) => {
      const collected = { out: [] as Buffer[], err: [] as Buffer[] };
      const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
      const text = (pieces: Buffer[]): string => Buffer.concat(pieces).toString('utf8');
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        lines.close();
        child.off('exit', died);
        act();
      };
      const died = (): void => {
        this.#process = undefined;
        finish(() =>
          reject(new Error(`the JVM died while ${call.tool} ran: ${text(collected.err)}`)),
        );
      };
      const timer = setTimeout(() => {
        this.close();
        const said = `${text(collected.out)}${text(collected.err)}`.slice(-2000);
        finish(() => reject(new Error(`${call.tool} did not end in time; it said: ${said}`)));
      }, call.timeoutMs ?? 60_000);
      lines.on('line', (line) => {
        const tab = line.indexOf('\t');
        const kind = line.slice(0, tab);
        const value = line.slice(tab + 1);
        if (kind === 'exit') {
          const { out, err } = collected;
          finish(() => resolve({ exitCode: Number(value), stdout: text(out), stderr: text(err) }));
          return;
        }
        const piece = Buffer.from(value, 'base64');
        collected[kind === 'out' ? 'out' : 'err'].push(piece);
        if (kind === 'out') call.onStdout?.(piece.toString('utf8'));
      });
      child.once('exit', died);
      const fields = [mainClass, encode(call.stdin ?? ''), ...call.args.map(encode)];
      (child.stdin as NodeJS.WritableStream).write(`${fields.join('\t')}\n`);
    });
  }
}

function fullName(tool: string): string {
  if (tool.includes('.') || ownPrograms.some((path) => path.endsWith(`/${tool}.java`))) return tool;
  return elsewhere[tool] ?? `org.apache.kafka.tools.${tool}`;
}
