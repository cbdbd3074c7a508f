/**
 * The configuration that one broker runs with.
 *
 * Four layers lie over each other; the first that names a key wins (KIP-226):
 *
 *     1  dynamic, for this broker        ConfigRecord of resource BROKER "1"
 *     2  dynamic, for the whole cluster  ConfigRecord of resource BROKER ""
 *     3  static                          server.properties and --override
 *     4  the declared default            broker-keys.ts
 *
 * The dynamic layers come from the metadata image and are replaced whole when it changes; only keys
 * whose update mode allows it can get there. Values are parsed once and kept until a layer changes.
 */
import {
  type BrokerKeyName,
  type BrokerKeyValue,
  brokerKeys,
  findBrokerKey,
  listenerKey,
} from '#config/broker-keys.ts';
import { checkAgreement } from '#config/config-agreement.ts';
import { ConfigError, type ConfigProblem, checkValue } from '#config/config-problem.ts';

export type ConfigTexts = ReadonlyMap<string, string>;

const NONE: ConfigTexts = new Map();

export class BrokerConfig {
  readonly static: ConfigTexts;
  #dynamicBroker: ConfigTexts = NONE;
  #dynamicDefault: ConfigTexts = NONE;
  readonly #parsed = new Map<string, unknown>();
  readonly #listeners = new Set<() => void>();

  /**
   * Reads the static layer. Throws a `ConfigError` that names every value which does not parse, is
   * out of range or disagrees with another; keys that nobody knows are kept and told by
   * `unknownKeys`. Where only the old broker.id is set, it is the node.id.
   */
  constructor(texts: ConfigTexts) {
    const brokerId = texts.get('broker.id');
    this.static =
      brokerId === undefined || texts.has('node.id')
        ? texts
        : new Map([...texts, ['node.id', brokerId]]);
    const unreadable = problemsOf(this.static);
    const problems = unreadable.length > 0 ? unreadable : checkAgreement(this);
    if (problems.length > 0) throw new ConfigError(problems);
  }

  get dynamicBroker(): ConfigTexts {
    return this.#dynamicBroker;
  }

  get dynamicDefault(): ConfigTexts {
    return this.#dynamicDefault;
  }

  /** The value of a key, typed by its declaration. */
  get<N extends BrokerKeyName>(name: N): BrokerKeyValue<N> {
    if (!this.#parsed.has(name)) {
      const text = this.text(name);
      this.#parsed.set(name, text === null ? null : brokerKeys[name].schema.parse(text));
    }
    return this.#parsed.get(name) as BrokerKeyValue<N>;
  }

  /** The text that counts for a key: the uppermost layer's. */
  text(name: BrokerKeyName): string | null {
    return this.configured(name) ?? brokerKeys[name].defaultText;
  }

  /** The text someone set for a key, or undefined where only the default speaks. */
  configured(name: string): string | undefined {
    return this.#dynamicBroker.get(name) ?? this.#dynamicDefault.get(name) ?? this.static.get(name);
  }

  /**
   * Replaces the dynamic layers and tells who listens. A value that can't be read, as Apache Kafka
   * may have left one in its log, counts as not set: those are returned.
   */
  setDynamic(broker: ConfigTexts, clusterDefault: ConfigTexts): ConfigProblem[] {
    const problems = [...problemsOf(broker), ...problemsOf(clusterDefault)];
    this.#dynamicBroker = readable(broker);
    this.#dynamicDefault = readable(clusterDefault);
    this.#parsed.clear();
    for (const listener of this.#listeners) listener();
    return problems;
  }

  /** Calls `listener` after each change of the dynamic layers. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Static keys that Kafka does not have: most likely misspelt. */
  unknownKeys(): string[] {
    return [...this.static.keys()].filter((name) => findBrokerKey(name) === undefined);
  }

  /** Static keys that are accepted, differ from their default, and change nothing here. */
  inertKeys(): string[] {
    return [...this.static].flatMap(([name, text]) => {
      const key = findBrokerKey(name);
      if (key === undefined) return [];
      const inert = key.inert || listenerKey(name) !== undefined;
      return inert && key.defaultText !== text ? [name] : [];
    });
  }
}

function problemsOf(texts: ConfigTexts): ConfigProblem[] {
  return [...texts].flatMap(([name, text]) => {
    const key = findBrokerKey(name);
    const problem = key && checkValue(name, key, text);
    return problem ? [problem] : [];
  });
}

function readable(texts: ConfigTexts): ConfigTexts {
  const refused = new Set(problemsOf(texts).map(({ key }) => key));
  if (refused.size === 0) return texts;
  return new Map([...texts].filter(([name]) => !refused.has(name)));
}
