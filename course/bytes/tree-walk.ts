/**
 * Walks bytes from front to back and makes the tree of what it passes: the one way in which a
 * `ByteNode` comes about.
 *
 *     walk.group({ name: 'header', … }, () => {
 *       walk.leaf({ name: 'correlationId', kind: 'int32', … }, (reader) => reader.int32());
 *     });
 *
 * Bytes end, or are wrong, anywhere. A leaf that can't be read throws a DecodeError; the groups that
 * were open close where they are, and the nearest `within` that knows where its bytes end makes a
 * leaf of the rest, which says why. Behind it decoding goes on: a broken record is no reason not to
 * read the next one.
 */
import { Reader } from '#protocol/reader.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { type ByteNode, type Inside, joinNames } from './byte-node.ts';

/** What is known of a node before its bytes are read. */
export interface NodeIntro {
  readonly name: string;
  readonly kind: string;
  readonly about?: string | undefined;
}

export interface LeafIntro<T> extends NodeIntro {
  readonly meaning?: ((value: T) => string | undefined) | undefined;
}

/** What is found out later about a node that is open, or has just been made. */
export interface OpenNode {
  value: unknown;
  meaning: string | undefined;
  trouble: string | undefined;
  readIn: ByteNode['readIn'];
  inside: (() => Inside) | undefined;
}

type Growing = OpenNode & {
  readonly name: string;
  readonly kind: string;
  readonly at: number;
  readonly about: string;
  readonly parts: Growing[];
  end: number;
};

export class TreeWalk {
  readonly bytes: Uint8Array;
  #reader: Reader;
  readonly #open: Growing[] = [];
  /** Where the last error came from, named while the groups around it were still open. */
  #failed: { readonly error: unknown; readonly path: string } | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#reader = new Reader(bytes);
  }

  get position(): number {
    return this.#reader.position;
  }

  /** Where the bytes end that are being read: those of the nearest `within`. */
  get end(): number {
    return this.#reader.bytes.length;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** The tree of all bytes, under one root. */
  root(intro: NodeIntro, body: () => void): ByteNode {
    const root = this.#grow(intro);
    this.#open.push(root);
    this.within(this.bytes.length, body);
    this.#open.pop();
    root.end = this.position;
    return root;
  }

  /** A node whose parts `body` walks. */
  group(intro: NodeIntro, body: (node: OpenNode) => void): void {
    const node = this.#add(intro);
    this.#open.push(node);
    try {
      body(node);
    } finally {
      this.#open.pop();
      node.end = this.position;
    }
  }

  /** A node without parts: what `read` takes. Returns the value, and the node to say more of it. */
  leaf<T>(intro: LeafIntro<T>, read: (reader: Reader) => T): T {
    return this.note(intro, read).value as T;
  }

  /** The same, for who has more to say about the node later. */
  note<T>(intro: LeafIntro<T>, read: (reader: Reader) => T): OpenNode {
    const at = this.position;
    const value = this.#try(intro.name, () => read(this.#reader));
    const node = this.#add(intro, at);
    node.value = value;
    node.meaning = intro.meaning?.(value);
    node.readIn = (other) => read(new Reader(other, at));
    node.end = this.position;
    return node;
  }

  /**
   * Walks bytes that end at `end`, whatever `body` makes of them: afterwards the walk is there. What
   * `body` left becomes one leaf; `unread` says why it may be left where nothing was wrong.
   */
  within(end: number, body: () => void, unread = 'Nothing says what these bytes are.'): void {
    const outer = this.#reader;
    const depth = this.#open.length;
    this.#reader = new Reader(this.bytes.subarray(0, end), outer.position);
    let reason = unread;
    let broken = false;
    try {
      body();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      reason = this.#sentence(error, depth);
      broken = true;
    }
    if (this.remaining > 0) this.#rest(reason);
    else if (broken) this.#blame(reason);
    this.#reader = outer;
    this.#reader.position = end;
  }

  /** What `read` makes of the bytes from `at` on, without moving; throws where it does. */
  peek<T>(at: number, read: (reader: Reader) => T): T {
    return this.#try('', () => read(new Reader(this.#reader.bytes, at)));
  }

  /** Ends the reading of the bytes at hand for a reason of one's own, a part of a sentence. */
  fail(reason: string): never {
    return this.#try('', () => {
      throw new DecodeError(reason, this.position);
    });
  }

  /** One leaf of all bytes that are left. */
  rest(intro: NodeIntro): OpenNode {
    return this.note(intro, (reader) => reader.raw(reader.remaining()));
  }

  #rest(trouble: string): void {
    this.rest({ name: 'not decoded', kind: 'bytes' }).trouble = trouble;
  }

  /** There is no byte left that a leaf could be made of. */
  #blame(reason: string): void {
    const around = this.#open.at(-1);
    const culprit = around?.parts.at(-1) ?? around;
    if (culprit !== undefined) culprit.trouble ??= reason;
  }

  #sentence(error: DecodeError, depth: number): string {
    const path = this.#failed?.error === error ? this.#failed.path.split('\n').slice(depth) : [];
    const where = joinNames(path.filter((name) => name !== ''));
    const inside = where === '' ? '' : ` in ${where}`;
    return `Decoding ends at byte ${this.position}${inside}: ${error.reason}.`;
  }

  #try<T>(name: string, read: () => T): T {
    const at = this.position;
    try {
      return read();
    } catch (error) {
      this.#reader.position = at;
      const path = [...this.#open.map((node) => node.name), name].join('\n');
      if (this.#failed?.error !== error) this.#failed = { error, path };
      throw error;
    }
  }

  #add(intro: NodeIntro, at = this.position): Growing {
    const node = this.#grow(intro, at);
    this.#open.at(-1)?.parts.push(node);
    return node;
  }

  #grow({ name, kind, about = '' }: NodeIntro, at = this.position): Growing {
    return {
      ...{ name, kind, at, end: at, about, parts: [], value: undefined, meaning: undefined },
      ...{ trouble: undefined, readIn: undefined, inside: undefined },
    };
  }
}
