/**
 * What is on the screen of the byte inspector: all of it, and no more than that. Its link holds it.
 */
import type { Layout } from '../../../course/bytes/layout.ts';
import { type ProduceForm, usualForm } from './produce-form.ts';

export type Source =
  /** Records that are sent to a broker. */
  | { readonly kind: 'produced'; readonly form: ProduceForm }
  /** Bytes that the reader brought along. */
  | { readonly kind: 'pasted'; readonly bytes: Uint8Array; readonly layout: Layout };

/** The bytes that are looked at: pasted ones, or those that producing leads to. */
export const VIEWS = ['request', 'answer', 'log', 'index', 'timeindex', 'bytes'] as const;
export type View = (typeof VIEWS)[number];

/** One byte written over. */
export interface Edit {
  readonly view: View;
  readonly at: number;
  readonly byte: number;
}

export interface State {
  readonly source: Source;
  readonly view: View;
  /** In the order in which they were made. */
  readonly edits: readonly Edit[];
  /** The chosen byte, among those that are looked at. */
  readonly at: number;
  /** How far down the tree the chosen field is; undefined for the leaf that has the byte. */
  readonly depth: number | undefined;
  /** A byte of compressed records, where one looks at what is inside of them. */
  readonly within: number | undefined;
  /** What is being tried, by its name; undefined for whoever tries something of his own. */
  readonly scenario: string | undefined;
}

export const firstState: State = {
  source: { kind: 'produced', form: usualForm },
  view: 'request',
  edits: [],
  at: 0,
  depth: undefined,
  within: undefined,
  scenario: undefined,
};

export function pastedState(bytes: Uint8Array, layout: Layout): State {
  return { ...firstState, source: { kind: 'pasted', bytes, layout }, view: 'bytes' };
}

export function producedState(form: ProduceForm, view: View = 'request'): State {
  return { ...firstState, source: { kind: 'produced', form }, view };
}

/** The bytes with those edits of `view` written over them; beyond their end none is. */
export function withEdits(bytes: Uint8Array, edits: readonly Edit[], view: View): Uint8Array {
  const own = edits.filter((edit) => edit.view === view && edit.at < bytes.length);
  if (own.length === 0) return bytes;
  const edited = bytes.slice();
  for (const { at, byte } of own) edited[at] = byte;
  return edited;
}
