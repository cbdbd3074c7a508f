/**
 * The learner's own broker: start and stop, whose parts it is made of, what to try, and its log.
 */
import type { BrokerNews, Change, Snapshot } from '../../../course/workbench/messages.ts';
import { type Actions, NotDone } from './actions.ts';
import { button, element } from './element.ts';
import { logLine } from './log-line.ts';

const SENTENCES: Readonly<Record<BrokerNews['state'], string>> = {
  stopped: 'It does not run.',
  starting: 'It starts …',
  running: 'It runs.',
  stopping: 'It stops …',
  failed: 'It could not go on.',
};

export class BrokerPanel {
  readonly root = element('section', {
    id: 'gr-broker',
    'aria-label': 'Your broker',
    hidden: true,
  });
  readonly #state = element('p', { role: 'status' });
  readonly #order: HTMLElement;
  readonly #parts = element('pre', { tabindex: '0' });
  readonly #commands = element('ul', { class: 'gr-commands' });
  readonly #log = element('pre', {
    class: 'gr-log',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Its log',
  });
  readonly #actions: Actions;
  #broker: BrokerNews | undefined;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#order = button('Start', () => void this.#press());
    const heading = (text: string) => element('h3', {}, text);
    this.root.append(
      element('div', {}, heading('Your broker'), this.#state, this.#order, this.#parts),
      element('div', {}, heading('Try it, in a terminal'), this.#commands),
      element('div', {}, heading('Its log'), this.#log),
    );
  }

  show({ broker, brokerLog }: Snapshot, change: Change | undefined): void {
    this.#showState(broker);
    if (this.#broker?.address !== broker.address) this.#showCommands(broker);
    this.#broker = broker;
    if (change === undefined || change.brokerLog !== undefined) this.#showLog(brokerLog);
  }

  #showState({ state, address, says, parts, savedSince }: BrokerNews): void {
    const isUp = state === 'running' || state === 'starting';
    const since =
      savedSince.length === 0
        ? ''
        : ` It does not know yet what you saved: ${savedSince.join(', ')}.`;
    const where = state === 'running' ? ` Clients find it at ${address}.` : '';
    this.#state.textContent = `${SENTENCES[state]}${where} ${says ?? ''}${since}`.trim();
    this.#order.textContent = isUp ? 'Stop' : 'Start';
    this.#order.toggleAttribute('disabled', state === 'stopping');
    this.#parts.textContent = parts.join('\n');
  }

  #showCommands({ commands }: BrokerNews): void {
    const rows = commands.map(({ does, command }) => {
      const copy = button('Copy', () => {
        void navigator.clipboard.writeText(command).then(() => {
          copy.textContent = 'Copied';
        });
      });
      return element(
        'li',
        {},
        element('span', {}, does),
        element('code', { tabindex: '0' }, command),
        copy,
      );
    });
    this.#commands.replaceChildren(...rows);
  }

  /** Stays at its end where the reader is there. */
  #showLog(lines: readonly string[]): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 24;
    this.#log.textContent = lines.map(logLine).join('\n');
    if (isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  async #press(): Promise<void> {
    const state = this.#broker?.state;
    try {
      await this.#actions.broker(state === 'running' || state === 'starting' ? 'stop' : 'start');
    } catch (error) {
      if (error instanceof NotDone) this.#state.textContent = error.message;
    }
  }
}
