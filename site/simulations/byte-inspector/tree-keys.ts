/**
 * What keys do in the tree of fields: as in any tree.
 */
import type { TreeRow } from './tree-rows.ts';

type NodeRow = Extract<TreeRow, { kind: 'node' }>;

export type TreeMove =
  | { readonly kind: 'choose'; readonly row: TreeRow }
  | { readonly kind: 'toggle'; readonly row: NodeRow; readonly open: boolean }
  /** To the bytes of the chosen field. */
  | { readonly kind: 'bytes' };

export function treeMove(
  key: string,
  rows: readonly TreeRow[],
  chosen: string,
): TreeMove | undefined {
  const at = rows.findIndex((row) => row.kind === 'node' && row.key === chosen);
  const here = rows[at];
  const choose = (row: TreeRow | undefined): TreeMove | undefined =>
    row === undefined ? undefined : { kind: 'choose', row };
  switch (key) {
    case 'ArrowDown':
      return choose(rows[at + 1]);
    case 'ArrowUp':
      return choose(rows.slice(0, Math.max(0, at)).findLast((row) => row.kind === 'node'));
    case 'Home':
      return choose(rows[0]);
    case 'End':
      return choose(rows.findLast((row) => row.kind === 'node'));
    case 'Enter':
    case ' ':
      return { kind: 'bytes' };
    default:
      return here?.kind === 'node' ? sideways(key, here, rows, at) : undefined;
  }
}

function sideways(
  key: string,
  here: NodeRow,
  rows: readonly TreeRow[],
  at: number,
): TreeMove | undefined {
  const next = rows[at + 1];
  if (key === 'ArrowRight') {
    if (here.isOpen === false) return { kind: 'toggle', row: here, open: true };
    return here.isOpen === true && next !== undefined ? { kind: 'choose', row: next } : undefined;
  }
  if (key !== 'ArrowLeft') return undefined;
  if (here.isOpen === true) return { kind: 'toggle', row: here, open: false };
  const parent = rows.slice(0, at).findLast((row) => row.level === here.level - 1);
  return parent === undefined ? undefined : { kind: 'choose', row: parent };
}
