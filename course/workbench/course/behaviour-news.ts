/**
 * A behaviour's verdict as a page shows it: what `npm test` prints of it, in parts.
 */
import type { Task } from '../../chapter.ts';
import type { ComparedBytes, Failure } from '../../grading/failure.ts';
import { codeAt, commandFor, placeToLook, whatCame } from '../../grading/report/explain.ts';
import { noteOn } from '../../grading/report/task-report.ts';
import { isUnloadable } from '../../grading/report/unloadable.ts';
import type { BehaviourVerdict } from '../../grading/verdict.ts';
import type { View } from '../../view.ts';
import type { BehaviourNews, Explanation, LookAt } from '../messages.ts';
import { marking, paintedLines } from './painted-lines.ts';

/** A trace longer than this is cut at its beginning: the end is what led to the failure. */
const MOST_TRACE_LINES = 400;

/**
 * @param told what the task has shown already of files that can't be loaded: that is explained once, for
 *   all that fails with it.
 */
export function behaviourNews(
  verdict: BehaviourVerdict,
  task: Task,
  view: View,
  told: Set<string>,
): BehaviourNews {
  const { behaviour, state, failure } = verdict;
  const note = noteOn(verdict)
    .trim()
    .replace(/^\(|\)$/g, '');
  const isWrong = state === 'failed' || state === 'hung';
  const isExplained = isWrong && failure !== undefined && !told.has(failure.message);
  if (isUnloadable(failure)) told.add(failure?.message ?? '');
  return {
    id: behaviour.id,
    state,
    ...(note === '' ? {} : { note }),
    ...(isExplained ? { explanation: explanationOf(verdict, failure, task, view) } : {}),
  };
}

function explanationOf(
  verdict: BehaviourVerdict,
  failure: Failure,
  task: Task,
  view: View,
): Explanation {
  const { bytes, seed, trace = [] } = failure;
  return {
    came: paintedLines(whatCame(failure, marking)),
    trace: trace.slice(-MOST_TRACE_LINES),
    lookAt: lookAtOf(verdict, task, view),
    code: codeAt(failure, view),
    hint: isUnloadable(failure) ? '' : verdict.behaviour.hint,
    again: commandFor(task.id, view),
    ...(seed === undefined ? {} : { seed }),
    ...(bytes === undefined ? {} : { bytes: bytesOf(bytes) }),
  };
}

function bytesOf({ actual, layout }: ComparedBytes): NonNullable<Explanation['bytes']> {
  return { actual, ...(layout === undefined ? {} : { layout }) };
}

/** The place as the terminal words it, and, of a file that the task asks for, how to open it. */
function lookAtOf(verdict: BehaviourVerdict, task: Task, view: View): LookAt {
  const text = placeToLook(verdict, task, view);
  const known = [...task.files.map(({ file }) => file), ...view.learnerFiles];
  const file = verdict.failure?.place?.file ?? known.find((one) => text.includes(`/${one}`));
  if (file === undefined || !view.learnerFiles.includes(file)) return { text };
  const line = /:(\d+)/.exec(text.slice(text.indexOf(file)))?.[1];
  return { text, file, ...(line === undefined ? {} : { line: Number(line) }) };
}
