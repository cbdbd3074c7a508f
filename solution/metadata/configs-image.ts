/**
 * Dynamic configuration: what was set at run time, per resource. Defaults and server.properties
 * are not here; who reads a value looks here first.
 */

/** The kinds of resources that have dynamic configuration, with their numbers on the wire. */
export const ConfigResourceType = {
  TOPIC: 2,
  /** A broker by its id; the empty name is the default of all brokers. */
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const;

export interface ConfigResource {
  readonly type: number;
  readonly name: string;
}

export type ConfigOverrides = ReadonlyMap<string, string>;

const NO_OVERRIDES: ConfigOverrides = new Map();

export class ConfigsImage {
  static readonly EMPTY = new ConfigsImage(new Map());

  /** By `configResourceKey`. Resources without a value are not in it. */
  readonly byResource: ReadonlyMap<string, ConfigOverrides>;

  constructor(byResource: ReadonlyMap<string, ConfigOverrides>) {
    this.byResource = byResource;
  }

  /** What is set for a resource; empty when nothing is. */
  of(type: number, name: string): ConfigOverrides {
    return this.byResource.get(configResourceKey(type, name)) ?? NO_OVERRIDES;
  }

  /** What is set for a topic. */
  ofTopic(name: string): ConfigOverrides {
    return this.of(ConfigResourceType.TOPIC, name);
  }

  /** What is set for a broker alone. */
  ofBroker(id: number): ConfigOverrides {
    return this.of(ConfigResourceType.BROKER, String(id));
  }

  /** What is set for all brokers. */
  get ofAllBrokers(): ConfigOverrides {
    return this.of(ConfigResourceType.BROKER, '');
  }

  *resources(): Generator<{ resource: ConfigResource; overrides: ConfigOverrides }> {
    for (const [key, overrides] of this.byResource) {
      yield { resource: parseConfigResourceKey(key), overrides };
    }
  }
}

/** One text that stands for a resource, usable as a map's key. */
export function configResourceKey(type: number, name: string): string {
  return `${type}:${name}`;
}

export function parseConfigResourceKey(key: string): ConfigResource {
  const colon = key.indexOf(':');
  return { type: Number(key.slice(0, colon)), name: key.slice(colon + 1) };
}
