/**
 * Server-sent events to every page that is open.
 *
 *     GET /workbench/events ─► snapshot ─► change ─► change ─► … ─► (beat every ten seconds)
 *
 * Whoever connects gets all of it first, so a page that slept, or lost its connection, needs no
 * history: it connects again. A page that takes nothing any more is cut off, and does the same.
 *
 * Invariant: each page sees every change after its snapshot, in order, or its connection ends.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Change, Snapshot } from '../messages.ts';

const BEAT_MS = 10_000;
/** What may wait for a page that does not read; a snapshot with every failure is far smaller. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

export class EventStream {
  readonly #pages = new Set<ServerResponse>();
  readonly #snapshot: () => Snapshot;
  readonly #beat: NodeJS.Timeout;
  #number = 0;

  /** @param snapshot all there is to know now. */
  constructor(snapshot: () => Snapshot) {
    this.#snapshot = snapshot;
    this.#beat = setInterval(() => this.#sendAll(': beat\n\n'), BEAT_MS);
    this.#beat.unref();
  }

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#pages.size > 0;
  }

  /** Keeps a response open for events, until its page goes. */
  open(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    request.socket.setNoDelay(true);
    response.write(asEvent('snapshot', this.#snapshot(), this.#number));
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
    response.on('error', () => this.#pages.delete(response));
  }

  send(change: Change): void {
    this.#number++;
    this.#sendAll(asEvent('change', change, this.#number));
  }

  close(): void {
    clearInterval(this.#beat);
    for (const page of this.#pages) page.end();
  }

  #sendAll(text: string): void {
    for (const page of this.#pages) {
      if (page.writableLength > MOST_WAITING_BYTES) page.destroy();
      else page.write(text);
    }
  }
}

/** JSON has no line breaks of its own, so it is one line of data. */
function asEvent(name: string, data: unknown, number: number): string {
  return `id: ${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
