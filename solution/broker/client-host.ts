/**
 * A client's address as Kafka tells it of group members: behind a slash, as Java writes an address
 * without a name, and IPv4 as IPv4, also where the socket speaks IPv6.
 */
import type { Peer } from '#broker/request-context.ts';

const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

export function clientHost({ remote }: Peer): string {
  return `/${remote.host.replace(IPV4_IN_IPV6, '')}`;
}
