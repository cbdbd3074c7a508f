/**
 * The worker that a simulation runs in, so that the page stays at its reader's hand.
 */
import { createBrowserHost } from '../host/browser-host.ts';
import { localRun } from './local-run.ts';
import type { FromWorker, RunHandle, ToWorker } from './protocol.ts';

const host = createBrowserHost();
let run: RunHandle | undefined;

addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    postMessage(await answer(data));
  } catch (error) {
    const failed = { kind: 'failed', id: data.id, message: (error as Error).message } as const;
    postMessage(failed satisfies FromWorker);
  }
});

async function answer(asked: ToWorker): Promise<FromWorker> {
  const { id } = asked;
  if (asked.kind === 'open') {
    run = localRun(asked.name, host);
    await run.open(asked.identity);
    return { kind: 'opened', id };
  }
  if (run === undefined) throw new Error('The worker was asked before it was opened.');
  if (asked.kind === 'frames') {
    return { kind: 'frames', id, frames: await run.frames(asked.from, asked.to) };
  }
  return { kind: 'acts', id, acts: await run.act(asked.step, asked.act) };
}
