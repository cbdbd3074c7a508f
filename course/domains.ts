/**
 * The domains of solution/, in reading order, and which may import which: declared here once.
 *
 * tests/house/domains.test.ts holds the code to it, and `npm run check -- --write` draws it into
 * ARCHITECTURE.md. Type-only imports count: a type is knowledge of the other domain too.
 *
 * Invariant: a domain may import only domains above it in this list, so there are no cycles. The
 * two worlds of env/ are domains of their own, because only an entry point may choose a world.
 */
export interface Domain {
  /** The folder below solution/; the longest name that fits a file is its domain. */
  readonly name: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** The domains it may import, besides itself. */
  readonly imports: readonly string[];
  /** The npm packages it may import. */
  readonly packages?: readonly string[];
  /** Whether it may reach out of the language: `node:*`, `process`, `Date`, timers and so on. */
  readonly touchesTheWorld?: true;
}

export const domains: readonly Domain[] = [
  { name: 'env', purpose: 'the interfaces to the outside', imports: [] },
  {
    name: 'env/node',
    purpose: 'the real world',
    imports: ['env'],
    packages: ['pino', 'snappy', 'lz4-napi'],
    touchesTheWorld: true,
  },
  { name: 'env/sim', purpose: 'the simulated world', imports: ['env'] },
  { name: 'protocol', purpose: 'the wire: primitives, schemas, messages', imports: ['env'] },
  {
    name: 'storage',
    purpose: 'record batches, segments, logs',
    imports: ['env', 'protocol'],
  },
  {
    name: 'config',
    purpose: 'one table of every configuration key',
    imports: ['env', 'protocol', 'storage'],
    packages: ['zod/mini'],
  },
  {
    name: 'metadata',
    purpose: 'metadata records and their image',
    imports: ['env', 'protocol', 'storage', 'config'],
  },
  {
    name: 'controller',
    purpose: 'decides what the metadata becomes',
    imports: ['env', 'protocol', 'storage', 'config', 'metadata'],
  },
  {
    name: 'transactions',
    purpose: 'producer ids',
    imports: ['env', 'protocol', 'storage'],
  },
  {
    name: 'groups',
    purpose: 'consumer groups and committed offsets',
    imports: ['env', 'protocol', 'storage', 'config', 'metadata'],
    packages: ['re2js'],
  },
  {
    name: 'clients',
    purpose: 'admin, producer, consumer',
    imports: ['env', 'protocol', 'storage'],
  },
  {
    name: 'broker',
    purpose: 'connections, router, purgatory, handlers',
    imports: [
      'env',
      'protocol',
      'storage',
      'config',
      'metadata',
      'controller',
      'transactions',
      'groups',
      'clients',
    ],
  },
  {
    name: 'cli',
    purpose: "the tools, with Kafka's own flags",
    imports: [
      'env',
      'env/node',
      'protocol',
      'storage',
      'config',
      'metadata',
      'controller',
      'transactions',
      'groups',
      'clients',
      'broker',
    ],
    packages: ['commander', 're2js'],
  },
];

/** The domain of a file such as `env/node/node-clock.ts`, or undefined where none is declared. */
export function domainOf(file: string): Domain | undefined {
  return domains
    .filter(({ name }) => file.startsWith(`${name}/`))
    .sort((one, other) => other.name.length - one.name.length)[0];
}
