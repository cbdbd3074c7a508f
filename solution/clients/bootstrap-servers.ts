/**
 * The addresses that a client knows at first: `host:port,host:port`.
 *
 * Any of them will do: the first broker that answers tells of all the others (Metadata), at the
 * addresses that they advertise. An IPv6 host stands in brackets, `[::1]:9092`, and a protocol
 * before it (`PLAINTEXT://`) is allowed and ignored, as in Kafka.
 */
import type { Address } from '#env/network.ts';

/** A list that holds no usable address; the message is Kafka's. */
export class InvalidBootstrapServers extends Error {
  override readonly name = 'InvalidBootstrapServers';
}

const HOST_AND_PORT = /^(?:[A-Za-z0-9_]+:\/\/)?\[?([0-9a-zA-Z\-%._:]+?)\]?:(\d{1,5})$/;
const HIGHEST_PORT = 65_535;

/** @throws InvalidBootstrapServers when the list is empty or an entry is not `host:port`. */
export function parseBootstrapServers(list: string): Address[] {
  const entries = list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) {
    throw new InvalidBootstrapServers('No resolvable bootstrap urls given in bootstrap.servers');
  }
  return entries.map(parseAddress);
}

function parseAddress(entry: string): Address {
  const match = HOST_AND_PORT.exec(entry);
  const port = Number(match?.[2]);
  if (match === null || port === 0 || port > HIGHEST_PORT) {
    throw new InvalidBootstrapServers(
      `Invalid url in bootstrap.servers: ${entry}: write it as host:port.`,
    );
  }
  return { host: match[1] as string, port };
}

/** `host:port`, with brackets where the host is an IPv6 address. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
