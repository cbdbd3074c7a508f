/**
 * A task's hints with a memory: those that were shown stand open, also in the terminal's count, and
 * opening the next one is asking for it.
 *
 * The page has them already, each folded away in the one before.
 */
import type { TaskNews } from '../../../course/workbench/messages.ts';

export class TaskHints {
  readonly #all: readonly HTMLDetailsElement[];
  #shown = 0;
  /** Whether an opening is ours, and asks for nothing. */
  #isOurs = false;

  constructor(section: HTMLElement, ask: () => void) {
    this.#all = [...section.querySelectorAll<HTMLDetailsElement>('details.hint')];
    for (const [at, hint] of this.#all.entries()) {
      hint.addEventListener('toggle', () => {
        if (hint.open && at >= this.#shown && !this.#isOurs) {
          this.#shown = at + 1;
          ask();
        }
      });
    }
  }

  show({ hints }: TaskNews): void {
    this.#isOurs = true;
    for (const hint of this.#all.slice(this.#shown, hints.length)) hint.open = true;
    this.#shown = Math.max(this.#shown, hints.length);
    // `toggle` is told later than it happens.
    setTimeout(() => {
      this.#isOurs = false;
    });
  }
}
