/** Task 1.4 done otherwise. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'halves the slots that are left, and compares relative offsets',
    change: {
      'storage/slot-search.ts': {
        lastSlotWhere: `
          let first = 0;
          let left = count;
          while (left > 0) {
            const half = Math.floor(left / 2);
            if (holds(first + half)) {
              first += half + 1;
              left -= half + 1;
            } else {
              left = half;
            }
          }
          return first - 1;`,
      },
      'storage/offset-index.ts': {
        'OffsetIndex.lookup': `
          const relative = offset - this.baseOffset;
          const slot = lastSlotWhere(this.count, (n) => this.view.getInt32(n * 8) <= relative);
          return slot === -1 ? 0 : this.view.getInt32(slot * 8 + 4);`,
        'OffsetIndex.truncateTo': `
          let kept = this.count;
          while (kept > 0 && this.baseOffset + this.view.getInt32(kept * 8 - 8) >= offset) kept -= 1;
          this.keepEntries(kept);`,
        'OffsetIndex.load': `
          let [offset, before] = [-1, 0];
          return this.loadEntries((view, n) => {
            const next = view.getInt32(n * 8);
            const position = view.getUint32(n * 8 + 4);
            if (next <= offset || position <= before || position >= logSize) return false;
            [offset, before] = [next, position];
            return true;
          });`,
      },
    },
  },
  {
    name: 'keeps its entries in an array besides',
    change: {
      'storage/offset-index.ts': {
        'OffsetIndex.lastOffset': 'return this.#all.at(-1)?.offset ?? this.baseOffset;',
        'OffsetIndex.append': `
          const last = this.#all.at(-1);
          if (last !== undefined && last.offset >= offset) throw new RangeError('not above the last');
          this.#all.push({ offset, position });
          this.addEntry((view, at) => {
            view.setUint32(at, offset - this.baseOffset);
            view.setUint32(at + 4, position);
          });`,
        'OffsetIndex.lookup': `
          const slot = lastSlotWhere(this.#all.length, (n) => (this.#all[n]?.offset ?? 0) <= offset);
          return this.#all[slot]?.position ?? 0;`,
        'OffsetIndex.truncateTo': `
          this.#all = this.#all.filter((entry) => entry.offset < offset);
          this.keepEntries(this.#all.length);`,
        'OffsetIndex.all': 'yield* this.#all;',
        'OffsetIndex.load': {
          replace: 'return this.loadEntries(',
          by: `this.#all = [];
            return this.#loaded(`,
        },
        'OffsetIndex.offsetAt': {
          declaration: `
            #all: { offset: number; position: number }[] = [];

            #loaded(isEntry: (view: DataView, n: number) => boolean): boolean {
              const isSound = this.loadEntries(isEntry);
              this.#all = Array.from({ length: this.count }, (_, n) => ({
                offset: this.baseOffset + this.view.getInt32(n * 8),
                position: this.view.getInt32(n * 8 + 4),
              }));
              return isSound;
            }

            override reset(): void {
              super.reset();
              this.#all = [];
            }`,
        },
        'OffsetIndex.positionAt': { declaration: '' },
        'OffsetIndex.lastSlotAtOrBelow': { declaration: '' },
      },
    },
  },
];
