/**
 * A process of its own for wrong-groups.test.ts: lives through seeds with each wrong variant until one
 * of them breaks a promise, and prints a line of JSON for each. Every variant has its own module
 * graph over the reference (course/grading/trial-hooks.ts).
 *
 *     node tests/sim/try-wrong-groups.ts [text of a name]
 */
import { join } from 'node:path';
import { beginTrial, installTrialHooks, trialUrl } from '../../course/grading/trial-hooks.ts';
import { filesOfVariant } from '../../course/grading/variant.ts';
import { writeTree } from '../../course/grading/write-tree.ts';
import { root } from '../../course/view.ts';
import type { Narrowing } from './groups-plan.ts';
import { wrongGroups } from './wrong-groups.ts';

/** Rare mistakes show within some dozens of seeds; the rest is for those who change the workload. */
const MOST_SEEDS = 1500;

export interface Noticed {
  readonly name: string;
  /** Absent where nothing was noticed. */
  readonly seed?: number;
  readonly violation?: string;
}

const directory = join(root, '.gregor', 'wrong-groups', String(process.pid));
const wanted = process.argv[2] ?? '';
installTrialHooks();
for (const [trial, variant] of wrongGroups.entries()) {
  if (!variant.name.includes(wanted)) continue;
  const files = filesOfVariant(variant);
  const tree = join(directory, String(trial));
  writeTree(tree, files);
  beginTrial(trial, { name: 'integrated', learnerTree: tree, learnerFiles: [...files.keys()] });
  const life: typeof import('./groups-life.ts') = await import(
    trialUrl(trial, join(root, 'tests', 'sim', 'groups-life.ts'))
  );
  console.log(
    JSON.stringify({ name: variant.name, ...(await firstViolation(life, variant.lives)) }),
  );
}

async function firstViolation(
  { runGroups }: typeof import('./groups-life.ts'),
  lives: Narrowing,
): Promise<Pick<Noticed, 'seed' | 'violation'>> {
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    try {
      await runGroups(seed, lives);
    } catch (error) {
      return { seed, violation: (error as Error).message };
    }
  }
  return {};
}
