/**
 * A run in a worker of its own.
 */
import type { FromWorker, RunHandle, ToWorker } from './protocol.ts';

/** Leaves the id to whoever sends it. */
type Question = ToWorker extends infer One
  ? One extends ToWorker
    ? Omit<One, 'id'>
    : never
  : never;

interface Waiting {
  readonly resolve: (answer: FromWorker) => void;
  readonly reject: (reason: Error) => void;
}

export function workerRun(name: string): RunHandle {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'failed') one?.reject(new Error(data.message));
    else one?.resolve(data);
  });
  worker.addEventListener('error', (event) => {
    for (const { reject } of waiting.values())
      reject(new Error(event.message || 'The worker ended.'));
    waiting.clear();
  });
  const ask = (question: Question): Promise<FromWorker> =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      worker.postMessage({ ...question, id: asked });
    });
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
    close: () => worker.terminate(),
  };
}
