/**
 * Runs the pure core of a member: events in, effects out, and a timer for what time brings.
 *
 *     poll, answers ──take──► step ──effects──► perform ──► requests, whose answers are taken again
 *          timer  ──tick──►
 */
import type { News } from '#clients/consumer/news.ts';
import type { Clock, Timer } from '#env/clock.ts';

export interface Core<Event, Effect> {
  step(event: Event, nowMs: number): readonly Effect[];
  /** When the core wants to hear of time again; infinite for never. */
  nextTickMs(nowMs: number): number;
  /** Does what an effect says; a promise where that takes its time. */
  perform(effect: Effect): Promise<void> | undefined;
}

interface Tick {
  readonly kind: 'tick';
}

export class CoreRunner<Event extends { readonly kind: string }, Effect> {
  readonly #clock: Clock;
  readonly #news: News;
  readonly #core: Core<Event | Tick, Effect>;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(clock: Clock, news: News, core: Core<Event | Tick, Effect>) {
    this.#clock = clock;
    this.#news = news;
    this.#core = core;
  }

  /** Resolves when what the step began is over; nobody has to wait for it. */
  take(event: Event | Tick): Promise<unknown> {
    if (this.#isClosed) return Promise.resolve();
    const effects = this.#core.step(event, this.#clock.monotonicMs());
    const done = Promise.all(effects.map((effect) => this.#core.perform(effect)));
    this.#armTimer();
    // A poll need not be told of itself.
    if (event.kind !== 'poll') this.#news.tell();
    return done;
  }

  /** Nothing happens any more, whatever comes. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #armTimer(): void {
    this.#timer?.cancel();
    const nowMs = this.#clock.monotonicMs();
    const nextMs = this.#core.nextTickMs(nowMs);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timer = this.#clock.setTimer(nextMs - nowMs, () => this.take({ kind: 'tick' }));
  }
}
