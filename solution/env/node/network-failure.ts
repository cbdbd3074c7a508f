/**
 * What Node's socket error codes mean to a broker.
 */
import { type Address, NetworkError, type NetworkErrorKind } from '#env/network.ts';

const KINDS: Readonly<Record<string, NetworkErrorKind>> = {
  EADDRINUSE: 'in-use',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ENOTCONN: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EACCES: 'denied',
  EPERM: 'denied',
};

/** A sentence such as "Could not connect to 127.0.0.1:9092: nothing listens there." */
export function networkError(action: string, address: Address, cause: Error): NetworkError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const kind = KINDS[code] ?? 'io';
  const why = reason(kind, code, cause);
  return new NetworkError(
    kind,
    `Could not ${action} ${address.host}:${address.port}: ${why}.`,
    cause,
  );
}

function reason(kind: NetworkErrorKind, code: string, cause: Error): string {
  switch (kind) {
    case 'in-use':
      return 'another process uses this port';
    case 'refused':
      return 'nothing listens there';
    case 'reset':
      return 'the peer closed the connection';
    case 'unreachable':
      return `the address can't be reached (${code})`;
    case 'denied':
      return `the operating system does not allow it (${code})`;
    case 'io':
      return cause.message;
  }
}
