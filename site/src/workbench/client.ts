/**
 * The workbench in the page: beside each task what the learner's own code does, and at the foot of the
 * page the run, the next task and the broker.
 *
 *     events ─► Connection ─► News ─┬─► TaskCard      on a task's page: state, behaviours, failures
 *                                   ├─► marks         sidebar, overview: how far each task is
 *                                   └─► BenchBar      connection, run, next task, broker
 *
 * What the learner's code printed, or an error says, is only ever put in as text.
 */
import { Actions } from './actions.ts';
import { BenchBar } from './bench-bar.ts';
import { showMarks } from './chapter-marks.ts';
import { Connection } from './connection.ts';
import { News } from './news.ts';
import { TaskCard } from './task-card.ts';
import styles from './workbench.css?inline';

export function beginWorkbench(token: string): void {
  const sheet = document.createElement('style');
  sheet.textContent = styles;
  document.head.append(sheet);

  const news = new News();
  const actions = new Actions(token);
  const bar = new BenchBar(actions);
  const cards = [...document.querySelectorAll<HTMLElement>('section.task[data-task]')].map(
    (section) => new TaskCard(section, actions),
  );
  news.listen((now, change) => {
    showMarks(now);
    for (const card of cards) card.show(now, change);
    bar.show(now, change);
  });
  const connection = new Connection(token, {
    heard: (event) => news.take(event),
    became: (state) => bar.showConnection(state),
  });
  connection.begin();
}
