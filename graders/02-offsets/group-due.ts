/**
 * What of a group is due still, though a tick has just looked at it: in words, and whose work it is.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';

export interface Due {
  /** The function that should have seen to it. */
  readonly symbol: string;
  readonly words: string;
}

export function dueOf(group: ClassicGroup, nowMs: number): Due {
  const waits: [string, string, number][] = [
    ['completeJoin', 'the wait for joins', group.joinDeadlineMs ?? Infinity],
    ['expireSyncs', 'the wait for syncs', group.syncDeadlineMs ?? Infinity],
  ];
  for (const [memberId, lapsesMs] of group.pendingMembers) {
    waits.push(['expireSessions', `the pending id ${memberId}`, lapsesMs]);
  }
  for (const { memberId, sessionDeadlineMs } of group.members.values()) {
    waits.push(['expireSessions', `${memberId}’s session`, sessionDeadlineMs]);
  }
  const due = waits.filter(([, , deadlineMs]) => deadlineMs <= nowMs);
  const told = due.map(([, what, ms]) => `${what} is still due (its deadline is ${ms / 1000} s)`);
  return { symbol: due[0]?.[0] ?? 'expireSessions', words: told.join(', ') };
}
