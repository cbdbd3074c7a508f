/**
 * Who is who: a broker knows members by ids like `a-4f0c…`, a reader of the page by their names.
 *
 * Ids are learned from the wire, where a member gets or makes up its own. An id that is not known yet
 * begins with the client's id, if the broker has made it.
 */
export class KnownMembers {
  readonly #names = new Map<string, string>();

  learn(memberId: string, name: string): void {
    if (memberId !== '') this.#names.set(memberId, name);
  }

  nameOf(memberId: string): string {
    const known = this.#names.get(memberId);
    if (known !== undefined) return known;
    return /^([a-f]′?)-/.exec(memberId)?.[1] ?? memberId.slice(0, 8);
  }

  /** A sentence of the coordinator's, with names in the place of ids. */
  rename(text: string): string {
    let renamed = text;
    for (const [id, name] of this.#names) renamed = renamed.replaceAll(id, name);
    return renamed;
  }
}
