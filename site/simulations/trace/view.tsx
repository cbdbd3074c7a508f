/**
 * A trace as a sequence diagram: a lane for each machine, an arrow for each message, a row for each line.
 * The last row is where it failed.
 */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../ui/icon-button.tsx';
import { handleStepKey } from '../ui/keys.ts';
import { wearStyles } from '../ui/wear-styles.ts';
import styles from './trace.css?inline';
import type { Trace } from './trace.ts';
import { type EventKind, type Sequence, sequenceOf, type TraceEvent } from './trace-events.ts';
import { everything, type Filter, shownEvents, stepFrom } from './viewer.ts';

wearStyles(styles);

/** As many steps lead to an end from anywhere. */
const FAR = Number.MAX_SAFE_INTEGER;

const KINDS: readonly (readonly [EventKind, string])[] = [
  ['message', 'messages'],
  ['fault', 'faults'],
  ['note', 'what else'],
];

export function TraceView({ trace }: { readonly trace: Trace }): JSX.Element {
  const sequence = sequenceOf(trace.lines);
  const last = sequence.events.length - 1;
  const [filter, setFilter] = useState<Filter>(everything);
  // Where something failed, that is what one looks at first.
  const [current, setCurrent] = useState(trace.why === undefined ? 0 : last);
  const shown = shownEvents(sequence, filter);
  const go = (count: number) => setCurrent((from) => stepFrom(shown, from, count));
  const steps = { stepBy: go, toStart: () => go(-FAR), toEnd: () => go(FAR) };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work anywhere inside it.
    <div
      class="tv"
      onKeyDown={(event) => {
        if (handleStepKey(event, steps)) event.preventDefault();
      }}
    >
      <Facts trace={trace} count={sequence.events.length} />
      <Controls
        filter={filter}
        setFilter={setFilter}
        shown={shown.length}
        go={go}
        isFailure={trace.why !== undefined}
      />
      <Rows
        sequence={sequence}
        shown={shown}
        current={current}
        choose={setCurrent}
        go={go}
        isFailure={trace.why !== undefined}
      />
      <Failing trace={trace} />
      <p class="tv-said" aria-live="polite">
        {saidOf(sequence.events[current], current, trace.why === undefined ? -1 : last)}
      </p>
    </div>
  );
}

function Facts({ trace, count }: { readonly trace: Trace; readonly count: number }): JSX.Element {
  const { title, seed, again } = trace;
  return (
    <header class="tv-facts">
      <h2>{title}</h2>
      <p>
        {count === 1 ? '1 step' : `${count} steps`}
        {seed === undefined ? '' : `, seed ${seed}`}
      </p>
      {again === undefined ? null : (
        <p>
          Again: <code>{again}</code>
        </p>
      )}
    </header>
  );
}

interface ControlProps {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly shown: number;
  readonly go: (count: number) => void;
  /** Whether the trace ends where something failed. */
  readonly isFailure: boolean;
}

function Controls({ filter, setFilter, shown, go, isFailure }: ControlProps): JSX.Element {
  const toggle = (kind: EventKind) => {
    const kinds = new Set(filter.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    setFilter({ ...filter, kinds });
  };
  return (
    <div class="tv-controls">
      <fieldset class="gs-buttons" aria-label="Steps">
        <IconButton icon="start" label="To the beginning" press={() => go(-FAR)} />
        <IconButton icon="back" label="A step back" press={() => go(-1)} />
        <IconButton icon="on" label="A step on" press={() => go(1)} />
        <IconButton
          icon="end"
          label={isFailure ? 'Where it failed' : 'To the end'}
          main={isFailure}
          press={() => go(FAR)}
        />
      </fieldset>
      <label>
        Search{' '}
        <input
          type="search"
          value={filter.search}
          onInput={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
        />
      </label>
      <fieldset class="tv-kinds">
        <legend>Show</legend>
        {KINDS.map(([kind, words]) => (
          <label>
            <input type="checkbox" checked={filter.kinds.has(kind)} onChange={() => toggle(kind)} />{' '}
            {words}
          </label>
        ))}
      </fieldset>
      <p>{shown === 1 ? '1 step is shown' : `${shown} steps are shown`}</p>
    </div>
  );
}

interface RowsProps {
  readonly sequence: Sequence;
  readonly shown: readonly TraceEvent[];
  readonly current: number;
  readonly choose: (index: number) => void;
  readonly go: (count: number) => void;
  readonly isFailure: boolean;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -FAR,
  End: FAR,
};

function Rows({ sequence, shown, current, choose, go, isFailure }: RowsProps): JSX.Element {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    scrollTo(list.current);
    // Rows are laid out when they come into view, and may be higher than was guessed.
    const again = requestAnimationFrame(() => scrollTo(list.current));
    return () => cancelAnimationFrame(again);
  }, [current]);
  const { lanes, events } = sequence;
  return (
    <div class="tv-diagram" style={{ '--lanes': Math.max(1, lanes.length) }}>
      <div class="tv-lanes" aria-hidden="true">
        {lanes.map((lane) => (
          <b>{lane}</b>
        ))}
      </div>
      <ol
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
        tabIndex={0}
        aria-label="What happened, oldest first. Arrow keys step."
        data-own-keys
        onKeyDown={(event) => {
          const count = STEPS[event.key];
          if (count === undefined) return;
          event.preventDefault();
          go(event.shiftKey && Math.abs(count) === 1 ? 10 * count : count);
        }}
      >
        {shown.map((event) => (
          <Row
            event={event}
            lanes={lanes}
            isCurrent={event.index === current}
            isFailing={isFailure && event.index === events.length - 1}
            choose={choose}
          />
        ))}
      </ol>
    </div>
  );
}

/** Moves the list, and only the list, so that the current row is in its view. */
function scrollTo(list: HTMLOListElement | null): void {
  const row = list?.querySelector<HTMLElement>('[aria-current]');
  if (list === null || row === null || row === undefined) return;
  const top = row.offsetTop;
  const isAbove = top < list.scrollTop;
  const isBelow = top + row.offsetHeight > list.scrollTop + list.clientHeight;
  if (isAbove || isBelow) list.scrollTop = top - list.clientHeight / 2;
}

interface RowProps {
  readonly event: TraceEvent;
  readonly lanes: readonly string[];
  readonly isCurrent: boolean;
  readonly isFailing: boolean;
  readonly choose: (index: number) => void;
}

function Row({ event, lanes, isCurrent, isFailing, choose }: RowProps): JSX.Element {
  const { index, atMs, kind, text } = event;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys, for all of its rows.
    <li
      value={index + 1}
      data-kind={kind}
      data-failing={isFailing ? '' : undefined}
      aria-current={isCurrent ? 'step' : undefined}
      onClick={() => choose(index)}
    >
      <Lanes event={event} lanes={lanes} />
      <span class="tv-text">
        {atMs === undefined ? null : <time>{timeText(atMs)}</time>}
        <span class="tv-who">{whoOf(event)}</span> {kind === 'fault' ? <b>⚡</b> : null} {text}
      </span>
    </li>
  );
}

/** The lanes of one row, as a picture: an arrow, or a dot in the lane that it happens in. */
function Lanes({ event, lanes }: { event: TraceEvent; lanes: readonly string[] }): JSX.Element {
  const { from, to, lane, kind } = event;
  const at = (name: string | undefined) => (name === undefined ? -1 : lanes.indexOf(name));
  const [start, end, own] = [at(from), at(to), at(lane)];
  const x = (index: number) => `${((index + 0.5) / Math.max(1, lanes.length)) * 100}%`;
  return (
    <span class="tv-cells" aria-hidden="true">
      {lanes.map((_, index) => (
        <i class="tv-line" style={{ left: x(index) }} />
      ))}
      {start >= 0 && end >= 0 ? (
        <i
          class="tv-arrow"
          data-way={start < end ? 'right' : 'left'}
          style={{
            left: x(Math.min(start, end)),
            width: `${(Math.abs(end - start) / lanes.length) * 100}%`,
          }}
        />
      ) : null}
      {own >= 0 ? <i class="tv-dot" data-kind={kind} style={{ left: x(own) }} /> : null}
    </span>
  );
}

function whoOf({ from, to, lane, text }: TraceEvent): string {
  if (from !== undefined && to !== undefined) return `${from} → ${to}:`;
  return lane === undefined || text.startsWith(`the ${lane}`) ? '' : `${lane}:`;
}

function timeText(atMs: number): string {
  return atMs < 1000 ? `${atMs.toFixed(1)} ms ` : `${(atMs / 1000).toFixed(3)} s `;
}

function Failing({ trace: { why } }: { readonly trace: Trace }): JSX.Element | null {
  if (why === undefined) return null;
  return (
    <section class="tv-why">
      <h2>Here it failed</h2>
      <pre>{why}</pre>
    </section>
  );
}

/** @param failing the step after which it failed; -1 for none. */
function saidOf(event: TraceEvent | undefined, current: number, failing: number): string {
  if (event === undefined) return '';
  const where = current === failing ? ', the last before it failed' : '';
  return `Step ${current + 1}${where}: ${whoOf(event)} ${event.text}`;
}
