/**
 * `<gr-quiz>`: a question whose options are remembered once they were opened, marked as right or wrong,
 * and said aloud. The options are `<details>`: keyboard and screen readers know them, script or not.
 */
import { readAnswers, recordAnswer } from './quiz-store.ts';
import { browserShelf } from './shelf.ts';
import { showCounts } from './show-counts.ts';

class Quiz extends HTMLElement {
  connectedCallback(): void {
    const answers = readAnswers(browserShelf()).get(this.#question);
    if (answers !== undefined) this.#mark(answers.chosen, answers.right);
    // `toggle` does not bubble: it is caught on its way down.
    this.addEventListener('toggle', (event) => this.#opened(event.target as Element), true);
  }

  get #question(): string {
    return this.dataset.question ?? '';
  }

  #opened(details: Element): void {
    const option = details.closest('li');
    if (option === null || !(details as HTMLDetailsElement).open) return;
    const isRight = option.dataset.right !== undefined;
    const key = option.dataset.option ?? '';
    const { chosen, right } = recordAnswer(browserShelf(), this.#question, key, isRight);
    this.#mark(chosen, right);
    this.#say(details.querySelector('p')?.textContent ?? '');
    showCounts();
  }

  #mark(chosen: readonly string[], right: boolean): void {
    for (const option of this.querySelectorAll('li')) {
      const isChosen = chosen.includes(option.dataset.option ?? '');
      if (isChosen) option.dataset.chosen = '';
    }
    this.toggleAttribute('data-answered', right);
  }

  /** For who does not see the option open: the verdict with its reason. */
  #say(text: string): void {
    const said = this.querySelector('.said');
    if (said !== null) said.textContent = text.replace(/\s+/g, ' ').trim();
  }
}

customElements.define('gr-quiz', Quiz);
