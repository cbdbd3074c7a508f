/**
 * The page's ear: it listens to the workbench, and again when that was interrupted.
 *
 *     connecting ─► connected ─► lost ─► (a second later) connecting …
 *                       └─► older: another workbench answers; only loading the page again helps
 *
 * Only a page that is looked at listens. A browser opens six connections to a host at the most, and
 * seven tabs of this site are not many; so a tab in the background lets go after a while. Whoever
 * comes back, from there or from sleep, is told everything anew.
 */
import type { Change, Snapshot } from '../../../course/workbench/messages.ts';
import { EventLines } from './event-lines.ts';
import type { Heard } from './news.ts';

export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'older';

export interface ConnectionListener {
  heard(event: Heard): void;
  became(state: ConnectionState): void;
}

const RETRY_MS = 1_000;
/** The server says something every ten seconds: who hears nothing for this long is deaf. */
const DEAF_MS = 25_000;
const LET_GO_MS = 5_000;

export class Connection {
  readonly #token: string;
  readonly #listener: ConnectionListener;
  #open: AbortController | undefined;
  #letGo: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #isOlder = false;

  constructor(token: string, listener: ConnectionListener) {
    this.#token = token;
    this.#listener = listener;
  }

  begin(): void {
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.#again();
    });
    addEventListener('online', () => this.#again());
    setInterval(() => this.#checkBeat(), RETRY_MS);
    if (document.visibilityState === 'visible') void this.#listen();
  }

  #visibilityChanged(): void {
    clearTimeout(this.#letGo);
    if (document.visibilityState === 'visible') {
      if (this.#open === undefined || this.#isDeaf()) this.#again();
    } else {
      this.#letGo = setTimeout(() => this.#close(), LET_GO_MS);
    }
  }

  #checkBeat(): void {
    if (this.#isDeaf() && document.visibilityState === 'visible') this.#again();
  }

  #isDeaf(): boolean {
    return this.#open !== undefined && Date.now() - this.#heardAt > DEAF_MS;
  }

  #again(): void {
    this.#close();
    void this.#listen();
  }

  #close(): void {
    this.#open?.abort();
    this.#open = undefined;
  }

  async #listen(): Promise<void> {
    if (this.#isOlder) return;
    const open = new AbortController();
    this.#open = open;
    this.#heardAt = Date.now();
    try {
      await this.#hear(open.signal);
    } catch {
      // A connection that breaks has no more to say than that.
    }
    if (open.signal.aborted || this.#isOlder) return;
    this.#listener.became('lost');
    setTimeout(() => {
      if (this.#open === open) void this.#listen();
    }, RETRY_MS);
  }

  async #hear(signal: AbortSignal): Promise<void> {
    const headers = { 'gregor-token': this.#token };
    const response = await fetch('/workbench/events', { headers, signal, cache: 'no-store' });
    if (response.status === 401) {
      this.#isOlder = true;
      this.#listener.became('older');
      return;
    }
    if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
    this.#listener.became('connected');
    const lines = new EventLines();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.#heardAt = Date.now();
      for (const { name, data } of lines.take(value)) this.#pass(name, JSON.parse(data));
    }
  }

  #pass(name: string, data: Snapshot | Change): void {
    if (name === 'snapshot') this.#listener.heard({ snapshot: data as Snapshot });
    else this.#listener.heard({ change: data });
  }
}
