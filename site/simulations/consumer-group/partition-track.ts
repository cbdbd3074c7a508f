/**
 * What has become of one partition in one group: who owned it when, and of each record who worked on
 * it, how often, and whether anybody will.
 *
 *     offset     0  1  2  3  4  5  6  7
 *     worked on  a  a  b  b  -  ?  ?  -        b has been given 5 and 6 and is not done with them
 *     times      1  1  2  1  0  0  0  0        2 was worked on by a, and again by b
 *                            ▲ committed 5: 4 is lost, if nobody holds it
 */
import type { PartitionPicture, Span } from './picture.ts';
import type { MemberName } from './setup.ts';

const MOST_TIMES = 9;

export class PartitionTrack {
  committed: number | undefined;
  #spans: Span[] = [];
  /** Where each owner goes on. */
  readonly #positions = new Map<MemberName, number>();
  readonly #workers: (MemberName | undefined)[] = [];
  readonly #times: number[] = [];
  /** What members were given and are not done with. */
  readonly #held = new Map<MemberName, Set<number>>();
  /** Since when nobody reads it; undefined while somebody does, and before the first owner. */
  #unreadSinceMs: number | undefined;
  #unreadMs = 0;

  assigned(member: MemberName, generation: number, atMs: number): void {
    if (this.#spans.some((span) => span.member === member && span.toMs === undefined)) return;
    this.#spans = [...this.#spans, { member, generation, fromMs: atMs }];
    if (this.#unreadSinceMs !== undefined) this.#unreadMs += atMs - this.#unreadSinceMs;
    this.#unreadSinceMs = undefined;
  }

  /** The member does not own it any more; it may still work on what it holds. */
  gone(member: MemberName, atMs: number): void {
    const isOpen = (span: Span) => span.member === member && span.toMs === undefined;
    if (!this.#spans.some(isOpen)) return;
    this.#spans = this.#spans.map((span) => (isOpen(span) ? { ...span, toMs: atMs } : span));
    this.#positions.delete(member);
    if (this.#spans.every(({ toMs }) => toMs !== undefined)) this.#unreadSinceMs = atMs;
  }

  /** The member's process ended: what it holds is in nobody's hands. */
  died(member: MemberName, atMs: number): void {
    this.gone(member, atMs);
    this.#held.delete(member);
  }

  begins(member: MemberName, offset: number): void {
    this.#positions.set(member, offset);
  }

  given(member: MemberName, from: number, to: number): void {
    const held = this.#held.get(member) ?? new Set();
    for (let offset = from; offset < to; offset++) held.add(offset);
    this.#held.set(member, held);
    this.#positions.set(member, to);
  }

  /** True where somebody had worked on it before. */
  worked(member: MemberName, offset: number): boolean {
    const before = this.#times[offset] ?? 0;
    this.#workers[offset] = member;
    this.#times[offset] = before + 1;
    this.#held.get(member)?.delete(offset);
    return before > 0;
  }

  unreadMs(nowMs: number): number {
    return this.#unreadMs + (this.#unreadSinceMs === undefined ? 0 : nowMs - this.#unreadSinceMs);
  }

  picture(end: number): PartitionPicture {
    const owner = this.#spans.findLast(({ toMs }) => toMs === undefined)?.member;
    const inHands = new Set([...this.#held.values()].flatMap((held) => [...held]));
    const offsets = Array.from({ length: end }, (_, offset) => offset);
    const isOpen = (offset: number) => this.#workers[offset] === undefined;
    const lost = offsets.filter(
      (offset) => offset < (this.committed ?? 0) && isOpen(offset) && !inHands.has(offset),
    );
    return {
      spans: this.#spans,
      committed: this.committed,
      position: owner === undefined ? undefined : this.#positions.get(owner),
      workers: offsets
        .map((offset) => this.#workers[offset] ?? (inHands.has(offset) ? '?' : '-'))
        .join(''),
      times: offsets.map((offset) => Math.min(MOST_TIMES, this.#times[offset] ?? 0)).join(''),
      lost,
    };
  }
}
