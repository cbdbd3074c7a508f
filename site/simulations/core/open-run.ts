/**
 * A run for the page: in a worker where the browser has module workers, else in the page itself.
 */
import type { RunHandle } from './protocol.ts';
import { workerRun } from './worker-run.ts';

export async function openRun(name: string): Promise<RunHandle> {
  if (typeof Worker === 'function') return workerRun(name);
  const { createBrowserHost } = await import('../host/browser-host.ts');
  const { localRun } = await import('./local-run.ts');
  return localRun(name, createBrowserHost());
}
