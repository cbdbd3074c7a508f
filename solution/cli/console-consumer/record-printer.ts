/**
 * The loop of `kafka-console-consumer`: polls, prints, counts, and gives back what it did not print.
 */
import type { MessageFormatter, Piece } from '#cli/console-consumer/message-formatter.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import type { Consumer } from '#clients/consumer/consumer.ts';
import type { Terminal } from '#env/terminal.ts';
import { partitionName } from '#storage/log-files.ts';

export interface PrinterOptions {
  /** End after so many records; -1: never. */
  readonly most: number;
  /** End when no record comes for so long. */
  readonly patienceMs: number;
  /** Go on after a record that the formatter can't show. */
  readonly skipsFailures: boolean;
}

const utf8 = new TextEncoder();

export class RecordPrinter {
  /** Records that were printed, or tried. */
  count = 0;
  readonly #consumer: Consumer;
  readonly #format: MessageFormatter;
  readonly #terminal: Terminal;
  readonly #options: PrinterOptions;

  constructor(
    consumer: Consumer,
    format: MessageFormatter,
    terminal: Terminal,
    options: PrinterOptions,
  ) {
    this.#consumer = consumer;
    this.#format = format;
    this.#terminal = terminal;
    this.#options = options;
  }

  /** Prints until there are enough records, or none for too long. @throws Wakeup, ToolFailure */
  async run(): Promise<void> {
    const { most, patienceMs } = this.#options;
    while (this.count !== most) {
      const records = await this.#consumer.poll(patienceMs);
      if (records.length === 0) return;
      const wanted = most < 0 ? records : records.slice(0, most - this.count);
      this.#giveBack(records.slice(wanted.length));
      this.#print(wanted);
    }
  }

  /** A write for all records of a poll: one for each would be slow. */
  #print(records: readonly ConsumedRecord[]): void {
    const pieces: Piece[] = [];
    try {
      for (const [index, record] of records.entries()) {
        this.count += 1;
        try {
          pieces.push(...this.#format(record));
        } catch (error) {
          this.#failed(error, records.slice(index + 1));
        }
      }
    } finally {
      this.#terminal.out(joined(pieces));
    }
  }

  #failed(error: unknown, left: readonly ConsumedRecord[]): void {
    if (!(error instanceof ToolFailure) || !this.#options.skipsFailures) {
      this.#giveBack(left);
      throw error;
    }
    this.#terminal.err(`Error processing message, skipping this message: ${error.message}\n`);
  }

  /** The consumer goes back to the first of them in each partition, so it won't commit beyond. */
  #giveBack(records: readonly ConsumedRecord[]): void {
    const assigned = new Set(this.#consumer.assignment().map(partitionName));
    for (const { topic, partition, offset } of records.toReversed()) {
      if (!assigned.has(partitionName({ topic, partition }))) continue;
      this.#consumer.seek({ topic, partition, offset });
    }
  }
}

/** The pieces one after the other, as text where all of them are. */
function joined(pieces: readonly Piece[]): string | Uint8Array {
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  const all = pieces.map((piece) => (typeof piece === 'string' ? utf8.encode(piece) : piece));
  const bytes = new Uint8Array(all.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
