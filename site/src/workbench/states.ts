/**
 * States in words and as marks: the same marks in the sidebar, the overview and a task's card.
 */
import type { BehaviourState, TaskNews, TaskState } from '../../../course/workbench/messages.ts';
import { element } from './element.ts';

/** The values of `data-state` that the style sheets know. */
export type Mark = 'passed' | 'failed' | 'begun' | 'waits' | 'not-started';

export function markOf(state: TaskState | BehaviourState): Mark {
  if (state === 'hung') return 'failed';
  if (state === 'not graded' || state === 'not run' || state === 'not started')
    return 'not-started';
  return state;
}

const WORDS: Readonly<Record<TaskState | BehaviourState, string>> = {
  passed: 'passed',
  failed: 'wrong',
  hung: 'never came to an end',
  begun: 'begun',
  waits: 'waits',
  'not started': 'not started',
  'not run': 'not run',
  'not graded': 'not graded yet',
};

/** A mark with its word for those who do not see it. */
export function markFor(state: TaskState | BehaviourState): HTMLElement {
  const label = WORDS[state];
  return element('span', {
    class: 'gr-mark',
    role: 'img',
    'data-state': markOf(state),
    'aria-label': label,
  });
}

/** A task's state as a sentence. */
export function stateSentence(task: TaskNews): string {
  const { state, points, ofPoints, behaviours, waitsFor } = task;
  const hold = behaviours.filter((one) => one.state === 'passed').length;
  if (state === 'passed') return `Right: ${points} of ${ofPoints} points.`;
  if (state === 'waits') return `Waits for task ${waitsFor}, which has to be right first.`;
  if (state === 'not started' || state === 'not graded') {
    return 'Not begun. Write in the file below and save: this answers by itself.';
  }
  if (behaviours.length === 0) return `${points} of ${ofPoints} points when it was last graded.`;
  return `${hold} of ${behaviours.length} behaviours hold: ${points} of ${ofPoints} points.`;
}
