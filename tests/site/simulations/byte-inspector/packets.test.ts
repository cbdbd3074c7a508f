/**
 * Packets as tcpdump shows them: what TCP carried in them, and what is said of the rest.
 *
 * The captures (captures/) are of one exchange on Linux's loopback, by tcpdump 4.99.3: an ApiVersions
 * request in two writes, and an answer of ten bytes after each.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloadOf } from '../../../../site/simulations/byte-inspector/packets.ts';
import { type HexReading, readHex } from '../../../../site/simulations/byte-inspector/read-hex.ts';
import { recognise } from '../../../../site/simulations/byte-inspector/recognise.ts';

const REQUEST = '00000019001200030000000700026d650007677265676f7204302e3100';
const ANSWER = '00000006000000070000';

const captured = (name: string) =>
  readFileSync(new URL(`captures/${name}.txt`, import.meta.url), 'utf8');
const packetsOf = (text: string) => text.split(/^(?=\d\d:)/m);

function read(text: string): { hex: string; notes: string } {
  const reading: HexReading = readHex(text);
  if (!('bytes' in reading)) return { hex: '', notes: reading.complaint };
  return { hex: reading.bytes.toHex(), notes: reading.notes.join(' ') };
}

describe.each([
  ['loopback-X', 'IPv4 20, TCP 32'],
  ['loopback-xx', 'Ethernet 14, IPv4 20, TCP 32'],
  ['any-xx', 'Linux cooked 20, IPv4 20, TCP 32'],
])('a capture %s', (name, headers) => {
  test('as a whole is the request, put together from its packets', () => {
    const { hex, notes } = read(captured(name));
    expect(hex).toBe(REQUEST);
    expect(notes).toMatch(/^2 TCP packets from 127\.0\.0\.1:\d+ to 127\.0\.0\.1:29092: /);
    expect(notes).toContain(`without the headers (${headers}) 29 bytes are left.`);
    expect(notes).toContain('2 packets of another direction or connection are left out');
    const [likeliest] = recognise(Uint8Array.fromHex(hex));
    expect(likeliest).toMatchObject({ layout: 'request-frames', fits: true });
  });

  test('packet by packet is what each carried, or a sentence for those that carry nothing', () => {
    const each = packetsOf(captured(name)).map(read);
    expect(each.map(({ hex }) => hex).filter((hex) => hex !== '')).toEqual([
      REQUEST.slice(0, 20),
      ANSWER,
      REQUEST.slice(20),
      ANSWER,
    ]);
    expect(each[0]?.notes).toBe(
      'A TCP packet without content: it only acknowledges, begins or ends.',
    );
  });

  test('in any order, with packets that came twice, is the same', () => {
    const packets = packetsOf(captured(name)).filter((one) => read(one).hex.length > 0);
    const [first, , last] = packets as [string, string, string];
    expect(read([first, last, first, last].join('')).hex).toBe(REQUEST);
    expect(read([last, first].join('')).hex).toBe(REQUEST);
  });
});

test('a packet in one run of digits loses its headers, too', () => {
  const [, , , packet = ''] = packetsOf(captured('loopback-xx'));
  const digits = packet.replaceAll(/^.*Flags.*$|0x\d+:|\s/gm, '');
  expect(read(digits).hex).toBe(REQUEST.slice(0, 20));
});

test('says how many bytes between two packets were not captured', () => {
  const packets = packetsOf(captured('loopback-X')).filter((one) => read(one).hex.length > 0);
  const [first = '', , second = ''] = packets;
  // The sequence number ends in row 0x0020, its third word.
  const later = second.replace('51ca 83ea a5dd', '51ca 83ef a5dd');
  const { hex, notes } = read(first + later);
  expect(hex).toBe(REQUEST);
  expect(notes).toContain('5 bytes between them were not captured.');
});

test('takes IPv6, and an Ethernet frame that was filled up', () => {
  const tcp = `9878 71a4 0000 0001 0000 0001 5018 0040 0000 0000`.replaceAll(' ', '');
  const six = `60000000001806${'40'}${'00'.repeat(15)}01${'00'.repeat(15)}01${tcp}00000001`;
  expect(payloadOf([Uint8Array.fromHex(six)])).toMatchObject({
    bytes: Uint8Array.of(0, 0, 0, 1),
    notes: [expect.stringContaining('from [0:0:0:0:0:0:0:1]:39032')],
  });
  const four = `4500002a${'00000000'}4006${'0000'}7f0000017f000001${tcp}0102`;
  const frame = `${'00'.repeat(12)}0800${four}${'00'.repeat(4)}`;
  expect(payloadOf([Uint8Array.fromHex(frame)])?.bytes).toEqual(Uint8Array.of(1, 2));
});

test('leaves bytes alone that are no packets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), (bytes) => {
      // Frames of Kafka begin with a size, batches with an offset: their first byte is 0.
      const frame = Uint8Array.of(0, 0, 0, ...bytes);
      expect(payloadOf([frame])).toBeUndefined();
    }),
  );
  expect(payloadOf([])).toBeUndefined();
});
