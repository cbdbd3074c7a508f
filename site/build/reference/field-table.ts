/**
 * The fields of a message as a table, in the order in which they are written; what is inside a struct
 * or an array stands below it, one step to the right.
 *
 *     Field            Type        Versions   Default
 *     topics           array                             What to read, by topic …
 *       topicId        uuid        13+                   The topic's id.
 *       partitions     array                             What to read, by partition.
 *         partition    int32                             The partition.
 *
 * Versions stand where a field is not in all of the message's.
 */
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import {
  formatVersions,
  intersect,
  OPEN_END,
  parseVersions,
  type VersionRange,
} from '#protocol/version-range.ts';
import { type Content, type Html, html, joined } from '../html.ts';

/** @param anchor what the anchors of the fields begin with: `request`, `response`. */
export function fieldTable(message: Message, anchor: string): Html {
  const rows = rowsOf(message.fields, message.versions, 0, anchor);
  if (rows.length === 0) return html`<p>No fields: there is nothing to say.</p>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Fields of ${message.name}"><table class="fields messages of-message"><thead><tr><th>Field</th><th>Type</th><th>Versions</th><th>Default</th><th>Meaning</th></tr></thead><tbody>
${joined(rows, '\n')}
</tbody></table></div>`;
}

function rowsOf(fields: Fields, within: VersionRange, depth: number, anchor: string): Html[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const own = clipped(field.versions, within);
    if (own.max < own.min) return [];
    const id = `${anchor}.${name}`;
    const row = rowHtml(name, field, { own, within, depth, id });
    return [row, ...rowsOf(fieldsIn(field.type), own, depth + 1, id)];
  });
}

interface Place {
  readonly own: VersionRange;
  readonly within: VersionRange;
  readonly depth: number;
  readonly id: string;
}

function rowHtml(name: string, field: Field, { own, within, depth, id }: Place): Html {
  const cells: Content[] = [
    typeHtml(field, own),
    versionsHtml(field, own, within),
    defaultHtml(field),
    field.about,
  ];
  const indented = depth === 0 ? '' : html` class="in-${Math.min(depth, 5)}"`;
  return html`<tr id="${id}"><th scope="row"${indented}><a href="#${id}">${name}</a></th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}

function typeHtml({ type, options }: Field, own: VersionRange): Html {
  const nullable = clipped(options.nullable ?? 'none', own);
  const isNever = nullable.max < nullable.min;
  const since = same(nullable, own) ? 'or null' : `or null (${shown(nullable, own)})`;
  return html`${typeName(type)}${isNever ? '' : html` <span class="soft">${since}</span>`}`;
}

/** `int32`, `array of string`; a struct's fields are the rows below. */
export function typeName(type: FieldType): string {
  if (type.kind !== 'array') return type.kind;
  return type.element.kind === 'struct' ? 'array' : `array of ${typeName(type.element)}`;
}

function versionsHtml({ options }: Field, own: VersionRange, within: VersionRange): Html {
  const range = same(own, within) ? '' : shown(own, within);
  if (options.tag === undefined) return html`${range}`;
  const tagged = clipped(options.tagged ?? 'none', own);
  const since = same(tagged, own) ? '' : ` in ${shown(tagged, own)}`;
  return html`${range} <span class="soft">tag ${options.tag}${since}</span>`;
}

function defaultHtml({ options }: Field): Content {
  const { default: value } = options;
  if (value === undefined) return '';
  return html`<code>${value === '' ? "''" : String(value)}</code>`;
}

function fieldsIn(type: FieldType): Fields {
  if (type.kind === 'struct') return type.fields;
  return type.kind === 'array' ? fieldsIn(type.element) : {};
}

function clipped(notation: string, within: VersionRange): VersionRange {
  return intersect(parseVersions(notation), within);
}

function same(one: VersionRange, other: VersionRange): boolean {
  return one.min === other.min && one.max === other.max;
}

/** `13+` where it goes on to the last version, `4-12` where it ends. */
function shown(range: VersionRange, within: VersionRange): string {
  return formatVersions(range.max === within.max ? { min: range.min, max: OPEN_END } : range);
}
