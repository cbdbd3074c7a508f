/**
 * What every page runs: cards over words of the glossary, pictures that scroll, the reader's quiz answers,
 * and the state of tasks where the workbench tells it.
 *
 *     document.dispatchEvent(new CustomEvent('gregor:tasks', { detail: { '1.4': 'passed' } }))
 *
 * gives every element with that `data-task` the `data-state`; what it looks like is the style sheets'.
 */
import './gr-quiz.ts';
import { termCards } from '../glossary/term-cards.ts';
import { reachScrollers } from './reach-scrollers.ts';
import { showCounts } from './show-counts.ts';

termCards();
reachScrollers();
showCounts();
addEventListener('storage', showCounts);
document.addEventListener('gregor:tasks', (event) => {
  const states = (event as CustomEvent<Record<string, string>>).detail;
  for (const element of document.querySelectorAll<HTMLElement>('[data-task]')) {
    const state = states[element.dataset.task ?? ''];
    if (state !== undefined) element.dataset.state = state;
  }
});
