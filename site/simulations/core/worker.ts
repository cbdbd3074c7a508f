/**
 * The worker that a simulation runs in, so that the page stays at its reader's hand.
 */
import { createBrowserHost } from '../host/browser-host.ts';
import { answerQuestions } from './ask-worker.ts';
import { localRun } from './local-run.ts';
import type { FromWorker, RunHandle, ToWorker } from './protocol.ts';

const host = createBrowserHost();
let run: RunHandle | undefined;

answerQuestions(async (asked: ToWorker): Promise<FromWorker> => {
  if (asked.kind === 'open') {
    run = localRun(asked.name, host);
    await run.open(asked.identity);
    return { kind: 'opened' };
  }
  if (run === undefined) throw new Error('The worker was asked before it was opened.');
  if (asked.kind === 'frames') {
    return { kind: 'frames', frames: await run.frames(asked.from, asked.to) };
  }
  return { kind: 'acts', acts: await run.act(asked.step, asked.act) };
});
