/**
 * Which rules go with which phase of a group.
 */
import type { ClassicGroup, GroupPhase } from '#groups/classic-group.ts';
import { completingRebalance } from '#groups/phases/completing-rebalance.ts';
import { dead } from '#groups/phases/dead.ts';
import { empty } from '#groups/phases/empty.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { preparingRebalance } from '#groups/phases/preparing-rebalance.ts';
import { stable } from '#groups/phases/stable.ts';

const rules: Readonly<Record<GroupPhase, PhaseRules>> = {
  Empty: empty,
  PreparingRebalance: preparingRebalance,
  CompletingRebalance: completingRebalance,
  Stable: stable,
  Dead: dead,
};

/** The rules that the group follows now. */
export function rulesOf(group: ClassicGroup): PhaseRules {
  return rules[group.phase];
}
