/**
 * A trace to look at where nothing has failed: what the consumer group tells of a crash.
 */
import { identityOf } from '../core/identity.ts';
import { loadModel } from '../core/models.ts';
import { openRun } from '../core/open-run.ts';
import type { Frame, Happening } from '../core/simulation.ts';
import type { Trace } from './trace.ts';

const NAME = 'consumer-group';
const SCENARIO = 'crash-and-repeat';
const STEPS = 110;
const STEPS_AT_ONCE = 10;

export async function exampleTrace(): Promise<Trace> {
  const identity = identityOf(await loadModel(NAME), SCENARIO);
  const run = await openRun(NAME);
  try {
    await run.open(identity);
    const frames: Frame[] = [];
    // In small answers: the page has time between them.
    while (frames.length < STEPS) {
      const some = await run.frames(frames.length, frames.length + STEPS_AT_ONCE - 1);
      frames.push(...some);
      if (some.length < STEPS_AT_ONCE) break;
    }
    const lines = frames
      .flatMap(({ happened }) => happened)
      .map((one) => `${one.atMs.toFixed(3)} ${subjectOf(one)} ${one.words}`);
    return { title: 'A consumer group, and the crash of a', seed: identity.setup.seed, lines };
  } finally {
    run.close();
  }
}

/** As lines of a trace name who did something: a member called “a” is no article. */
function subjectOf({ where, kind }: Happening): string {
  if (kind === 'request' || kind === 'answer') return where;
  if (kind === 'broker') return 'the broker';
  return /^[a-f]\b/.test(where) && where.length <= 2 ? `member ${where}` : where;
}
