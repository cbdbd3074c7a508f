/**
 * A run in a worker of its own.
 */
import { askWorker } from './ask-worker.ts';
import type { FromWorker, RunHandle, ToWorker } from './protocol.ts';

export function workerRun(name: string): RunHandle {
  const { ask, close } = askWorker<ToWorker, FromWorker>(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  );
  return {
    async open(identity) {
      await ask({ kind: 'open', name, identity });
    },
    async frames(from, to) {
      const answer = await ask({ kind: 'frames', from, to });
      return answer.kind === 'frames' ? answer.frames : [];
    },
    async act(step, act) {
      const answer = await ask({ kind: 'act', step, act });
      return answer.kind === 'acts' ? answer.acts : [];
    },
    close,
  };
}
