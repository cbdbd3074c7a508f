/**
 * What keys do among the bytes.
 */
export interface Grid {
  readonly perRow: number;
  readonly length: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const ROWS_OF_A_PAGE = 10;

/** The byte that the key leads to from `at`; undefined where it leads nowhere. */
export function moveFor(event: Key, at: number, { perRow, length }: Grid): number | undefined {
  if (event.altKey) return undefined;
  const isFar = event.ctrlKey || event.metaKey;
  const rowStart = at - (at % perRow);
  const last = length - 1;
  const to = (target: number) => Math.max(0, Math.min(target, last));
  switch (event.key) {
    case 'ArrowLeft':
      return to(at - 1);
    case 'ArrowRight':
      return to(at + 1);
    case 'ArrowUp':
      return at < perRow ? at : at - perRow;
    case 'ArrowDown':
      return at + perRow > last ? at : at + perRow;
    case 'PageUp':
      return to(at - perRow * Math.min(ROWS_OF_A_PAGE, Math.floor(at / perRow)));
    case 'PageDown':
      return to(at + perRow * ROWS_OF_A_PAGE);
    case 'Home':
      return isFar ? 0 : rowStart;
    case 'End':
      return isFar ? last : to(rowStart + perRow - 1);
    default:
      return undefined;
  }
}

/** The hexadecimal digit that was typed. */
export function nibbleOf({ key, ctrlKey, metaKey, altKey }: Key): number | undefined {
  if (ctrlKey || metaKey || altKey || !/^[0-9a-f]$/i.test(key)) return undefined;
  return Number.parseInt(key, 16);
}
