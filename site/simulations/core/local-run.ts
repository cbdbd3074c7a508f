/**
 * A run on the thread that asks for it: in the worker, in tests, and in a page whose browser has no
 * module workers.
 */
import type { Host } from '../host/browser-host.ts';
import { loadModel } from './models.ts';
import type { RunHandle } from './protocol.ts';
import { Run } from './run.ts';

export function localRun(name: string, host: Host): RunHandle {
  let run: Run | undefined;
  const opened = (): Run => {
    if (run === undefined) throw new Error('This run was not opened.');
    return run;
  };
  return {
    async open(identity) {
      run = new Run(await loadModel(name), identity, host);
    },
    async frames(from, to) {
      return opened().frames(from, to);
    },
    async act(step, act) {
      await opened().act(step, act);
      return opened().acts;
    },
    close() {
      run = undefined;
    },
  };
}
