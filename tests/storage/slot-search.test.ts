import { expect, test } from 'vitest';
import { lastSlotWhere } from '#storage/slot-search.ts';

test('finds the border wherever it lies, in any number of slots, with few questions', () => {
  for (let count = 0; count <= 33; count++) {
    for (let border = 0; border <= count; border++) {
      const asked: number[] = [];
      const found = lastSlotWhere(count, (slot) => {
        asked.push(slot);
        return slot < border;
      });
      expect(found).toBe(border - 1);
      expect(asked.every((slot) => slot >= 0 && slot < count)).toBe(true);
      expect(asked.length).toBeLessThanOrEqual(count === 0 ? 0 : Math.floor(Math.log2(count)) + 1);
    }
  }
});
