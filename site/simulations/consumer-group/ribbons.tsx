/**
 * Who reads which partition, over time: a row for each partition, a band for as long as somebody owned
 * it, and the group's phases above. A gap is a time in which nobody read; where two own the same, one of
 * them does so in error, and both bands are to be seen.
 *
 *     phase   ▒▒ Stable ▒▒│Prep│▒▒ Stable ▒▒
 *     0       ▐ a ▌      ▐ a        ▌
 *     1       ▐ a ▌          ▐ b    ▌
 *                     generation 1 │ 2
 */
import type { JSX } from 'preact';
import type { GroupPicture, Span } from './picture.ts';
import { kinds } from './setup.ts';

/** So much time is shown; it moves on when the run is older. */
const WINDOW_MS = 30_000;
/** Room for what comes next. */
const AHEAD_MS = 1500;
const GRID_MS = 5000;
/** A band names its member or phase where there is room for it, by its letters. */
const LETTER_PERCENT = 1.1;

interface Window {
  readonly fromMs: number;
  readonly nowMs: number;
}

export function Ribbons({
  group,
  nowMs,
}: {
  readonly group: GroupPicture;
  readonly nowMs: number;
}): JSX.Element {
  const window = { fromMs: Math.max(0, nowMs + AHEAD_MS - WINDOW_MS), nowMs };
  const label =
    'Who has read each partition over time. The list of members and the state in words say it as text.';
  return (
    <figure class="cg-ribbons">
      <figcaption>Who reads which partition</figcaption>
      <div role="img" aria-label={label}>
        <div class="cg-row cg-phases">
          <span class="cg-name">phase</span>
          <div class="cg-track">
            {group.phases.map(({ phase, fromMs }, index) => (
              <Band
                window={window}
                fromMs={fromMs}
                toMs={group.phases[index + 1]?.fromMs ?? nowMs}
                attributes={{ 'data-phase': phase, title: phase }}
                text={phase}
              />
            ))}
          </div>
        </div>
        {group.partitions.map(({ spans }, partition) => (
          <div class="cg-row">
            <span class="cg-name">{partition}</span>
            <div class="cg-track">
              {spans.map((span, at) => (
                <Owned span={span} earlier={spans.slice(0, at)} window={window} />
              ))}
              <Marks group={group} window={window} />
            </div>
          </div>
        ))}
        <Scale window={window} group={group} />
      </div>
    </figure>
  );
}

interface OwnedProps {
  readonly span: Span;
  /** Those that began before it. */
  readonly earlier: readonly Span[];
  readonly window: Window;
}

/** In the lower half for as long as somebody else goes on in the upper one. */
function Owned({ span, earlier, window }: OwnedProps): JSX.Element {
  const { member, fromMs, toMs = window.nowMs, generation } = span;
  const others = earlier.map((other) => other.toMs ?? window.nowMs);
  const aloneMs = Math.min(toMs, Math.max(fromMs, ...others));
  const attributes = { 'data-member': member, title: `${member}, ${generation}` };
  const beside = { ...attributes, 'data-beside': '' };
  const text = member;
  return (
    <>
      {aloneMs > fromMs ? (
        <Band {...{ window, fromMs, text }} toMs={aloneMs} attributes={beside} />
      ) : null}
      {toMs > aloneMs ? <Band {...{ window, toMs, text, attributes }} fromMs={aloneMs} /> : null}
    </>
  );
}

interface BandProps {
  readonly window: Window;
  readonly fromMs: number;
  readonly toMs: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

function Band({ window, fromMs, toMs, attributes, text }: BandProps): JSX.Element | null {
  const left = percent(Math.max(fromMs, window.fromMs), window);
  const right = percent(toMs, window);
  if (right <= 0) return null;
  const width = Math.max(0.3, right - left);
  return (
    <span class="cg-band" style={{ left: `${left}%`, width: `${width}%` }} {...attributes}>
      {width > LETTER_PERCENT * text.length ? text : ''}
    </span>
  );
}

/** A line where a generation begins. */
function Marks({ group, window }: { readonly group: GroupPicture; readonly window: Window }) {
  return (
    <>
      {group.generations
        .filter(({ atMs }) => atMs > window.fromMs)
        .map(({ atMs }) => (
          <i class="cg-mark" style={{ left: `${percent(atMs, window)}%` }} />
        ))}
    </>
  );
}

/** Seconds, and the number of each generation where it begins. */
function Scale({ group, window }: { readonly group: GroupPicture; readonly window: Window }) {
  const first = Math.ceil(window.fromMs / GRID_MS) * GRID_MS;
  const isClassic = kinds[group.kind].protocol === 'classic';
  const seconds = Array.from({ length: WINDOW_MS / GRID_MS + 1 }, (_, i) => first + i * GRID_MS);
  return (
    <>
      <div class="cg-row cg-scale">
        <span class="cg-name">{isClassic ? 'gen.' : 'epoch'}</span>
        <div class="cg-track">
          {generationsIn(group, window).map(({ generation, atMs }) => (
            <b style={{ left: `${percent(atMs, window)}%` }}>{generation}</b>
          ))}
        </div>
      </div>
      <div class="cg-row cg-scale">
        <span class="cg-name">time</span>
        <div class="cg-track">
          {seconds
            .filter((ms) => ms < window.fromMs + WINDOW_MS)
            .map((ms) => (
              <span style={{ left: `${percent(ms, window)}%` }}>{ms / 1000} s</span>
            ))}
        </div>
      </div>
    </>
  );
}

/** Of generations that follow each other closely the last one, or their numbers would overlap. */
function generationsIn({ generations }: GroupPicture, window: Window) {
  const shown = generations.filter(({ atMs }) => atMs > window.fromMs);
  return shown.filter(
    ({ atMs }, index) => (shown[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) - atMs > 700,
  );
}

function percent(ms: number, { fromMs }: Window): number {
  return ((ms - fromMs) / WINDOW_MS) * 100;
}
