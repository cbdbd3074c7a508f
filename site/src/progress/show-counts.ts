/**
 * Fills in what a reader has answered: in sentences (`5 of 8 answered`) and beside links of the sidebar
 * (`2/3`), wherever an element names questions.
 *
 *     <span data-quiz-count="01-storage/a 01-storage/b">2 questions</span>
 *     <a data-quiz="01-storage/a" href="…">                  gets data-answered="1/1", data-quiz-done
 */
import { countRight } from './quiz-store.ts';
import { browserShelf } from './shelf.ts';

export function showCounts(): void {
  const shelf = browserShelf();
  for (const element of document.querySelectorAll<HTMLElement>('[data-quiz-count]')) {
    const questions = (element.dataset.quizCount ?? '').split(' ');
    element.textContent = `${countRight(shelf, questions)} of ${questions.length} answered`;
  }
  for (const link of document.querySelectorAll<HTMLElement>('[data-quiz]')) {
    const questions = (link.dataset.quiz ?? '').split(' ');
    const right = countRight(shelf, questions);
    if (right > 0) link.dataset.answered = `${right}/${questions.length}`;
    link.toggleAttribute('data-quiz-done', right === questions.length);
  }
}
