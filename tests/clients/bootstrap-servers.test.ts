import { describe, expect, test } from 'vitest';
import {
  formatAddress,
  InvalidBootstrapServers,
  parseBootstrapServers,
} from '#clients/bootstrap-servers.ts';

describe('bootstrap servers', () => {
  test('are hosts and ports, parted by commas', () => {
    expect(parseBootstrapServers('a:1, b.example.com:65535 ,')).toEqual([
      { host: 'a', port: 1 },
      { host: 'b.example.com', port: 65535 },
    ]);
  });

  test('may name a protocol, or an IPv6 address in brackets', () => {
    const [plain, ipv6] = parseBootstrapServers('PLAINTEXT://a:9092,[::1]:9092');
    expect(plain).toEqual({ host: 'a', port: 9092 });
    expect(ipv6).toEqual({ host: '::1', port: 9092 });
    expect(formatAddress({ host: '::1', port: 9092 })).toBe('[::1]:9092');
  });

  test.each(['a', 'a:', ':9092', 'a:0', 'a:65536', 'a:b', 'a b:1'])('refuse "%s"', (text) => {
    expect(() => parseBootstrapServers(text)).toThrow(
      `Invalid url in bootstrap.servers: ${text}: write it as host:port.`,
    );
  });

  test.each(['', ' , '])('refuse the empty list "%s"', (text) => {
    expect(() => parseBootstrapServers(text)).toThrow(InvalidBootstrapServers);
  });
});
