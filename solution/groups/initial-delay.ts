/**
 * The first rebalance of an empty group (KIP-134). Nobody has to join *again*, so there is no telling
 * when all are there, and a service that is started brings its consumers one after the other. So
 * the group waits group.initial.rebalance.delay.ms, and again as long as somebody came meanwhile, up to
 * the rebalance timeout. Without it each of them would begin a rebalance of its own.
 *
 *     a joins          b joins
 *     |--- delay ---|--- delay ---|  nobody came: the generation begins
 */
import type { GroupWork } from '#groups/group-work.ts';

/** Begins the wait. The group has its first member, and its phase is PreparingRebalance. */
export function startInitialDelay({ group, settings, now }: GroupWork): void {
  const delayMs = settings.initialRebalanceDelayMs;
  group.joinDeadlineMs = now.monotonicMs + delayMs;
  const remainingMs = Math.max(group.rebalanceTimeoutMs - delayMs, 0);
  group.initialDelay = { remainingMs, newcomers: false };
}

/** Draws the wait out where it is worth it; gives whether it did. */
export function extendInitialDelay({ group, settings, now }: GroupWork): boolean {
  const { newcomers = false, remainingMs = 0 } = group.initialDelay ?? {};
  if (!newcomers || remainingMs === 0) return false;
  const delayMs = Math.min(settings.initialRebalanceDelayMs, remainingMs);
  group.joinDeadlineMs = now.monotonicMs + delayMs;
  group.initialDelay = { remainingMs: remainingMs - delayMs, newcomers: false };
  return true;
}
