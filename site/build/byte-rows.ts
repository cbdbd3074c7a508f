/**
 * A byte layout drawn as in an RFC: eight bytes to a row, a field over as many rows as it needs.
 *
 *     ┌───────────────────────────────┐
 *     │          baseOffset           │
 *     ├───────────────┬───────────────┤
 *     │  batchLength  │  leaderEpoch  │
 *     ├───┬───────────┴───┬───────┬───┤
 *     │   │      crc      │ attr. │ ~ │     ~ a field that goes on in the next row
 *
 * A field of unknown width takes the place of two bytes where it is a number of a few, else of up to four,
 * and stays in one row. Invariant: the boxes of a field of known width are, put together, that width; no
 * row has more than eight bytes.
 */
import { type ByteField, type ByteLayout, positionsOf } from '../../course/lesson/byte-layout.ts';

export const ROW = 8;

export interface ByteBox {
  readonly field: ByteField;
  /** Columns in this row. */
  readonly width: number;
  /** Whether it goes on from the row before, or into the next. */
  readonly opens: boolean;
  readonly closes: boolean;
  /** Whether this is the widest of the field's boxes: the one with the name. */
  readonly named: boolean;
}

export interface ByteRow {
  /** The position of its first byte; undefined where that is not fixed. */
  readonly at: number | undefined;
  readonly boxes: readonly ByteBox[];
}

export function byteRows(layout: ByteLayout): ByteRow[] {
  const positions = positionsOf(layout);
  const rows: { at: number | undefined; boxes: ByteBox[]; free: number }[] = [];
  for (const [index, field] of layout.fields.entries()) {
    let at = positions[index];
    const boxes = boxesOf(field, rows.at(-1)?.free || ROW);
    for (const box of boxes) {
      if ((rows.at(-1)?.free ?? 0) < box.width) rows.push({ at, boxes: [], free: ROW });
      const row = rows.at(-1)!;
      row.boxes.push(box);
      row.free -= box.width;
      at = at === undefined ? undefined : at + box.width;
    }
  }
  return rows.map(({ at, boxes }) => ({ at, boxes }));
}

/** A field cut where rows end; `free` is what is left of the row that it begins in. */
function boxesOf(field: ByteField, free: number): ByteBox[] {
  const widths: number[] = [];
  if (typeof field.bytes === 'string') {
    const wanted = /^\d+(-\d+)?$/.test(field.bytes) ? 2 : 4;
    widths.push(free < 2 ? wanted : Math.min(wanted, free));
  } else {
    for (let left = field.bytes, room = free; left > 0; room = ROW) {
      widths.push(Math.min(left, room));
      left -= Math.min(left, room);
    }
  }
  const widest = widths.indexOf(Math.max(...widths));
  return widths.map((width, nth) => ({
    ...{ field, width, opens: nth === 0, closes: nth === widths.length - 1 },
    named: nth === widest,
  }));
}
