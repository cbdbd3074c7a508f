/**
 * Markdown's own nodes as lines of text: prose, lists, code, tables.
 *
 * Marks that read well in plain text stay as they are written (`code`, *emphasis*); bold is painted
 * at the end (bold.ts); a link shows where it leads only where that is outside the course.
 */
import type { List, PhrasingContent, Table } from 'mdast';
import { columns, wrap } from '../wrap.ts';
import { markBold } from './bold.ts';

/** Words in a line: emphasis and code keep their marks, bold gets some of its own. */
export function inline(nodes: readonly PhrasingContent[]): string {
  return nodes.map(inlineOne).join('');
}

function inlineOne(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll(/\s+/g, ' ');
    case 'inlineCode':
      // A space inside `code` must not become the end of a line.
      return `\`${node.value.replaceAll(' ', '\u00a0')}\``;
    case 'strong':
      return markBold(inline(node.children));
    case 'emphasis':
      return `*${inline(node.children)}*`;
    case 'link':
      return node.url.startsWith('https:') && inline(node.children) !== node.url
        ? `${inline(node.children)} (${node.url})`
        : inline(node.children);
    case 'break':
      return ' ';
    default:
      return 'children' in node ? inline(node.children as PhrasingContent[]) : '';
  }
}

/** A paragraph in lines of at most `width`. */
export function paragraph(nodes: readonly PhrasingContent[], width: number): string[] {
  return wrap(inline(nodes), width).map((line) => line.replaceAll('\u00a0', ' '));
}

/** A list: each item's lines behind its bullet or number. */
export function list(
  node: List,
  width: number,
  render: (item: List['children'][number], width: number) => string[],
): string[] {
  const first = node.start ?? 1;
  return node.children.flatMap((item, at) => {
    const mark = node.ordered ? `${first + at}. ` : '- ';
    const [head = '', ...rest] = render(item, width - mark.length);
    const gap = node.spread && at > 0 ? [''] : [];
    return [...gap, mark + head, ...indented(rest, mark.length)];
  });
}

/** A table in columns where they fit, else one row below the other, cell by cell. */
export function table({ children }: Table, width: number): string[] {
  const rows = children.map((row) =>
    row.children.map((cell) => inline(cell.children).replaceAll('\u00a0', ' ')),
  );
  const [head = [], ...rest] = rows;
  const fixed = head.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const before = fixed.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
  const room = width - before;
  if (room < 20) return rest.flatMap((row) => [...stacked(head, row, width), '']).slice(0, -1);
  const lines = rows.map((row) => wrap(row.at(-1) ?? '', room));
  const left = columns(
    rows.map((row) => row.slice(0, -1)),
    [],
  );
  const drawn = lines.map(([first = '', ...rest], at) => [
    `${left[at]}  ${first}`.trimEnd(),
    ...indented(rest, before),
  ]);
  const rule = '─'.repeat(Math.min(width, before + Math.min(room, fixed.at(-1) ?? 0)));
  const body = drawn.slice(1).flat();
  return head.every((cell) => cell === '') ? body : [...(drawn[0] ?? []), rule, ...body];
}

function stacked(head: readonly string[], row: readonly string[], width: number): string[] {
  return row.flatMap((cell, at) => {
    const label = head[at] === '' || head[at] === undefined ? '' : `${head[at]}: `;
    return indented(wrap(label + cell, width - (at === 0 ? 0 : 2)), at === 0 ? 0 : 2);
  });
}

export function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}
