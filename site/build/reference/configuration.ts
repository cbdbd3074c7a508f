/**
 * Every configuration key as the reference shows it, from the declared tables: solution/config/keys/
 * by subject, and the keys of a topic and of a group.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brokerKeys } from '#config/broker-keys.ts';
import type { ConfigKey } from '#config/config-key.ts';
import { groupConfigKeys } from '#config/group-config.ts';
import { topicKeys } from '#config/topic-keys.ts';
import { sourceFiles } from '../../../course/source/tree.ts';
import { root } from '../../../course/view.ts';

export interface ReferenceKey {
  readonly name: string;
  readonly key: ConfigKey<unknown>;
  /** When it may change, and for whom, in words. */
  readonly changes: string;
  /** Broker keys that count where this one is not set. */
  readonly fallsBackTo: readonly string[];
  /** Keys of a topic or a group that count before this one. */
  readonly overriddenBy: readonly string[];
  /** The broker keys between which it has to be. */
  readonly bounds: readonly string[];
}

export interface Subject {
  /** The last part of its page's address. */
  readonly slug: string;
  readonly title: string;
  /** The file that declares it: `config/keys/log.ts`. */
  readonly file: string;
  readonly keys: readonly ReferenceKey[];
}

const CHANGES = {
  'read-only': 'when the broker starts',
  'per-broker': 'while it runs, for one broker',
  'cluster-wide': 'while it runs, for all brokers or for one',
} as const;

/** All subjects: the broker's, in the order of the table; then a topic's keys, and a group's. */
export async function configurationSubjects(): Promise<Subject[]> {
  const order = Object.keys(brokerKeys);
  const subjects = await Promise.all(
    sourceFiles('solution')
      .filter((file) => file.startsWith('config/keys/'))
      .map(brokerSubject),
  );
  const place = ({ keys }: Subject) => order.indexOf(keys[0]?.name ?? '');
  return [...subjects.sort((one, other) => place(one) - place(other)), topicSubject, groupSubject];
}

async function brokerSubject(file: string): Promise<Subject> {
  const [declared] = Object.values(await declaredIn(file));
  const slug = file.replace(/^.*\/|\.ts$/g, '');
  const keys = Object.entries(declared as Record<string, ConfigKey<unknown>>).map(
    ([name, key]) => ({
      ...{ name, key, changes: CHANGES[key.update], fallsBackTo: [], bounds: [] },
      overriddenBy: overridesOf(name),
    }),
  );
  return { slug, title: titleOf(slug), file, keys };
}

async function declaredIn(file: string): Promise<Record<string, object>> {
  return import(pathToFileURL(join(root, 'solution', file)).href);
}

function overridesOf(name: string): string[] {
  const topics = Object.entries(topicKeys).filter(([, { synonyms }]) =>
    synonyms.some((synonym) => synonym.name === name),
  );
  const groups = Object.entries(groupConfigKeys).filter(([, { synonym }]) => synonym === name);
  return [...topics, ...groups].map(([one]) => one);
}

const topicSubject: Subject = {
  slug: 'of-a-topic',
  title: 'Keys of a topic',
  file: 'config/topic-keys.ts',
  keys: Object.entries(topicKeys).map(([name, { key, synonyms }]) => ({
    ...{ name, key, overriddenBy: [], bounds: [] },
    changes: 'at any time, for one topic',
    fallsBackTo: synonyms.map((one) => one.name),
  })),
};

const groupSubject: Subject = {
  slug: 'of-a-group',
  title: 'Keys of a group',
  file: 'config/group-config.ts',
  keys: Object.entries(groupConfigKeys).map(([name, { synonym, least, most }]) => ({
    ...{ name, key: brokerKeys[synonym], overriddenBy: [] },
    changes: 'at any time, for one group',
    ...{ fallsBackTo: [synonym], bounds: [least, most] },
  })),
};

const SPELT: Readonly<Record<string, string>> = { ssl: 'SSL', sasl: 'SASL', oauth: 'OAuth' };

function titleOf(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return SPELT[slug] ?? `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
