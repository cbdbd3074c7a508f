import { describe, expect, test } from 'vitest';
import { worlds } from './worlds.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

describe.each(worlds)('the crypto of %s', (_name, make) => {
  const world = make();
  const { crypto } = world.env;
  world.close();

  test('digests as published', () => {
    expect(hex(crypto.hash('md5', bytes('abc')))).toBe('900150983cd24fb0d6963f7d28e17f72');
    expect(hex(crypto.hash('sha1', bytes('abc')))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(hex(crypto.hash('sha256', bytes('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hex(crypto.hash('sha512', bytes('abc'))).slice(0, 32)).toBe(
      'ddaf35a193617abacc417349ae204131',
    );
  });

  test('computes HMAC as in RFC 4231, test case 2', () => {
    const data = bytes('what do ya want for nothing?');
    expect(hex(crypto.hmac('sha256', bytes('Jefe'), data))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('gives random bytes that differ', () => {
    const some = crypto.randomBytes(16);
    expect(some).toHaveLength(16);
    expect(hex(some)).not.toBe(hex(crypto.randomBytes(16)));
  });

  test('compares contents, lengths included', () => {
    expect(crypto.equal(bytes('abc'), bytes('abc'))).toBe(true);
    expect(crypto.equal(bytes('abc'), bytes('abd'))).toBe(false);
    expect(crypto.equal(bytes('abc'), bytes('ab'))).toBe(false);
    expect(crypto.equal(bytes(''), bytes('a'))).toBe(false);
  });

  test('returns plain arrays, whose slice is a copy', () => {
    const digest = crypto.hash('md5', bytes('abc'));
    digest.slice(0, 1).fill(0);
    expect(digest[0]).toBe(0x90);
  });
});
