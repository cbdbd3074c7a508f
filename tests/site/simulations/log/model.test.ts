/**
 * What "the log" shows is what the storage does: look-ups find, recovery cuts where the real one does,
 * compaction leaves the newest of each key.
 */
import { describe, expect, it } from 'vitest';
import { log } from '../../../../site/simulations/log/model.ts';
import { packedShare } from '../../../../site/simulations/log/packed-share.ts';
import type { BatchState, SegmentState } from '../../../../site/simulations/log/picture.ts';
import { doIt } from '../../../../site/simulations/log/setup.ts';
import type { LogState } from '../../../../site/simulations/log/stage.ts';
import { framesOf, lastOf, wordsOf } from '../frames-of.ts';

const SEEDS = Array.from({ length: 24 }, (_, seed) => seed);

function batchesOf({ segments }: Pick<LogState, 'segments'>): BatchState[] {
  return segments.flatMap(({ batches }) => batches);
}

function recordsOf(segments: readonly SegmentState[]) {
  return batchesOf({ segments }).flatMap(({ records }) => records);
}

describe('the log', () => {
  it('has batches back to back, and no segment above segment.bytes', async () => {
    const { segments } = lastOf(await framesOf(log, 'append-and-roll'));
    expect(segments.length).toBeGreaterThan(2);
    for (const { bytes, batches, rest } of segments) {
      expect(bytes).toBeLessThanOrEqual(2048);
      expect(rest).toBe(0);
      for (const [at, { position }] of batches.entries()) {
        const before = batches[at - 1];
        expect(position).toBe(before === undefined ? 0 : before.position + before.bytes);
      }
    }
    expect(recordsOf(segments).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 42 }, (_, offset) => offset),
    );
  });

  it('has index entries that name the last offset of the batch they point at', async () => {
    const { segments } = lastOf(await framesOf(log, 'append-and-roll'));
    for (const { index, batches } of segments) {
      for (const { offset, position } of index) {
        expect(batches.find((batch) => batch.position === position)?.lastOffset).toBe(offset);
      }
    }
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('is smaller by %s', async (codec) => {
    const options = { records: 8, value: 100, batches: 4 };
    const plain = lastOf(await framesOf(log, 'append-and-roll', { options }));
    const packed = lastOf(
      await framesOf(log, 'append-and-roll', { options: { ...options, codec } }),
    );
    const bytes = (state: LogState) =>
      batchesOf(state).reduce((sum, batch) => sum + batch.bytes, 0);
    expect(bytes(packed)).toBeLessThan(0.8 * bytes(plain));
    expect(batchesOf(packed).every((batch) => batch.codec === codec)).toBe(true);
  });

  it('finds every offset, beginning at the entry below it', async () => {
    for (let offset = 0; offset < 24; offset += 1) {
      const acts = [{ afterStep: 14, act: doIt('find', { offset }) }];
      const { segments, pointer } = lastOf(await framesOf(log, 'find-an-offset', { acts }));
      const segment = segments.find(({ baseOffset }) => baseOffset === pointer?.segment);
      const found = segment?.batches.find(({ position }) => position === pointer?.found);
      expect(found?.baseOffset).toBeLessThanOrEqual(offset);
      expect(found?.lastOffset).toBeGreaterThanOrEqual(offset);
      expect(pointer?.passed.length).toBeLessThan(4);
      const entry = segment?.index.findLast((one) => one.offset <= offset);
      expect(pointer?.entry).toBe(entry?.position ?? 0);
    }
  });

  it('points at the header that is looked at, and at nothing before the scan begins', async () => {
    const frames = await framesOf(log, 'find-an-offset');
    const pointers = frames.flatMap(({ state }) => state.pointer ?? []);
    expect(pointers.map(({ at, passed, found }) => [at, passed.length, found])).toEqual([
      [undefined, 0, undefined],
      [undefined, 0, undefined],
      [1566, 0, undefined],
      [1827, 1, undefined],
      [2088, 2, 2088],
    ]);
  });

  it('says what compression saves: much for eight records, nearly nothing for one', async () => {
    const share = async (records: number) =>
      packedShare(lastOf(await framesOf(log, 'compression', { options: { records } })).segments);
    expect(packedShare(lastOf(await framesOf(log, 'append-and-roll')).segments)).toBeUndefined();
    expect(await share(8)).toBeLessThan(50);
    expect(await share(1)).toBeGreaterThan(75);
  });

  it('says OFFSET_OUT_OF_RANGE of an offset that is not there', async () => {
    const acts = [{ afterStep: 14, act: doIt('find', { offset: 24 }) }];
    const words = wordsOf(await framesOf(log, 'find-an-offset', { acts }));
    expect(words.at(-1)).toBe('offset 24: OFFSET_OUT_OF_RANGE: the log has 0 to 23.');
  });

  it('retention takes segments whole, from the old end, and their files a minute later', async () => {
    const frames = await framesOf(log, 'retention');
    for (const [at, { state }] of frames.entries()) {
      const before = frames[at - 1]?.state.start ?? 0;
      expect(state.start).toBeGreaterThanOrEqual(before);
      expect(state.segments[0]?.baseOffset).toBe(state.start);
    }
    const marked = frames.filter(({ state }) =>
      state.files.some(({ name }) => name.endsWith('.deleted')),
    );
    expect(marked.length).toBeGreaterThan(0);
    expect(lastOf(frames).files.some(({ name }) => name.endsWith('.deleted'))).toBe(false);
  });

  it.each(SEEDS.slice(0, 8))(
    'compaction leaves the newest record of each key, with seed %i',
    async (seed) => {
      const acts = [{ afterStep: 7, act: doIt('tombstone', { key: 'B' }) }];
      const frames = await framesOf(log, 'compaction', { seed, acts });
      const newest = new Map<string, number>();
      for (const { state } of frames) {
        for (const { key, offset } of recordsOf(state.segments)) {
          newest.set(key, Math.max(offset, newest.get(key) ?? 0));
        }
      }
      const { segments } = lastOf(frames);
      const kept = recordsOf(segments);
      for (const [key, offset] of newest)
        expect(kept).toContainEqual(expect.objectContaining({ key, offset }));
      expect(kept.length).toBeLessThan(newest.size + 12);
      expect(wordsOf(frames).some((words) => words.startsWith('cleaner: Compaction:'))).toBe(true);
    },
  );

  it.each(SEEDS)(
    'recovery shows the cut that the storage then makes, with seed %i',
    async (seed) => {
      const frames = await framesOf(log, 'torn-tail', { seed });
      const back = frames.findIndex(({ happened }) =>
        happened.some(({ words }) => words.startsWith('Is back')),
      );
      const { state: onDisk } = frames[back - 1] as (typeof frames)[number];
      const { state: recovered } = frames[back] as (typeof frames)[number];
      const { pointer } = onDisk;
      const sound = new Set(pointer?.passed ?? []);
      for (const { baseOffset, batches } of recovered.segments) {
        if (baseOffset !== pointer?.segment || pointer.found === 0) continue;
        expect(new Set(batches.map(({ position }) => position))).toEqual(sound);
      }
      for (const batch of batchesOf(recovered)) expect(batch.sound).toBe(true);
      for (const { rest } of recovered.segments) expect(rest).toBe(0);
      // What was below the recovery point is all there.
      expect(recovered.end).toBeGreaterThanOrEqual(onDisk.recoveryPoint);
    },
  );

  it('a killed process loses nothing: what it wrote is the kernel’s', async () => {
    const acts = [{ afterStep: 11, act: doIt('kill') }];
    for (const seed of SEEDS.slice(0, 6)) {
      const frames = await framesOf(log, 'torn-tail', { seed, acts });
      const [before, after] = [frames[11]?.state, lastOf(frames)];
      expect(recordsOf(after.segments).slice(0, before?.end)).toEqual(
        recordsOf(before?.segments ?? []),
      );
    }
  });

  it('what was synced survives the loss of power', async () => {
    for (const seed of SEEDS.slice(0, 12)) {
      const acts = [
        { afterStep: 11, act: doIt('sync') },
        { afterStep: 12, act: doIt('power') },
      ];
      const frames = await framesOf(log, 'torn-tail', { seed, acts });
      const synced = frames[12]?.state;
      expect(recordsOf(lastOf(frames).segments).slice(0, synced?.end)).toEqual(
        recordsOf(synced?.segments ?? []),
      );
    }
  });

  it('looking at a log leaves no trace: a run without pictures has the same hash', async () => {
    const frames = await framesOf(log, 'torn-tail');
    const again = await framesOf(log, 'torn-tail');
    expect(again.map(({ traceHash }) => traceHash)).toEqual(
      frames.map(({ traceHash }) => traceHash),
    );
  });
});
