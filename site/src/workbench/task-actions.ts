/**
 * What a task's buttons do: run, open, reset, compare. What was done, or why it was not, is told where
 * it was asked for.
 */
import { type Actions, NotDone } from './actions.ts';
import { linesView, showDialog } from './dialog.ts';
import { element } from './element.ts';

export class TaskActions {
  readonly #id: string;
  readonly #actions: Actions;
  readonly #tell: (text: string) => void;

  constructor(id: string, actions: Actions, tell: (text: string) => void) {
    this.#id = id;
    this.#actions = actions;
    this.#tell = tell;
  }

  run(): void {
    void this.#do(async () => void (await this.#actions.run({ task: this.#id })));
  }

  openFile(file: string, line?: number): void {
    void this.#do(async () => {
      const { lines } = await this.#actions.open(file, line);
      this.#tell(lines.join(' '));
    });
  }

  hint(): void {
    void this.#do(async () => void (await this.#actions.hint(this.#id)));
  }

  /** Asks first: it takes work away, though it keeps it. */
  reset(): void {
    const text = element(
      'p',
      {},
      `The stubs of task ${this.#id} come back. What you have is put aside first, into ` +
        '.set-aside/ among your files, and you are told where.',
    );
    showDialog(
      `Begin task ${this.#id} anew?`,
      [text],
      [
        { label: 'Begin anew', press: () => void this.#do(() => this.#reset()) },
        { label: 'Keep what I have' },
      ],
    );
  }

  compare(spoil = false): void {
    void this.#do(() => this.#compare(spoil));
  }

  async #reset(): Promise<void> {
    const { lines } = await this.#actions.reset(this.#id);
    showDialog(`Task ${this.#id} begins anew`, [linesView(lines)], [{ label: 'Close' }]);
  }

  async #compare(spoil: boolean): Promise<void> {
    try {
      const { lines } = await this.#actions.diff(this.#id, spoil);
      const shown = lines.map(({ kind, line }) =>
        element('span', { class: `gr-diff-${kind}` }, `${line}\n`),
      );
      const compared = element('pre', { class: 'gr-diff', tabindex: '0' }, ...shown);
      showDialog(`Task ${this.#id}: yours and the reference`, [compared], [{ label: 'Close' }]);
    } catch (error) {
      if (!(error instanceof NotDone) || error.error !== 'spoils') throw error;
      showDialog(
        'It has not passed yet',
        [element('p', {}, error.message)],
        [
          { label: 'Leave it hidden' },
          { label: 'Show the reference all the same', press: () => this.compare(true) },
        ],
      );
    }
  }

  async #do(what: () => Promise<void>): Promise<void> {
    try {
      this.#tell('');
      await what();
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
    }
  }
}
