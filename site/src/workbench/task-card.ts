/**
 * A task's card as the workbench fills it: its state and buttons in the empty `.live`, a mark and the
 * failure at each behaviour, and its hints, which stay shown once they were.
 *
 * Only what has changed is drawn anew: what a learner has opened, or reads just now, stays.
 */
import type {
  BehaviourNews,
  Change,
  Snapshot,
  TaskNews,
} from '../../../course/workbench/messages.ts';
import type { Actions } from './actions.ts';
import { button, element, sentence } from './element.ts';
import { failureView } from './failure-view.ts';
import { markFor, markOf, stateSentence } from './states.ts';
import { TaskActions } from './task-actions.ts';
import { TaskHints } from './task-hints.ts';
import { TaskTypes } from './task-types.ts';

export class TaskCard {
  readonly #section: HTMLElement;
  readonly #id: string;
  readonly #does: TaskActions;
  readonly #hints: TaskHints;
  readonly #state = element('p', { class: 'gr-state' });
  readonly #told = element('p', { class: 'gr-told', role: 'status' });
  readonly #output = element('div', { class: 'gr-output' });
  readonly #types: TaskTypes;
  /** What each behaviour was drawn from, by its id. */
  readonly #drawn = new Map<string, string>();
  /** What the output was drawn from. */
  #printed: string | undefined;
  #compare: HTMLElement | undefined;

  constructor(section: HTMLElement, actions: Actions) {
    this.#section = section;
    this.#id = section.dataset.task ?? '';
    this.#does = new TaskActions(this.#id, actions, (text) => {
      this.#told.replaceChildren(...sentence(text));
    });
    this.#types = new TaskTypes((file, line) => this.#does.openFile(file, line));
    this.#hints = new TaskHints(section, () => this.#does.hint());
    this.#furnish();
  }

  show(now: Snapshot, change: Change | undefined): void {
    const task = now.tasks.find(({ id }) => id === this.#id);
    if (task === undefined) return;
    this.#section.toggleAttribute('data-running', isRunning(now, this.#id));
    if (change === undefined || change.types !== undefined) this.#types.show(now, task);
    if (change !== undefined && change.tasks?.every(({ id }) => id !== this.#id) !== false) return;
    this.#section.dataset.state = markOf(task.state);
    this.#state.replaceChildren(markFor(task.state), ' ', stateSentence(task));
    for (const behaviour of task.behaviours) this.#showBehaviour(behaviour);
    if (task.behaviours.length === 0) this.#clearBehaviours();
    this.#showOutput(task);
    this.#hints.show(task);
    if (this.#compare !== undefined)
      this.#compare.dataset.quiet = String(task.passedAt === undefined);
  }

  #furnish(): void {
    const live = this.#section.querySelector<HTMLElement>('.live');
    const files = [...this.#section.querySelectorAll<HTMLElement>('[data-file]')];
    const hasFiles = files.length > 0;
    this.#compare = hasFiles
      ? button('Compare with the reference', () => this.#does.compare())
      : undefined;
    const buttons = element(
      'div',
      { class: 'gr-buttons' },
      button('Run now', () => this.#does.run()),
      hasFiles && button('Begin anew…', () => this.#does.reset()),
      this.#compare,
    );
    live?.replaceChildren(this.#state, buttons, this.#told, this.#types.root, this.#output);
    live?.removeAttribute('hidden');
    for (const item of files) {
      const file = item.dataset.file ?? '';
      const open = button('Open in my editor', () => this.#does.openFile(file), {
        class: 'gr-link',
      });
      item.querySelector('.path')?.after(open);
    }
  }

  #showBehaviour(behaviour: BehaviourNews): void {
    const item = this.#section.querySelector<HTMLElement>(`[data-behaviour="${behaviour.id}"]`);
    const text = JSON.stringify(behaviour);
    if (item === null || this.#drawn.get(behaviour.id) === text) return;
    this.#drawn.set(behaviour.id, text);
    clearBehaviour(item);
    item.dataset.state = markOf(behaviour.state);
    item.prepend(markFor(behaviour.state));
    const { note, explanation } = behaviour;
    if (note !== undefined) item.append(element('p', { class: 'gr-note' }, note));
    if (explanation === undefined) return;
    const openFile = (file: string, line?: number) => this.#does.openFile(file, line);
    const hooks = { behaviour: behaviour.id, openFile };
    const isFirst = this.#section.querySelector('.gr-why[open]') === null;
    item.append(
      element(
        'details',
        { class: 'gr-why', open: isFirst },
        element('summary', {}, 'What went wrong'),
        failureView(explanation, hooks),
      ),
    );
  }

  #clearBehaviours(): void {
    this.#drawn.clear();
    for (const item of this.#section.querySelectorAll<HTMLElement>('[data-behaviour]')) {
      clearBehaviour(item);
    }
  }

  #showOutput({ output }: TaskNews): void {
    const text = JSON.stringify(output);
    if (text === this.#printed) return;
    this.#printed = text;
    const isOpen = this.#output.querySelector('details')?.open === true;
    this.#output.replaceChildren();
    if (output === undefined) return;
    const more = output.more > 0 ? `\n… and ${output.more.toLocaleString('en')} more lines` : '';
    this.#output.replaceChildren(
      element(
        'details',
        { open: isOpen },
        element('summary', {}, 'What your code printed'),
        element('pre', { tabindex: '0' }, output.lines.join('\n') + more),
      ),
    );
  }
}

function clearBehaviour(item: HTMLElement): void {
  delete item.dataset.state;
  for (const part of item.querySelectorAll(':scope > :is(.gr-mark, .gr-note, .gr-why)'))
    part.remove();
}

function isRunning({ run, tasks }: Snapshot, id: string): boolean {
  if (run?.state !== 'running') return false;
  const chapter = tasks.find((task) => task.id === id)?.chapter;
  return run.tasks.includes(id) || (run.tasks.length === 0 && run.chapter === chapter);
}
