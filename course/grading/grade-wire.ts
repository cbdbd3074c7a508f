/**
 * The wire behaviours of chapters, tried on whoever listens on an address: Gregor, or real Kafka.
 */
import { connect } from 'node:net';
import { type Chapter, chapterName } from '../chapter.ts';
import { PlainError } from '../plain-error.ts';
import { solutionView } from '../view.ts';
import type { Assignment } from './assignment.ts';
import { type Paint, plain } from './report/page.ts';
import { Budget, reportTasks } from './report/task-report.ts';
import { runGraders } from './run-graders.ts';
import { type ChapterVerdict, judge } from './verdict.ts';
import { wireBehaviours } from './wire-behaviours.ts';

export type WireAddress = NonNullable<Assignment['wireTarget']>;

export interface WireVerdict {
  readonly verdict: ChapterVerdict;
  /** The behaviours that were tried. */
  readonly tried: readonly string[];
  readonly failed: readonly string[];
}

/** Over real time and a real network, more is waited for. */
const LIMITS = { startMs: 60_000, quietCpuMs: 60_000, quietMs: 75_000 };
const CONNECT_LIMIT_MS = 5_000;

/** `127.0.0.1:9092`, or `[::1]:9092`; throws a PlainError where it is neither. */
export function parseAddress(text: string): WireAddress {
  const {
    six,
    host = six,
    port,
  } = /^(?:\[(?<six>[^\]]+)\]|(?<host>[^:[\]]+)):(?<port>\d+)$/.exec(text)?.groups ?? {};
  if (host !== undefined && Number(port) > 0 && Number(port) < 65_536) {
    return { host, port: Number(port) };
  }
  throw new PlainError(`--target ${text}: it takes host:port, as in --target 127.0.0.1:9092`);
}

/** Throws a PlainError where nobody listens. */
export async function checkReachable({ host, port }: WireAddress): Promise<void> {
  const socket = connect({ host, port, timeout: CONNECT_LIMIT_MS });
  const why = await new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('timeout', () => resolve(`no answer within ${CONNECT_LIMIT_MS / 1_000} seconds`));
    socket.once('error', ({ message }) => resolve(message));
  });
  socket.destroy();
  if (why === undefined) return;
  throw new PlainError(
    `No broker can be reached at ${host}:${port} (${why}). Start one, \`npm run broker\` for ` +
      'example, and give its address: npm run grade:wire -- --target 127.0.0.1:9092',
  );
}

export async function gradeWire(whole: Chapter, address: WireAddress): Promise<WireVerdict> {
  const tried = wireBehaviours(whole);
  const chapter = withOnly(whole, tried);
  const options = { limits: LIMITS, wireTarget: address };
  const verdict = judge(chapter, await runGraders(chapter, solutionView, options));
  const behaviours = verdict.tasks.flatMap((task) => task.behaviours);
  const wrong = behaviours.filter(({ state }) => state !== 'passed');
  return { verdict, tried, failed: wrong.map(({ behaviour }) => behaviour.id) };
}

/** The chapter as if it had no other behaviours. */
function withOnly(chapter: Chapter, ids: readonly string[]): Chapter {
  const tasks = chapter.tasks.map((task) => ({
    ...task,
    behaviours: task.behaviours.filter(({ id }) => ids.includes(id)),
  }));
  return { ...chapter, tasks: tasks.filter(({ behaviours }) => behaviours.length > 0) };
}

export function reportWire(
  { verdict: { chapter, tasks }, tried, failed }: WireVerdict,
  { host, port }: WireAddress,
  paint: Paint = plain,
): string {
  const title = `${chapterName(chapter)}, on the wire to ${host}:${port}`;
  if (tried.length === 0) return `${title}: none of its behaviours shows there.`;
  const context = {
    chapter,
    view: solutionView,
    paint,
    budget: new Budget(),
    only: tried,
    loopsTold: new Set<string>(),
    next: undefined,
  };
  return [
    paint('bold', title),
    '',
    ...reportTasks(tasks, context),
    '',
    paint('bold', `${tried.length - failed.length} of ${tried.length} behaviours hold.`),
  ].join('\n');
}
