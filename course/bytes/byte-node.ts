/**
 * Bytes as a tree of fields: where each one is, what it is called, what it says and what for.
 *
 *     request                                   0..78
 *     ├── size          int32      74           0..4
 *     ├── header                                4..20
 *     │   ├── requestApiKey  int16  0: Produce  4..6
 *     │   └── …
 *     └── body                                 20..78
 *
 * Invariant: the parts of a node lie one behind the other, without gaps, from its first byte to its
 * last. So every byte belongs to exactly one leaf, whatever the bytes are: what can't be decoded is
 * a leaf, too, and says why.
 */
export interface ByteNode {
  /** As its parent calls it: `clientId`, or `[3]` in an array. */
  readonly name: string;
  /** How it is written: `int32`, `varint`, `compact string`; or what it is: `record batch`. */
  readonly kind: string;
  readonly at: number;
  /** The byte behind its last. */
  readonly end: number;
  /** A sentence on what it is for; empty where its name says all. */
  readonly about: string;
  /** What it says; undefined for what is only the sum of its parts. */
  readonly value: unknown;
  /** What the value stands for: `Produce` for API key 0. */
  readonly meaning: string | undefined;
  /** What is wrong with it, as a sentence. */
  readonly trouble: string | undefined;
  readonly parts: readonly ByteNode[];
  /** What other bytes say in the same place; only where the node has a value. */
  readonly readIn: ((bytes: Uint8Array) => unknown) | undefined;
  /** Bytes that this node holds in another form, with their own tree: decompressed records. */
  readonly inside: (() => Inside) | undefined;
}

/** Bytes that are not among those looked at, but come out of them. */
export interface Inside {
  readonly bytes: Uint8Array;
  readonly root: ByteNode;
}

/** The way from the root to the leaf that a byte belongs to, the root first. */
export function pathToByte(root: ByteNode, at: number): ByteNode[] {
  const path: ByteNode[] = [];
  let node: ByteNode | undefined = at >= root.at && at < root.end ? root : undefined;
  while (node !== undefined) {
    path.push(node);
    node = partAt(node.parts, at);
  }
  return path;
}

/** Binary search: a segment has very many batches. Empty parts hold no byte. */
function partAt(parts: readonly ByteNode[], at: number): ByteNode | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle] as ByteNode).end <= at) low = middle + 1;
    else high = middle;
  }
  const found = parts[low];
  return found !== undefined && found.at <= at ? found : undefined;
}

/** The name of a place from names on the way to it: `topics[3].name`. */
export function joinNames(names: readonly string[]): string {
  return names.reduce((path, name) => {
    if (path === '') return name;
    return name.startsWith('[') ? path + name : `${path}.${name}`;
  }, '');
}

/** Every node without parts, in order, with its path below the root. */
export function* leavesOf(
  node: ByteNode,
  path: readonly string[] = [],
): Generator<{ readonly node: ByteNode; readonly path: string }> {
  if (node.parts.length === 0) yield { node, path: joinNames(path) };
  for (const part of node.parts) yield* leavesOf(part, [...path, part.name]);
}

/** What is wrong, from front to back, with the nodes that it is wrong with. */
export function* troublesOf(node: ByteNode): Generator<ByteNode> {
  if (node.trouble !== undefined) yield node;
  for (const part of node.parts) yield* troublesOf(part);
}
