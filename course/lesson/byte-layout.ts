/**
 * How bytes lie, declared as data: what `<Bytes layout="record-batch" />` shows.
 *
 *     chapters/NN-name/layouts.ts ── defineLayouts ──► a table here, a picture on the site
 *
 * A field has a fixed width, or says what decides it. Positions are counted as far as they are
 * fixed; behind the first field of unknown width there are none.
 */
import { z } from 'zod';
import { Slug } from './slug.ts';
import { columns, wrap } from './wrap.ts';

const Field = z.strictObject({
  /** As the specification names it: `baseOffset`. */
  name: z.string().min(1),
  /** How many bytes, or in a few words what decides it: `1-5`, `keyLength`. */
  bytes: z.union([z.int().positive(), z.string().min(1).max(14)]),
  /** How they are written: `int32`, `varint`, `compact string`. */
  type: z.string().optional(),
  /** What it is for, in a sentence. */
  note: z.string().min(3),
  /** Neighbours of the same part stand together under its name: `covered by the CRC`. */
  part: z.string().optional(),
});

const Layout = z.strictObject({
  title: z.string().min(3),
  /** Where the layout is specified, where it is: a KIP, a file of Kafka's. */
  source: z.string().optional(),
  fields: z.array(Field).min(1),
});

export type ByteLayout = z.infer<typeof Layout>;
export type ByteField = z.infer<typeof Field>;
export type ByteLayouts = Readonly<Record<string, ByteLayout>>;

/** Checks a chapter's layouts as they are loaded. */
export function defineLayouts(layouts: Record<string, z.input<typeof Layout>>): ByteLayouts {
  const checked = z.record(Slug, Layout).safeParse(layouts);
  if (checked.success) return checked.data;
  throw new Error(`a chapter's layouts.ts: ${z.prettifyError(checked.error)}`);
}

/** The position of each field in bytes; undefined behind a field of unknown width. */
export function positionsOf({ fields }: ByteLayout): (number | undefined)[] {
  let at: number | undefined = 0;
  return fields.map(({ bytes }) => {
    const here = at;
    at = here === undefined || typeof bytes === 'string' ? undefined : here + bytes;
    return here;
  });
}

/** The layout as a table, each line at most `width` columns. */
export function drawLayout(layout: ByteLayout, width: number): string[] {
  const at = positionsOf(layout);
  const rows = layout.fields.map(({ name, bytes, type = '' }, index) => [
    at[index] === undefined ? '' : String(at[index]),
    String(bytes),
    name,
    type,
  ]);
  const [head = '', ...cells] = columns([['at', 'bytes', 'field', 'type'], ...rows], ['r', 'r']);
  const lines = [layout.title, '', head.trimEnd()];
  let part: string | undefined;
  for (const [index, field] of layout.fields.entries()) {
    if (field.part !== part && field.part !== undefined) lines.push(`── ${field.part}`);
    else if (field.part !== part) lines.push('──');
    part = field.part;
    lines.push(...beside(cells[index] ?? '', field.note, width));
  }
  if (layout.source !== undefined) lines.push('', ...wrap(layout.source, width));
  return lines;
}

/** A note to the right of a row, going on below itself; below the row where there is no room. */
function beside(row: string, note: string, width: number): string[] {
  const room = width - row.length - 2;
  if (room < 24) return [row.trimEnd(), ...wrap(note, width - 8).map((line) => `        ${line}`)];
  const [first = '', ...rest] = wrap(note, room);
  const margin = ' '.repeat(row.length + 2);
  return [`${row}  ${first}`, ...rest.map((line) => margin + line)];
}
