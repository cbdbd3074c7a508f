/**
 * The inspector's state as the fragment of an address, and back.
 *
 *     b=BYTES&l=LAYOUT         pasted bytes: deflated, base64url
 *     p=FORM                   a form: JSON, deflated, base64url; without either, the usual form
 *     v=log                    what is looked at
 *     e=1f.00_2a.ff            bytes written over: where, with what, hexadecimal
 *     at=1f  d=3  in=3d        the byte, how deep the field is, inside of what
 *     scenario=an-index        what is being tried; alone, as it begins (page.tsx)
 *
 * Anybody can write a link. What makes no sense in one is left out, and a sentence says so.
 */
import { deflateSync, Inflate } from 'fflate';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import { joined } from '../../../course/bytes/joined.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import { formFrom, usualForm } from './produce-form.ts';
import { MOST_BYTES } from './read-hex.ts';
import { type Edit, firstState, pastedState, producedState, type State, VIEWS } from './state.ts';

/** Longer addresses are cut by some programs that pass them on. */
export const LONGEST_LINK = 8_000;
const MOST_EDITS = 1_000;
const MOST_JSON_BYTES = 100_000;

export interface LinkReading {
  readonly state: State;
  /** What of the link made no sense, as sentences. */
  readonly complaints: readonly string[];
}

/** The fragment without `#`; undefined where it would be too long for a link. */
export function writeFragment(state: State): string | undefined {
  const { scenario } = state;
  const name = scenario === undefined ? [] : [`scenario=${scenario}`];
  const parts = [...name, ...sourceParts(state), ...editParts(state)];
  if (state.at > 0 || scenario !== undefined) parts.push(`at=${state.at.toString(16)}`);
  if (state.depth !== undefined) parts.push(`d=${state.depth}`);
  if (state.within !== undefined) parts.push(`in=${state.within.toString(16)}`);
  const fragment = parts.join('&');
  return fragment.length <= LONGEST_LINK ? fragment : undefined;
}

/**
 * The page that shows some bytes, under the path that the site is published at: for reports and the
 * workbench. Undefined where they are too many for a link. Without a layout the page finds out.
 */
export function inspectorLink(bytes: Uint8Array, layout?: Layout): string | undefined {
  const fragment =
    layout === undefined ? `b=${packed(bytes)}` : writeFragment(pastedState(bytes, layout));
  if (fragment === undefined || fragment.length > LONGEST_LINK) return undefined;
  return `simulations/byte-inspector/#${fragment}`;
}

/** `recognise` names the layout of bytes that come without one. */
export function readFragment(
  fragment: string,
  recognise: (bytes: Uint8Array) => Layout | undefined,
): LinkReading {
  const complaints: string[] = [];
  const fields = new Map(new URLSearchParams(fragment.slice(0, 4 * MOST_BYTES)));
  const start = sourceFrom(fields, recognise, complaints);
  const views = VIEWS.filter((view) => (view === 'bytes') === (start.view === 'bytes'));
  const view = views.find((one) => one === fields.get('v')) ?? start.view;
  const wrongView = fields.has('v') && view !== fields.get('v');
  if (wrongView) complaints.push(`The link shows “${cut(fields.get('v'))}”, which there is not.`);
  const edits = editsFrom(fields.get('e') ?? '', view);
  if (edits === undefined) complaints.push('What the link writes over made no sense.');
  const at = numberFrom(fields.get('at') ?? '0', 16);
  if (at === undefined) complaints.push('The byte that the link points to made no sense.');
  const depth = numberFrom(fields.get('d'), 10);
  const within = numberFrom(fields.get('in'), 16);
  const state = { ...start, view, edits: edits ?? [], at: at ?? 0, depth, within };
  return { state, complaints };
}

function sourceParts({ source, view }: State): string[] {
  if (source.kind === 'pasted') return [`b=${packed(source.bytes)}`, `l=${source.layout}`];
  const json = JSON.stringify(source.form);
  const isUsual = json === JSON.stringify(usualForm);
  const form = isUsual ? [] : [`p=${packed(new TextEncoder().encode(json))}`];
  return view === 'request' ? form : [...form, `v=${view}`];
}

/** Edits of what is looked at and of the request, from which the rest follows. */
function editParts({ edits, view }: State): string[] {
  const own = edits.filter((edit) => edit.view === view || edit.view === 'request');
  if (own.length === 0) return [];
  const written = own.map((edit) => {
    const mark = edit.view === view ? '' : 'r';
    return `${mark}${edit.at.toString(16)}.${edit.byte.toString(16)}`;
  });
  return [`e=${written.join('_')}`];
}

function editsFrom(text: string, view: State['view']): Edit[] | undefined {
  if (text === '') return [];
  const edits = text.split('_').map((one): Edit | undefined => {
    const [, mark, at = '', byte = ''] = /^(r?)([\da-f]{1,6})\.([\da-f]{1,2})$/.exec(one) ?? [];
    if (mark === undefined) return undefined;
    const of = mark === 'r' ? 'request' : view;
    return { view: of, at: Number.parseInt(at, 16), byte: Number.parseInt(byte, 16) };
  });
  const whole = edits.length <= MOST_EDITS && edits.every((edit) => edit !== undefined);
  return whole ? edits : undefined;
}

function sourceFrom(
  fields: ReadonlyMap<string, string>,
  recognise: (bytes: Uint8Array) => Layout | undefined,
  complaints: string[],
): State {
  const bytes = fields.get('b');
  if (bytes !== undefined) {
    const unpacked = unpack(bytes, MOST_BYTES);
    if (unpacked !== undefined && unpacked.length > 0) {
      const layout = knownLayout(fields.get('l')) ?? recognise(unpacked) ?? 'record-batch';
      return pastedState(unpacked, layout);
    }
    complaints.push('The bytes in the link are damaged, or more than 1 MiB.');
    return firstState;
  }
  const packedForm = fields.get('p');
  if (packedForm === undefined) return firstState;
  const { form, ok } = formFrom(jsonFrom(unpack(packedForm, MOST_JSON_BYTES)));
  if (!ok)
    complaints.push('Some of the records in the link made no sense: the usual ones are here.');
  return producedState(form);
}

/** A layout out of a link is one only where bytes can be described by it. */
export function knownLayout(name: string | undefined): Layout | undefined {
  if (name === undefined) return undefined;
  const layout = name as Layout;
  return describeLayout(layout, new Uint8Array()) === undefined ? undefined : layout;
}

function jsonFrom(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function numberFrom(text: string | undefined, base: 10 | 16): number | undefined {
  const digits = base === 16 ? /^[\da-f]{1,6}$/ : /^\d{1,2}$/;
  return text !== undefined && digits.test(text) ? Number.parseInt(text, base) : undefined;
}

function packed(bytes: Uint8Array): string {
  return deflateSync(bytes, { level: 9 }).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** Undefined where it is no such text, or becomes more than `most` bytes. */
function unpack(text: string, most: number): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const deflated = Uint8Array.fromBase64(text, { alphabet: 'base64url' });
    const stream = new Inflate((piece) => {
      size += piece.length;
      pieces.push(piece);
    });
    // A byte of deflated data becomes at most some thousand: so little at once can't be too much.
    for (let at = 0; at < deflated.length && size <= most; at += 1024) {
      stream.push(deflated.subarray(at, at + 1024), at + 1024 >= deflated.length);
    }
  } catch {
    return undefined;
  }
  return size > most ? undefined : joined(pieces);
}

function cut(text = ''): string {
  return text.length <= 20 ? text : `${text.slice(0, 20)}…`;
}
