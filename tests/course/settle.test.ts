/** A behaviour is given up by what its thread did, not by how late the machine lets it be. */
import { describe, expect, test } from 'vitest';
import { Hope, NeverSettled, untilSettled } from '../../course/grading/settle.ts';

const ALONE = { limitMs: 10_000, endsWhenIdle: true };
const IDLE = 0.01;
const BUSY = 0.9;

const looks = (hope: Hope, count: number, utilization: number) =>
  Array.from({ length: count }, () => hope.look(utilization, 0));

describe('hope', () => {
  test('is lost when the thread has looked again and again, and had nothing to do', () => {
    const hope = new Hope(ALONE, 0);
    expect(looks(hope, 7, IDLE).filter((one) => one !== undefined)).toEqual([]);
    expect(hope.look(IDLE, 0)).toMatch(/nobody is left to settle/);
  });

  test('is not lost by one look, however late: what was awaited may have come meanwhile', () => {
    const hope = new Hope(ALONE, 0);
    expect(hope.look(0, 0)).toBeUndefined();
    expect(looks(hope, 6, IDLE).at(-1)).toBeUndefined();
    expect(hope.look(BUSY, 0)).toBeUndefined();
    expect(looks(hope, 7, IDLE).at(-1)).toBeUndefined();
  });

  test('is lost by use of the processor without end', () => {
    const hope = new Hope(ALONE, 500);
    expect(hope.look(BUSY, 10_499)).toBeUndefined();
    expect(hope.look(BUSY, 10_500)).toBe('it was still going on after 10 seconds');
  });

  test('is not lost by idleness where others are waited for, but at the limit', () => {
    const hope = new Hope({ limitMs: 60_000, endsWhenIdle: false }, 0);
    expect(looks(hope, 100, IDLE).filter((one) => one !== undefined)).toEqual([]);
    expect(hope.look(IDLE, 60_000)).toBe('it was still going on after 60 seconds');
  });
});

describe('waiting', () => {
  test('passes on what comes, and what is thrown', async () => {
    await expect(untilSettled(() => Promise.resolve(1), ALONE)).resolves.toBeUndefined();
    await expect(untilSettled(() => Promise.reject(new Error('no')), ALONE)).rejects.toThrow('no');
    await expect(untilSettled(() => 1, ALONE)).resolves.toBeUndefined();
  });

  test('ends for a promise that nobody settles', async () => {
    const never = () => new Promise<void>(() => {});
    await expect(untilSettled(never, ALONE)).rejects.toThrow(NeverSettled);
  });
});
