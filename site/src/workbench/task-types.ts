/**
 * What the type check says of a task's files, as the terminal's report has it: a few lines, each with
 * its place, which the editor opens.
 */
import type { Snapshot, TaskNews, TypeComplaint } from '../../../course/workbench/messages.ts';
import { complaintsFor } from './complaints.ts';
import { button, element } from './element.ts';

const MOST_SHOWN = 5;

export class TaskTypes {
  readonly root = element('div', { class: 'gr-types', hidden: true });
  readonly #open: (file: string, line: number) => void;

  constructor(open: (file: string, line: number) => void) {
    this.#open = open;
  }

  show(now: Snapshot, task: TaskNews): void {
    const complaints = complaintsFor(now, task);
    this.root.hidden = complaints.length === 0;
    const shown = complaints.slice(0, MOST_SHOWN).map((one) => this.#line(one));
    const more = complaints.length - shown.length;
    this.root.replaceChildren(
      element('p', {}, 'The type check complains; it costs no points:'),
      ...shown,
      ...(more > 0 ? [element('p', {}, `… and ${more} more: npm run typecheck`)] : []),
    );
  }

  #line({ file, line, text }: TypeComplaint): HTMLElement {
    const open = button('Open', () => this.#open(file, line));
    return element(
      'p',
      { class: 'gr-complaint' },
      element('code', { class: 'gr-complaint-text' }, text),
      open,
    );
  }
}
