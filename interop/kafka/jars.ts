/**
 * Finds the jars of the real Apache Kafka 4.3.1.
 *
 * They are the referee of everything in interop/ and bench/: the message specs inside them say what
 * the wire looks like, their tools are the clients, their broker is the peer. They are 54 MB and
 * never part of this repository. Looked for, in this order:
 *
 *   1. the directory that the environment variable GREGOR_KAFKA_LIB names
 *   2. node_modules/.cache/gregor/kafka-4.3.1, filled by an earlier run
 *   3. Maven, which fills that directory from interop/kafka/pom.xml (about 10 s, once)
 *
 * Invariant: a result with `directory` holds kafka-clients, kafka_2.13 and kafka-tools of exactly
 * this version; otherwise `reason` is a sentence that says what to do.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const KAFKA_VERSION = '4.3.1';

export type KafkaJars =
  | { readonly directory: string; readonly reason?: undefined }
  | { readonly directory?: undefined; readonly reason: string };

const here = dirname(fileURLToPath(import.meta.url));
export const repositoryRoot = resolve(here, '../..');
export const cacheDirectory = join(repositoryRoot, 'node_modules/.cache/gregor');
const cachedJars = join(cacheDirectory, `kafka-${KAFKA_VERSION}`);

let found: KafkaJars | undefined;

/** The directory of the jars, or why there is none. Fetches them through Maven when needed. */
export function findKafkaJars(): KafkaJars {
  found ??= lookForJars();
  return found;
}

/** What is missing before a Java program can run: the jars, or a JDK that is new enough. */
export function missingForJava(): string | undefined {
  return missingJdk() ?? findKafkaJars().reason;
}

const OLDEST_JDK = 17;

function missingJdk(): string | undefined {
  for (const program of ['java', 'javac']) {
    const { error, stdout, stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' });
    const todo = `install a JDK ${OLDEST_JDK} or later (Debian: apt-get install default-jdk-headless)`;
    if (error !== undefined) return `${program} is not on the path: ${todo}.`;
    const major = Number(/(?:javac |version ")(\d+)/.exec(stdout + stderr)?.[1]);
    if (major < OLDEST_JDK) return `${program} is of Java ${major}, too old: ${todo}.`;
  }
  return undefined;
}

/** The path of one jar, such as `kafka-clients`. Throws when the jars are not there. */
export function kafkaJar(artifact: string): string {
  const jars = findKafkaJars();
  if (jars.directory === undefined) throw new Error(jars.reason);
  return join(jars.directory, `${artifact}-${KAFKA_VERSION}.jar`);
}

function lookForJars(): KafkaJars {
  const named = process.env.GREGOR_KAFKA_LIB;
  if (named !== undefined && named !== '') {
    if (isComplete(named)) return { directory: resolve(named) };
    return {
      reason: `GREGOR_KAFKA_LIB=${named} holds no kafka_2.13-${KAFKA_VERSION}.jar: point it at a directory with the jars of Kafka ${KAFKA_VERSION}, or unset it and let Maven fetch them.`,
    };
  }
  if (isComplete(cachedJars)) return { directory: cachedJars };
  return fetchWithMaven();
}

function isComplete(directory: string): boolean {
  if (!existsSync(directory)) return false;
  const names = new Set(readdirSync(directory));
  return ['kafka-clients', 'kafka_2.13', 'kafka-tools', 'kafka-metadata'].every((artifact) =>
    names.has(`${artifact}-${KAFKA_VERSION}.jar`),
  );
}

/** Into a directory beside the final one, then renamed: an interrupted fetch leaves nothing that looks whole. */
function fetchWithMaven(): KafkaJars {
  const partial = `${cachedJars}.partial-${process.pid}`;
  mkdirSync(dirname(partial), { recursive: true });
  process.stderr.write(`Fetching Apache Kafka ${KAFKA_VERSION} through Maven (54 MB, once) ...\n`);
  try {
    const goals = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`];
    execFileSync('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), ...goals], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 300_000,
    });
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    return { reason: mavenFailure(error) };
  }
  if (!existsSync(cachedJars)) renameSync(partial, cachedJars);
  return { directory: cachedJars };
}

function mavenFailure(error: unknown): string {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  if (missing) {
    return `no jars of Kafka ${KAFKA_VERSION}: install Maven (mvn) and a JDK 17 or later, or set GREGOR_KAFKA_LIB to a directory that holds them.`;
  }
  return `Maven could not fetch Kafka ${KAFKA_VERSION}: ${(error as Error).message.split('\n')[0]}. Check the network, or set GREGOR_KAFKA_LIB.`;
}
