/**
 * The bar at the foot of every page: whether the workbench is there, what it runs, the next task, and
 * the broker.
 */
import type { Change, RunNews, Snapshot } from '../../../course/workbench/messages.ts';
import type { Actions } from './actions.ts';
import { BrokerPanel } from './broker-panel.ts';
import type { ConnectionState } from './connection.ts';
import { button, element } from './element.ts';

const CONNECTION: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting …',
  connected: 'Watching',
  lost: 'The workbench does not answer. Is npm start running? This goes on by itself.',
  older: 'This page is of an earlier workbench.',
};

export class BenchBar {
  readonly #bar: HTMLElement;
  readonly #connection = element('span', { class: 'gr-connection' }, CONNECTION.connecting);
  /** Said aloud when a run has ended. */
  readonly #run = element('span', { class: 'gr-run', role: 'status', 'aria-live': 'polite' });
  readonly #site = element('span', { class: 'gr-rebuilt' });
  readonly #next = element('span', { class: 'gr-next' });
  readonly #toggle: HTMLElement;
  readonly #panel: BrokerPanel;
  #build: number | undefined;

  constructor(actions: Actions) {
    this.#panel = new BrokerPanel(actions);
    this.#toggle = button('Broker', () => this.#showPanel(this.#panel.root.hidden === true), {
      'aria-expanded': 'false',
      'aria-controls': 'gr-broker',
    });
    const parts = [this.#connection, this.#run, this.#site, this.#next, this.#toggle];
    this.#bar = element(
      'aside',
      { class: 'gr-bench', 'aria-label': 'Workbench', 'data-connection': 'connecting' },
      this.#panel.root,
      element('div', { class: 'gr-bar' }, ...parts),
    );
    this.#bar.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || this.#panel.root.hidden === true) return;
      this.#showPanel(false);
      this.#toggle.focus();
    });
    document.body.append(this.#bar);
  }

  showConnection(state: ConnectionState): void {
    this.#bar.dataset.connection = state;
    this.#connection.replaceChildren(CONNECTION[state]);
    if (state === 'older') this.#connection.append(' ', reloadButton());
  }

  show(now: Snapshot, change: Change | undefined): void {
    if (change === undefined || change.tree !== undefined) this.#showTree(now);
    if (change === undefined || change.run !== undefined) this.#showRun(now.run);
    if (change === undefined || change.next !== undefined) this.#showNext(now);
    if (change === undefined || change.site !== undefined) this.#showSite(now);
    if (change === undefined || change.broker !== undefined || change.brokerLog !== undefined) {
      this.#panel.show(now, change);
      this.#toggle.textContent = `Broker: ${now.broker.state}`;
      this.#toggle.dataset.state = now.broker.state;
    }
  }

  #showPanel(isShown: boolean): void {
    this.#panel.root.hidden = !isShown;
    this.#toggle.setAttribute('aria-expanded', String(isShown));
  }

  #showTree({ tree: { path, isGone } }: Snapshot): void {
    this.#bar.toggleAttribute('data-gone', isGone);
    const gone = `${path}/ is gone; npm run stubs makes it anew.`;
    this.#connection.textContent = isGone ? gone : `Watching ${path}/`;
  }

  #showRun(run: RunNews | undefined): void {
    this.#bar.dataset.run = run?.state ?? 'none';
    if (run === undefined) this.#run.textContent = '';
    else if (run.state === 'running') this.#run.textContent = `Running ${namesOf(run)} …`;
    else this.#run.textContent = run.says ?? '';
  }

  /** The task's own page is known by the sidebar. */
  #showNext({ next, tasks }: Snapshot): void {
    const task = tasks.find(({ id }) => id === next);
    const link = document.querySelector<HTMLAnchorElement>(
      `.sidebar-content a[data-task="${next}"]`,
    );
    this.#next.replaceChildren();
    if (task === undefined || link === null) return;
    const title = `${task.id} ${task.title}`;
    this.#next.append('Next: ', element('a', { href: link.href }, title));
  }

  /** A page of an earlier build still works; its reader says when it is time for the new one. */
  #showSite({ site }: Snapshot): void {
    this.#build ??= site.build;
    this.#site.replaceChildren();
    if (site.state === 'failed') {
      this.#site.append('The course has changed, and can’t be built: the terminal says why.');
    } else if (site.build !== this.#build) {
      this.#site.append('The course has changed. ', reloadButton());
    }
  }
}

function namesOf({ tasks, chapter }: RunNews): string {
  if (tasks.length === 0) return `chapter-${chapter.slice(0, 2)}`;
  return tasks.length > 3 ? `${tasks[0]} to ${tasks.at(-1)}` : tasks.join(', ');
}

function reloadButton(): HTMLElement {
  return button('Load it again', () => location.reload());
}
