/**
 * How far the learner is, wherever the page names tasks: marks in the sidebar and in a chapter's
 * overview, and each chapter's points beside its name.
 */
import type { ChapterNews, Snapshot } from '../../../course/workbench/messages.ts';
import { element } from './element.ts';
import { markFor, markOf } from './states.ts';

export function showMarks({ tasks, chapters }: Snapshot): void {
  const states = Object.fromEntries(tasks.map(({ id, state }) => [id, markOf(state)]));
  document.dispatchEvent(new CustomEvent('gregor:tasks', { detail: states }));
  for (const { id, state } of tasks) {
    const row = document.querySelector(`tr[data-task="${id}"] .id`);
    if (row === null) continue;
    row.querySelector('.gr-mark')?.remove();
    row.prepend(markFor(state), ' ');
    row.normalize();
  }
  for (const chapter of chapters) showPoints(chapter);
}

/** `61/100` behind a chapter's name in the sidebar, once there is something to count. */
function showPoints({ folder, points, ofPoints }: ChapterNews): void {
  const number = Number(folder.slice(0, 2));
  const link = document.querySelector(`.sidebar-content a[data-task^="${number}."]`);
  const summary = link?.closest('details')?.querySelector('summary');
  if (summary === null || summary === undefined) return;
  const shown = summary.querySelector('.gr-points') ?? element('span', { class: 'gr-points' });
  shown.textContent = points === 0 ? '' : `${points}/${ofPoints}`;
  shown.setAttribute('title', `${points} of ${ofPoints} points`);
  if (shown.parentElement === null) summary.querySelector('.caret')?.before(shown);
}
