import { expect, test } from 'vitest';
import { leavesOf } from '../../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../../course/bytes/describe-layout.ts';
import type { Layout } from '../../../../course/bytes/layout.ts';
import { howRead } from '../../../../site/simulations/byte-inspector/how-read.ts';

test.each([
  [
    'offset-index',
    '00000005ffffffff',
    [
      '0x00000005, the highest byte first = 5.',
      '0xffffffff, the highest byte first = 4294967295; the top bit is set, so minus 2^32: -1.',
    ],
  ],
  [
    'records',
    '0c000001010000',
    [
      'Seven bits: 0001100 = 12; zigzag 12 is 6.',
      '0x00 = 0.',
      'Seven bits: 0000000 = 0; zigzag 0 is 0.',
      'Seven bits: 0000001 = 1; zigzag 1 is -1.',
      'Seven bits: 0000001 = 1; zigzag 1 is -1.',
      'Seven bits: 0000000 = 0; zigzag 0 is 0.',
      'Seven bits: 0000000 = 0; zigzag 0 is 0.',
    ],
  ],
] as const)('a number of a %s is read as one would by hand', (layout, hex, sentences) => {
  const bytes = Uint8Array.fromHex(hex);
  const root = describeLayout(layout as Layout, bytes);
  if (root === undefined) throw new Error('no layout');
  expect([...leavesOf(root)].map(({ node }) => howRead(node, bytes))).toEqual(sentences);
});

test('a varint of two bytes is put together from groups of seven bits', () => {
  const bytes = Uint8Array.of(0xac, 0x02);
  const node = { kind: 'unsigned varint', at: 0, end: 2 } as never;
  expect(howRead(node, bytes)).toBe(
    'Seven bits of each byte, the lowest first: 0101100 + 0000010·2^7 = 300.',
  );
});
