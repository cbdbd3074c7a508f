/**
 * What happened before each failure, kept for the trace viewer: a report shows a dozen lines of it, the
 * viewer all of them, as a sequence diagram.
 *
 *     .gregor/traces/join-waits.json    of the behaviour's last failure; gone when it passes
 *
 * A terminal has no room for a trace in a link. So a report names the page by the behaviour's id, and the
 * workbench hands the page what is kept (`/workbench/traces/join-waits`). Where no workbench runs, it
 * names the command that opens it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTrace, type Trace } from '../../site/simulations/trace/trace.ts';
import { root } from '../view.ts';
import type { BehaviourVerdict, ChapterVerdict } from './verdict.ts';

/** `.gregor`, where the clone keeps what it can do without. */
export const HOME = join(root, '.gregor');

const ID = /^[a-z0-9][a-z0-9-]{0,99}$/;
/** The viewer shows no more; the end is what led to the failure. */
const MOST_LINES = 4000;

/** Keeps the trace of each behaviour that failed, and forgets it of those that passed. */
export function keepTraces({ tasks }: ChapterVerdict, home = HOME): void {
  for (const verdict of tasks.flatMap(({ behaviours }) => behaviours)) {
    const { behaviour, state } = verdict;
    const trace = traceOf(verdict);
    if (trace !== undefined) keepTrace(behaviour.id, trace, home);
    else if (state === 'passed') rmSync(fileOf(behaviour.id, home), { force: true });
  }
}

/** What the viewer is given of a failure; undefined where there was nothing to trace. */
export function traceOf({ behaviour, state, failure }: BehaviourVerdict): Trace | undefined {
  const lines = failure?.trace?.slice(-MOST_LINES) ?? [];
  if (failure === undefined || state === 'passed' || lines.length === 0) return undefined;
  const { message, seed } = failure;
  return {
    title: behaviour.says,
    why: message,
    again: `npm test ${behaviour.id}`,
    lines,
    ...(seed === undefined ? {} : { seed }),
  };
}

export function keepTrace(id: string, trace: Trace, home = HOME): void {
  const file = fileOf(id, home);
  mkdirSync(join(home, 'traces'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(trace)}\n`);
}

/** Undefined where none is kept, or what is kept is none. */
export function keptTrace(id: string, home = HOME): Trace | undefined {
  try {
    return checkTrace(JSON.parse(readFileSync(fileOf(id, home), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The viewer's page of a workbench, with the trace of that name. */
export function tracePage(port: number, id: string): string {
  return `http://127.0.0.1:${port}/simulations/trace/#of=${id}`;
}

/** How a report names the page: by its address while a workbench runs, else by the command. */
export async function traceNamer(home = HOME): Promise<(id: string) => string> {
  const { runningInstance } = await import('../workbench/instance.ts');
  const running = await runningInstance(home);
  return (id) => (running === undefined ? `npm run trace ${id}` : tracePage(running.port, id));
}

/** No name leads out of the directory. @throws where it is none of a behaviour or a run. */
function fileOf(id: string, home: string): string {
  if (!ID.test(id)) throw new Error(`${id} is no name of a trace`);
  return join(home, 'traces', `${id}.json`);
}
