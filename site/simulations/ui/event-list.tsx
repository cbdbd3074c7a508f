/**
 * What happened so far, the newest first: when, to whom, what.
 */
import type { JSX } from 'preact';
import type { Frame } from '../core/simulation.ts';
import { timeInWords } from './times.ts';

/** More is no list to read. */
const SHOWN = 200;

export function EventList<State>({ past }: { past: readonly Frame<State>[] }): JSX.Element {
  const lines = past
    .flatMap(({ step, happened }) => happened.map((one, at) => ({ step, at, ...one })))
    .reverse();
  const now = past.at(-1)?.step;
  return (
    <section class="gs-events">
      <p class="gs-title">What happened</p>
      {lines.length === 0 ? <p>Nothing yet.</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <ol tabIndex={0} aria-label="What happened, the newest first" data-own-keys>
        {lines.slice(0, SHOWN).map(({ step, at, atMs, where, kind, words }) => (
          <li
            // A line stays itself when newer ones come above it.
            key={`${step}.${at}`}
            data-kind={kind}
            class={step === now ? 'gs-new' : undefined}
          >
            <time>{timeInWords(atMs)}</time> <b>{where}</b> {words}
          </li>
        ))}
      </ol>
    </section>
  );
}
