/**
 * The last lines that a program has written, passed on in batches: a broker may write thousands in a
 * second, and a page needs to hear of them a few times a second.
 */
const MOST_LINES = 500;
const MOST_CHARACTERS = 2_000;
const BATCH_MS = 100;

export class LogLines {
  readonly #tell: (lines: readonly string[]) => void;
  #lines: string[] = [];
  #untold: string[] = [];
  #rest = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (lines: readonly string[]) => void) {
    this.#tell = tell;
  }

  /** Those that were told. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Text as it comes, in any pieces. */
  add(text: string): void {
    const parts = (this.#rest + text).split('\n');
    this.#rest = (parts.pop() ?? '').slice(0, MOST_CHARACTERS);
    this.#untold.push(...parts.map((line) => line.trimEnd().slice(0, MOST_CHARACTERS)));
    if (this.#untold.length > MOST_LINES) this.#untold = this.#untold.slice(-MOST_LINES);
    this.#timer ??= setTimeout(() => this.#pass(), BATCH_MS);
  }

  /** The program has ended: what was not a whole line is one now. */
  flush(): void {
    if (this.#rest !== '') this.#untold.push(this.#rest);
    this.#rest = '';
    this.#pass();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lines = [];
    this.#untold = [];
    this.#rest = '';
  }

  #pass(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#untold;
    this.#untold = [];
    if (lines.length === 0) return;
    this.#lines = [...this.#lines, ...lines].slice(-MOST_LINES);
    this.#tell(lines);
  }
}
