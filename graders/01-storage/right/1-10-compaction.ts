/** Compactions that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'reads all records first, and asks one function for each kind of batch',
    change: {
      'storage/cleaner/batch-keys.ts': {
        noteKeys: `
          if (batch.isControl) return true;
          return [...recordsOf(bytes, batch, codecs)]
            .filter(({ offset }) => offset >= from)
            .every(({ key, offset }) => key === null || notes.put(key, offset));`,
        '+': "import { recordsOf } from '#storage/batch-reader.ts';",
      },
      'storage/cleaner/batch-retention.ts': {
        retainBatch: `
          const all = [...recordsOf(bytes, batch, rules.codecs)];
          const passed = horizonPassed(batch, rules);
          const kept = batch.isControl
            ? all.filter(() => !(place.isDiscardable && passed))
            : all.filter((record) => !place.isDiscardable && isKept(record, batch, rules));
          const mustStay = place.isLastOfSegment || isLastOfProducer(batch, rules);
          if (kept.length === 0) return mustStay ? emptied(batch) : undefined;
          const waits = batch.isControl ? place.isDiscardable : kept.some((one) => one.value === null);
          const dated = waits && !batch.hasDeleteHorizon;
          const isSame = kept.length === all.length && !dated;
          return isSame ? bytes : rewritten(batch, kept, rules, dated);`,
      },
    },
  },
];
