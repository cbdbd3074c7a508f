/**
 * The content of a simulated file, in pages of 4 KiB that two contents may share.
 *
 * A file has two contents, what programs see and what is durable, which mostly agree. So a page
 * that both hold is kept once, and copied when one of them writes to it. A page nobody wrote
 * takes no memory: an index file of 10 MiB that holds three entries costs one page.
 *
 *     live     [ 0 ][ 1 ][ 2'][ 3 ]     2' was written since the last sync, 3 is new
 *     durable  [ 0 ][ 1 ][ 2 ]
 *
 * Invariant: bytes of the last page at or beyond `size` are zero.
 */
export const PAGE_SIZE = 4096;

interface Page {
  readonly bytes: Uint8Array;
  /** Some other content may hold this page: it must be copied before it is changed. */
  shared: boolean;
}

export class PagedBytes {
  #size = 0;
  readonly #pages = new Map<number, Page>();

  get size(): number {
    return this.#size;
  }

  /** Fills `target` from `position`; returns how much there was. */
  read(position: number, target: Uint8Array): number {
    const length = Math.max(0, Math.min(target.length, this.#size - position));
    let done = 0;
    while (done < length) {
      const at = position + done;
      const inPage = at % PAGE_SIZE;
      const count = Math.min(PAGE_SIZE - inPage, length - done);
      const page = this.#pages.get((at - inPage) / PAGE_SIZE);
      if (page === undefined) target.fill(0, done, done + count);
      else target.set(page.bytes.subarray(inPage, inPage + count), done);
      done += count;
    }
    return length;
  }

  write(position: number, source: Uint8Array): void {
    let done = 0;
    while (done < source.length) {
      const at = position + done;
      const inPage = at % PAGE_SIZE;
      const count = Math.min(PAGE_SIZE - inPage, source.length - done);
      const page = this.#ownPage((at - inPage) / PAGE_SIZE);
      page.set(source.subarray(done, done + count), inPage);
      done += count;
    }
    if (source.length > 0) this.#size = Math.max(this.#size, position + source.length);
  }

  truncate(size: number): void {
    if (size < this.#size) {
      const kept = pagesIn(size);
      for (let index = kept; index < pagesIn(this.#size); index += 1) this.#pages.delete(index);
      const tail = size % PAGE_SIZE;
      const last = this.#pages.get(kept - 1);
      if (tail > 0 && last !== undefined && !isZeroFrom(last.bytes, tail)) {
        this.#ownPage(kept - 1).fill(0, tail);
      }
    }
    this.#size = size;
  }

  /** Makes page `index` the same as in `other`, by sharing it; the size covers all of it. */
  adoptPage(index: number, other: PagedBytes): void {
    const page = other.#pages.get(index);
    if (page === undefined) {
      this.#pages.delete(index);
    } else {
      page.shared = true;
      this.#pages.set(index, page);
    }
    this.#size = Math.max(this.#size, (index + 1) * PAGE_SIZE);
  }

  /** Takes one range of a page over from `other`; the size covers the whole page. */
  adoptRange(index: number, start: number, end: number, other: PagedBytes): void {
    const source = other.#pages.get(index);
    const target = this.#ownPage(index);
    if (source === undefined) target.fill(0, start, end);
    else target.set(source.bytes.subarray(start, end), start);
    this.#size = Math.max(this.#size, (index + 1) * PAGE_SIZE);
  }

  /** The same content, all pages shared. */
  clone(): PagedBytes {
    const copy = new PagedBytes();
    for (const [index, page] of this.#pages) {
      page.shared = true;
      copy.#pages.set(index, page);
    }
    copy.#size = this.#size;
    return copy;
  }

  #ownPage(index: number): Uint8Array {
    const page = this.#pages.get(index);
    if (page !== undefined && !page.shared) return page.bytes;
    const bytes = page === undefined ? new Uint8Array(PAGE_SIZE) : page.bytes.slice();
    this.#pages.set(index, { bytes, shared: false });
    return bytes;
  }
}

/** How many pages hold `size` bytes. */
export function pagesIn(size: number): number {
  return Math.ceil(size / PAGE_SIZE);
}

function isZeroFrom(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
}
