/**
 * `NotImplemented` as a running broker loads it for a learner's files: the same error, and the
 * first time that a task's unwritten part is met, standard error says so. A connection that closes
 * for no reason has one then.
 */
import { NotImplemented as Plain } from '../../solution/env/not-implemented.ts';

const told = new Set<string>();

export class NotImplemented extends Plain {
  constructor(task: string, symbol: string) {
    super(task, symbol);
    // Whoever passes it on puts this into a sentence; which task it is, is said below.
    this.message = 'a part is not written yet';
    if (told.has(task)) return;
    told.add(task);
    process.stderr.write(
      `Not written yet: ${symbol}, of task ${task}, was just needed (npm run next ${task}).\n`,
    );
  }
}

/** Whether any unwritten part was met so far. */
export function metUnwritten(): boolean {
  return told.size > 0;
}
