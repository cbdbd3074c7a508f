/**
 * Which events of a trace are shown, and which one is the current one. No DOM.
 *
 * Invariant: the current step is one that is shown, if any is.
 */
import type { EventKind, Sequence, TraceEvent } from './trace-events.ts';

export interface Filter {
  readonly kinds: ReadonlySet<EventKind>;
  /** Text that must be in an event, in any case. */
  readonly search: string;
}

export const everything: Filter = {
  kinds: new Set<EventKind>(['message', 'fault', 'note']),
  search: '',
};

export function shownEvents({ events }: Sequence, { kinds, search }: Filter): TraceEvent[] {
  const wanted = search.trim().toLowerCase();
  return events.filter(
    (event) => kinds.has(event.kind) && (wanted === '' || textOf(event).includes(wanted)),
  );
}

/** The shown event that is `count` steps from `current`; the nearest where that one is hidden. */
export function stepFrom(shown: readonly TraceEvent[], current: number, count: number): number {
  if (shown.length === 0) return current;
  const next = shown.findIndex(({ index }) => index >= current);
  const at = next < 0 ? shown.length - 1 : next;
  const isHidden = shown[at]?.index !== current;
  const moved = isHidden && count > 0 ? at + count - 1 : at + count;
  return shown[Math.max(0, Math.min(shown.length - 1, moved))]?.index ?? current;
}

function textOf({ text, lane = '', from = '', to = '' }: TraceEvent): string {
  return `${lane} ${from} ${to} ${text}`.toLowerCase();
}
