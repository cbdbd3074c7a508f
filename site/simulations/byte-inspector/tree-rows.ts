/**
 * The rows of the tree that are there to be seen: what is open, and of very many parts the first.
 */
import type { ByteNode } from '../../../course/bytes/byte-node.ts';

export type TreeRow =
  | {
      readonly kind: 'node';
      readonly key: string;
      readonly level: number;
      readonly node: ByteNode;
      /** Undefined for a leaf. */
      readonly isOpen: boolean | undefined;
    }
  /** Stands for parts that are not shown yet. */
  | { readonly kind: 'more'; readonly key: string; readonly level: number; readonly left: number };

export interface Opened {
  /** By a row's key: what the reader has opened or closed. */
  readonly open: ReadonlyMap<string, boolean>;
  /** How often more was asked for. */
  readonly more: ReadonlyMap<string, number>;
}

const SHOWN_PARTS = 40;
/** Without being asked, the tree is open this far. */
const OPEN_LEVELS = 3;

/** A field's key: the places of its parts on the way to it. */
export function keyOf(path: readonly ByteNode[]): string {
  const places = path.slice(1).map((node, index) => path[index]?.parts.indexOf(node) ?? 0);
  return ['r', ...places].join('.');
}

/** What is around the chosen field is open, whatever else is. */
export function visibleRows(
  root: ByteNode,
  chosen: readonly ByteNode[],
  opened: Opened,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const around = new Set(chosen.slice(0, -1));
  const add = (node: ByteNode, key: string, level: number): void => {
    const usual =
      around.has(node) ||
      (level < OPEN_LEVELS && node.value === undefined && node.parts.length < SHOWN_PARTS);
    const isOpen = node.parts.length === 0 ? undefined : (opened.open.get(key) ?? usual);
    const forced = isOpen === undefined ? undefined : isOpen || around.has(node);
    rows.push({ kind: 'node', key, level, node, isOpen: forced });
    if (forced !== true) return;
    const wanted = SHOWN_PARTS * (1 + (opened.more.get(key) ?? 0) * 5);
    const needed = node.parts.findIndex((part) => chosen.includes(part)) + 5;
    const shown = Math.min(node.parts.length, Math.max(wanted, needed));
    for (let at = 0; at < shown; at++) add(node.parts[at] as ByteNode, `${key}.${at}`, level + 1);
    const left = node.parts.length - shown;
    if (left > 0) rows.push({ kind: 'more', key, level: level + 1, left });
  };
  add(root, 'r', 0);
  return rows;
}
