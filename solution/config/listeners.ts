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
  refuseSharedPorts(bound);
  const listeners = bound.map(([name, bind]) => ({
    name,
    securityProtocol: protocolOf(name, protocols, controllers),
    bind,
    advertised: advertised.get(name) ?? bind,
    controller: controllers.has(name),
  }));
  checkAdvertised(config, listeners, [...advertised.keys()]);
  return listeners;
}

function endpoints(key: string, texts: readonly string[]): [string, Address][] {
  const found = texts.map((text): [string, Address] => {
    const match = /^([A-Za-z0-9_-]+):\/\/(?:\[([^\]]*)\]|([\w.%-]*)):(\d+)$/.exec(text);
    const port = Number(match?.[4]);
    if (match?.[1] === undefined || port > 65535) {
      throw problem(key, text, 'must be NAME://host:port, the port from 0 to 65535');
    }
    return [match[1].toUpperCase(), { host: match[2] ?? match[3] ?? '', port }];
  });
  refuseTwice(key, found);
  return found;
}

function refuseTwice(key: string, found: readonly [string, Address][]): void {
  const names = found.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw problem(key, twice, 'each listener name must stand once');
}

/** One port serves two listeners only when one of them is IPv4 and the other IPv6. */
function refuseSharedPorts(bound: readonly [string, Address][]): void {
  const fixed = bound.map(([, address]) => address).filter(({ port }) => port !== 0);
  for (const [port, addresses] of Map.groupBy(fixed, (address) => address.port)) {
    const families = new Set(addresses.map(({ host }) => familyOf(host)));
    if (addresses.length === 1) continue;
    if (addresses.length === 2 && families.size === 2 && !families.has('name')) continue;
    throw problem('listeners', String(port), 'each listener must have a port of its own');
  }
}

function familyOf(host: string): 'IPv4' | 'IPv6' | 'name' {
  if (host.includes(':')) return 'IPv6';
  return /^\d+(\.\d+){3}$/.test(host) ? 'IPv4' : 'name';
}

/** Clients must be told an address that they can go to, and brokers the listener for themselves. */
function checkAdvertised(
  config: BrokerConfig,
  listeners: readonly Listener[],
  advertised: readonly string[],
): void {
  const doors = listeners.filter(({ controller }) => !controller);
  const stray = advertised.find((name) => !listeners.some((listener) => listener.name === name));
  if (stray) throw problem('advertised.listeners', stray, 'listeners has no listener of that name');
  const nowhere = doors.find((listener) => listener.advertised.host === '0.0.0.0');
  if (nowhere) {
    const message = `clients can't connect to 0.0.0.0; advertise an address of ${nowhere.name} that they can reach`;
    throw problem('advertised.listeners', '0.0.0.0', message);
  }
  const own = config.get('inter.broker.listener.name');
  if (own === null || doors.some(({ name }) => name === own.toUpperCase())) return;
  const names = doors.map(({ name }) => name).join(', ');
  throw problem('inter.broker.listener.name', own, `must be one of the listeners ${names}`);
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
