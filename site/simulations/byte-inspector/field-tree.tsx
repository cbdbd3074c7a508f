/**
 * The fields as a tree: each can be opened and closed, and choosing one marks its bytes.
 */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PartProps } from './inspector-page.tsx';
import { treeMove } from './tree-keys.ts';
import { keyOf, type TreeRow, visibleRows } from './tree-rows.ts';
import { valueText } from './value-text.ts';

export function FieldTree({ inspector, view }: PartProps): JSX.Element {
  const { shown, path } = view;
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [more, setMore] = useState<ReadonlyMap<string, number>>(new Map());
  const chosen = keyOf(path);
  useEffect(() => {
    setOpen(emptied);
    setMore(emptied);
  }, [shown?.layout, view.state.view, shown?.isInside]);
  // When all is drawn: asking for places before would have it laid out once more.
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (row !== null && row !== undefined && list.current !== null) keepSeen(list.current, row);
  });
  if (shown === undefined || shown.bytes.length === 0) return <div class="bi-tree" />;
  const rows = visibleRows(shown.root, path, { open, more });
  const toggle = (key: string, to: boolean) => setOpen(new Map(open).set(key, to));
  const showMore = (key: string) => setMore(new Map(more).set(key, (more.get(key) ?? 0) + 1));
  const choose = (row: TreeRow) => {
    if (row.kind === 'more') showMore(row.key);
    else inspector.choose(row.node.at, row.level);
  };
  return (
    <div class="bi-tree">
      <p class="bi-title" id="bi-tree-title">
        Fields
      </p>
      <div
        ref={list}
        role="tree"
        aria-labelledby="bi-tree-title"
        onKeyDown={(event) => {
          const move = treeMove(event.key, rows, chosen);
          if (move === undefined) return;
          event.preventDefault();
          if (move.kind === 'toggle') toggle(move.row.key, move.open);
          else if (move.kind === 'bytes') focusBytes(event.currentTarget);
          else {
            choose(move.row);
            list.current?.focus();
          }
        }}
        tabIndex={0}
        aria-activedescendant={`bi-node-${chosen}`}
      >
        {rows.map((row) => (
          <Row key={`${row.key}${row.kind}`} row={row} {...{ chosen, choose, toggle }} />
        ))}
      </div>
    </div>
  );
}

/** Itself where there is nothing in it: then nothing is drawn anew. */
function emptied<Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return map.size === 0 ? map : new Map();
}

interface RowProps {
  readonly row: TreeRow;
  readonly chosen: string;
  readonly choose: (row: TreeRow) => void;
  readonly toggle: (key: string, to: boolean) => void;
}

/** The tree has the focus, and says which row it is on: rows themselves take none. */
function Row({ row, chosen, choose, toggle }: RowProps): JSX.Element {
  const { key, level } = row;
  const indent = { '--bi-level': level };
  if (row.kind === 'more') {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys.
      // biome-ignore lint/a11y/useFocusableInteractive: the tree around it has the focus.
      <div role="treeitem" aria-level={level + 1} style={indent} onClick={() => choose(row)}>
        … {row.left} more
      </div>
    );
  }
  const { node, isOpen } = row;
  const value = valueText(node, 40);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree around it has the focus.
    <div
      role="treeitem"
      id={`bi-node-${key}`}
      aria-level={level + 1}
      aria-selected={key === chosen}
      {...(isOpen === undefined ? {} : { 'aria-expanded': isOpen })}
      style={indent}
      class={node.trouble === undefined ? undefined : 'bi-broken'}
      onClick={() => choose(row)}
    >
      <span
        class="bi-twist"
        aria-hidden="true"
        onClick={(event) => {
          if (isOpen === undefined) return;
          event.stopPropagation();
          toggle(key, !isOpen);
        }}
      >
        {isOpen === undefined ? '' : isOpen ? '▾' : '▸'}
      </span>
      <span class="bi-name">{level === 0 ? node.kind : node.name}</span>
      {value === '' ? null : <span class="bi-value">{value}</span>}
      {node.trouble === undefined ? null : <span class="bi-sign">wrong</span>}
      <span class="bi-kind">{level === 0 ? '' : node.kind}</span>
    </div>
  );
}

function focusBytes(tree: HTMLElement): void {
  tree.closest('.bi')?.querySelector<HTMLElement>('[role=grid]')?.focus();
}

/** Moves the list, not the page. */
function keepSeen(list: HTMLElement, row: HTMLElement): void {
  const top = row.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  const bottom = top + row.offsetHeight - list.clientHeight;
  if (bottom > list.scrollTop) list.scrollTop = bottom;
}
