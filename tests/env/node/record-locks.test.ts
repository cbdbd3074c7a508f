import { expect, test } from 'vitest';
import { recordLockHolder } from '#env/node/record-locks.ts';

const LOCKS = [
  '1: POSIX  ADVISORY  READ  99 fe:01:131 0 EOF',
  '2: POSIX  ADVISORY  WRITE 4711 fe:01:131 0 EOF',
  '2: -> POSIX  ADVISORY  WRITE 4712 fe:01:131 0 EOF',
  '3: OFDLCK ADVISORY  WRITE -1 08:110:77 0 EOF',
  '',
].join('\n');

/** What stat reports for a device of these numbers. */
const DEVICE_FE_01 = 0xfe01n;
const DEVICE_08_110 = 0x100810n;

test('finds who holds a write lock, by device and inode', () => {
  expect(recordLockHolder(LOCKS, DEVICE_FE_01, 131n)).toBe(4711);
  expect(recordLockHolder(LOCKS, DEVICE_08_110, 77n)).toBe(-1);
});

test('tells the same inode on another device, and an empty list, apart', () => {
  expect(recordLockHolder(LOCKS, 0xfe02n, 131n)).toBeUndefined();
  expect(recordLockHolder('', DEVICE_FE_01, 131n)).toBeUndefined();
});
