/**
 * Bytes in rows, with their text beside them. Only the rows that can be seen are in the page.
 */
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type ByteNode, pathToByte } from '../../../course/bytes/byte-node.ts';
import { moveFor, nibbleOf } from './hex-keys.ts';
import type { PartProps } from './inspector-page.tsx';
import { hexByte } from './value-text.ts';
import { EMPTY_NOTES } from './view-notes.ts';

const ROW_PX = 26;
/** Rows that are drawn above and below what can be seen. */
const SPARE_ROWS = 6;
/** A row of so many bytes fits from such a width on. */
const WIDTHS = [
  [32, 940],
  [16, 500],
  [8, 0],
] as const;
/** A page as narrow as this has no room for 16. */
const NARROW_PX = 540;

interface Props extends PartProps {
  readonly hovered: number | undefined;
  readonly hover: (at: number | undefined) => void;
}

export function HexView({ inspector, view, hovered, hover }: Props): JSX.Element {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const perRow = usePerRow(box);
  const [top, setTop] = useState(0);
  const [nibble, setNibble] = useState<number | undefined>(undefined);
  const { shown, state, path, waits } = view;
  const bytes = shown?.bytes ?? new Uint8Array();
  useSeen(box, state.at, perRow);
  useEffect(() => setNibble(undefined), [state.at, shown]);

  const writeOver = (byte: number) => {
    setNibble(undefined);
    inspector.edit(state.at, byte);
    inspector.choose(state.at + 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const digit = nibbleOf(event);
    const move = moveFor(event, state.at, { perRow, length: bytes.length });
    if (move !== undefined) inspector.choose(move);
    else if (digit !== undefined && shown?.isInside === false) {
      if (nibble === undefined) setNibble(digit);
      else writeOver(nibble * 16 + digit);
    } else if (isUndo(event)) inspector.undo();
    else if (event.key === 'Enter') focusInput(event);
    else return;
    event.preventDefault();
  };

  if (bytes.length === 0) {
    const words = waits ? 'The broker is being asked…' : EMPTY_NOTES[state.view];
    return <p class={waits ? 'bi-nothing bi-asked' : 'bi-nothing'}>{words}</p>;
  }
  const rows = Math.ceil(bytes.length / perRow);
  const height = box.current?.clientHeight ?? 400;
  const first = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS);
  const last = Math.min(rows, Math.ceil((top + height) / ROW_PX) + SPARE_ROWS);
  const marks = {
    ...{ state, nibble, hovered: leafAt(shown?.root, hovered), chosen: path.at(-1) },
    ...{ edited: shown?.edited ?? new Set<number>(), root: shown?.root },
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of bytes that moves by arrow keys is a grid.
    <div
      class="bi-hex"
      style={{ '--bi-row': perRow }}
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={`${bytes.length} bytes, ${perRow} in a row`}
      aria-rowcount={rows}
      aria-colcount={perRow}
      aria-activedescendant={`${id}-${state.at}`}
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onPointerOver={(event) => hover(byteOf(event.target))}
      onPointerLeave={() => hover(undefined)}
      onPointerDown={(event) => {
        const at = byteOf(event.target);
        if (at !== undefined) inspector.choose(at);
      }}
    >
      <div class="bi-rows" style={{ height: `${rows * ROW_PX}px` }}>
        <div style={{ transform: `translateY(${first * ROW_PX}px)` }}>
          {Array.from({ length: last - first }, (_, index) => (
            <Row key={first + index} row={first + index} {...{ bytes, perRow, id, marks }} />
          ))}
        </div>
      </div>
    </div>
  );
}

interface Marks {
  readonly state: { readonly at: number };
  readonly nibble: number | undefined;
  readonly hovered: ByteNode | undefined;
  readonly chosen: ByteNode | undefined;
  readonly edited: ReadonlySet<number>;
  readonly root: ByteNode | undefined;
}

interface RowProps {
  readonly row: number;
  readonly bytes: Uint8Array;
  readonly perRow: number;
  readonly id: string;
  readonly marks: Marks;
}

function Row({ row, bytes, perRow, id, marks }: RowProps): JSX.Element {
  const start = row * perRow;
  const own = [...bytes.subarray(start, start + perRow)];
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid.
    <div class="bi-row" role="row" tabIndex={-1} aria-rowindex={row + 1}>
      <span class="bi-offset" aria-hidden="true">
        {start.toString(16).padStart(bytes.length > 0xffff ? 5 : 4, '0')}
      </span>
      <span class="bi-cells" role="presentation">
        {own.map((byte, column) => {
          const at = start + column;
          const typed = marks.nibble !== undefined && at === marks.state.at;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the grid.
            <span
              role="gridcell"
              tabIndex={-1}
              id={`${id}-${at}`}
              data-at={at}
              aria-selected={at === marks.state.at}
              aria-colindex={column + 1}
              class={cellClass(at, marks)}
            >
              {typed ? `${marks.nibble?.toString(16)}_` : hexByte(byte)}
            </span>
          );
        })}
      </span>
      <span class="bi-text" aria-hidden="true">
        {own.map((byte, column) => (
          <span data-at={start + column} class={cellClass(start + column, marks)}>
            {byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·'}
          </span>
        ))}
      </span>
    </div>
  );
}

function cellClass(at: number, { state, hovered, chosen, edited, root }: Marks): string {
  const leaf = leafAt(root, at);
  const names = [
    leaf?.at === at ? 'bi-first' : '',
    isIn(chosen, at) ? 'bi-chosen' : '',
    isIn(hovered, at) ? 'bi-hovered' : '',
    edited.has(at) ? 'bi-edited' : '',
    leaf?.trouble === undefined ? '' : 'bi-trouble',
    at === state.at ? 'bi-here' : '',
  ];
  return names.filter((name) => name !== '').join(' ');
}

function isIn(node: ByteNode | undefined, at: number): boolean {
  return node !== undefined && at >= node.at && at < node.end;
}

function leafAt(root: ByteNode | undefined, at: number | undefined): ByteNode | undefined {
  return root === undefined || at === undefined ? undefined : pathToByte(root, at).at(-1);
}

function byteOf(target: EventTarget | null): number | undefined {
  const at = (target as HTMLElement | null)?.closest<HTMLElement>('[data-at]')?.dataset.at;
  return at === undefined ? undefined : Number(at);
}

function isUndo({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Backspace' || ((ctrlKey || metaKey) && key === 'z');
}

/** The field below the bytes, where a byte can be typed without a keyboard of one's own. */
function focusInput(event: KeyboardEvent): void {
  const pane = (event.currentTarget as HTMLElement).closest('.bi-bytes');
  pane?.querySelector<HTMLInputElement>('.bi-edit input')?.select();
}

/** How many bytes a row has room for: a guess until it is laid out, and asking then costs no layout more. */
function usePerRow(box: { readonly current: HTMLElement | null }): number {
  const [perRow, setPerRow] = useState(() => (innerWidth < NARROW_PX ? 8 : 16));
  useEffect(() => {
    const pane = box.current?.parentElement;
    if (pane === null || pane === undefined) return;
    const observer = new ResizeObserver(() => {
      const width = pane.clientWidth;
      setPerRow(WIDTHS.find(([, least]) => width >= least)?.[0] ?? 8);
    });
    observer.observe(pane);
    return () => observer.disconnect();
  });
  return perRow;
}

/** Keeps the chosen byte where it can be seen, without moving the page. */
function useSeen(box: { readonly current: HTMLElement | null }, at: number, perRow: number): void {
  useEffect(() => {
    const pane = box.current;
    if (pane === null) return;
    const top = Math.floor(at / perRow) * ROW_PX;
    if (top < pane.scrollTop) pane.scrollTop = top;
    const bottom = top + ROW_PX - pane.clientHeight;
    if (bottom > pane.scrollTop) pane.scrollTop = bottom;
  }, [box, at, perRow]);
}
