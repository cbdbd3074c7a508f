/**
 * When the members of a group are taken for gone, on the monotonic clock.
 *
 *     session     it was not heard of
 *     rebalance   it was asked to give up partitions and did not
 *     join        it speaks the classic protocol, was sent to join again and did not
 *     sync        ... and has joined, but did not ask for its assignment
 *
 * They are kept apart from the group's records: each coordinator begins to count anew.
 */
export type DeadlineKind = 'session' | 'rebalance' | 'join' | 'sync';

export interface Deadline {
  readonly memberId: string;
  readonly kind: DeadlineKind;
  readonly atMs: number;
  /** The member's epoch when it was set: one that has gone on since has done what was asked. */
  readonly memberEpoch: number;
}

export class MemberDeadlines {
  readonly #byMember = new Map<string, Map<DeadlineKind, Deadline>>();

  /** The next one; Infinity for none. */
  get nextMs(): number {
    let next = Infinity;
    for (const deadlines of this.#byMember.values()) {
      for (const { atMs } of deadlines.values()) next = Math.min(next, atMs);
    }
    return next;
  }

  set(deadline: Deadline): void {
    const deadlines = this.#byMember.get(deadline.memberId) ?? new Map<DeadlineKind, Deadline>();
    deadlines.set(deadline.kind, deadline);
    this.#byMember.set(deadline.memberId, deadlines);
  }

  setIfAbsent(deadline: Deadline): void {
    if (!this.#byMember.get(deadline.memberId)?.has(deadline.kind)) this.set(deadline);
  }

  cancel(memberId: string, kind: DeadlineKind): void {
    this.#byMember.get(memberId)?.delete(kind);
  }

  /** The member has gone. */
  forget(memberId: string): void {
    this.#byMember.delete(memberId);
  }

  /** Takes out those that are over. */
  takeDue(nowMs: number): Deadline[] {
    const due: Deadline[] = [];
    for (const deadlines of this.#byMember.values()) {
      for (const deadline of deadlines.values()) {
        if (deadline.atMs > nowMs) continue;
        deadlines.delete(deadline.kind);
        due.push(deadline);
      }
    }
    return due;
  }
}
