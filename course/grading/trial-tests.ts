/**
 * Stands in for vitest where graders are tried (trial-hooks.ts): it collects, trial-worker.ts
 * runs. A grader takes no more of vitest than this, for `behaviour` is all that it states.
 */
export interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

const collected: CollectedTest[] = [];

export function test(name: string, run: () => unknown): void {
  collected.push({ name, run });
}

/** What was collected since this was last asked. */
export function takeCollected(): CollectedTest[] {
  return collected.splice(0);
}
