/**
 * The broker's doors, out of `listeners` and the keys around it.
 *
 *   listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
 *             name        host      port
 *
 * The name is looked up in listener.security.protocol.map; clients are told the entry of the same
 * name in advertised.listeners, when there is one.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import { ConfigError, type ConfigProblem } from '#config/config-problem.ts';
import type { Address } from '#env/network.ts';

export interface Listener {
  readonly name: string;
  readonly securityProtocol: SecurityProtocol;
  /** Where to bind; an empty host is every address. */
  readonly bind: Address;
  /** What clients are told. A host left empty is this machine's name, filled in by the caller. */
  readonly advertised: Address;
  /** True for the controllers' own doors. */
  readonly controller: boolean;
}

export type SecurityProtocol = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

const PROTOCOLS = new Set<string>(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']);

/** All listeners, in their order. Throws a `ConfigError` for one that can't be understood. */
export function listenersOf(config: BrokerConfig): Listener[] {
  const protocols = protocolMap(config);
  const controllers = new Set(config.get('controller.listener.names'));
  const advertised = new Map(
    endpoints('advertised.listeners', config.get('advertised.listeners') ?? []),
  );
  const bound = endpoints('listeners', config.get('listeners'));
  refuseDuplicates(bound);
  return bound.map(([name, bind]) => ({
    name,
    securityProtocol: protocolOf(name, protocols, controllers),
    bind,
    advertised: advertised.get(name) ?? bind,
    controller: controllers.has(name),
  }));
}

function endpoints(key: string, texts: readonly string[]): [string, Address][] {
  return texts.map((text) => {
    const match = /^([A-Za-z0-9_-]+):\/\/(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(text);
    const port = Number(match?.[4]);
    if (match?.[1] === undefined || port > 65535) {
      throw problem(key, text, 'must be NAME://host:port, the port from 0 to 65535');
    }
    return [match[1].toUpperCase(), { host: match[2] ?? match[3] ?? '', port }];
  });
}

function refuseDuplicates(bound: readonly [string, Address][]): void {
  const names = bound.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw problem('listeners', twice, 'each listener name must stand once');
}

function protocolMap(config: BrokerConfig): Map<string, string> {
  const text = config.get('listener.security.protocol.map');
  return new Map(
    text.split(',').map((pair) => {
      const [name = '', protocol = ''] = pair.trim().split(':');
      if (PROTOCOLS.has(protocol)) return [name.toUpperCase(), protocol];
      const allowed = `NAME:PROTOCOL pairs, the protocol one of ${[...PROTOCOLS].join(', ')}`;
      throw problem('listener.security.protocol.map', pair, `must be ${allowed}`);
    }),
  );
}

/** As in Kafka, a controller's listener without an entry speaks PLAINTEXT. */
function protocolOf(
  name: string,
  protocols: ReadonlyMap<string, string>,
  controllers: ReadonlySet<string>,
): SecurityProtocol {
  const protocol = protocols.get(name) ?? (controllers.has(name) ? 'PLAINTEXT' : undefined);
  if (protocol) return protocol as SecurityProtocol;
  throw problem('listeners', name, 'listener.security.protocol.map has no entry for this name');
}

function problem(key: string, value: string, message: string): ConfigError {
  const told: ConfigProblem = { key, value, message };
  return new ConfigError([told]);
}
