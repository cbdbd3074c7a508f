/**
 * What just happened, beside the picture that shows it: the newest lines of the list of events, which
 * stands further down and has them all.
 */
import type { JSX } from 'preact';
import type { Frame, Happening } from '../core/simulation.ts';

/** More would push the picture out of sight; the list has the rest. */
const SHOWN = 3;

const NOTHING_YET = 'Nothing has happened yet: play, or go a step on.';
const QUIET = 'Time has passed, and nothing else.';

interface Props {
  readonly frame: Frame | undefined;
  /** What is said of a step without a happening. */
  readonly quiet: string | undefined;
}

/** Nobody hears it: `Announcement` says the same to those who listen. */
export function Caption({ frame, quiet = QUIET }: Props): JSX.Element {
  const happened = frame?.happened ?? [];
  const left = happened.length - SHOWN;
  return (
    <section class="gs-caption" aria-label="What just happened">
      {frame !== undefined && happened.length === 0 ? (
        <p class="gs-quiet">{frame.step === 0 ? NOTHING_YET : quiet}</p>
      ) : null}
      {happened.slice(0, SHOWN).map(line)}
      {left > 0 ? <p class="gs-quiet">… and {left} more, in the list below.</p> : null}
    </section>
  );
}

function line({ where, kind, words }: Happening): JSX.Element {
  return (
    <p data-kind={kind}>
      <b>{where}</b> {words}
    </p>
  );
}
