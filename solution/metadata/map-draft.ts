/**
 * A map that is being changed, over one that must not be.
 *
 * Images are shared: a request may hold one while the next is being made. So a change copies, but
 * only what it touches, and only once a batch: the first write to a draft copies the base map,
 * later ones change the copy, and a draft nobody wrote to gives the base map back, the very same
 * object, so that "did this part change" is an identity check.
 */
export class MapDraft<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  #copy: Map<K, V> | undefined;

  constructor(base: ReadonlyMap<K, V>) {
    this.#base = base;
  }

  get(key: K): V | undefined {
    return this.#current.get(key);
  }

  set(key: K, value: V): void {
    this.#writable.set(key, value);
  }

  delete(key: K): void {
    if (this.#current.has(key)) this.#writable.delete(key);
  }

  entries(): IterableIterator<[K, V]> {
    return this.#current.entries();
  }

  /** The map as it now is. The draft must not be written to afterwards. */
  finish(): ReadonlyMap<K, V> {
    return this.#current;
  }

  get #current(): ReadonlyMap<K, V> {
    return this.#copy ?? this.#base;
  }

  get #writable(): Map<K, V> {
    this.#copy ??= new Map(this.#base);
    return this.#copy;
  }
}
