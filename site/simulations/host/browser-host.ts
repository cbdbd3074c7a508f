/**
 * What a simulation needs of the engine it runs in, when that is a browser: the counterpart of
 * `nodeHost` (solution/env/node/node-host.ts).
 *
 *     await loadCodecs(['zstd']);                            // what the run will use
 *     const world = new SimWorld({ seed: 42, ...createBrowserHost() });
 */
import type { Codecs } from '#env/codecs.ts';
import type { Digests } from '#env/sim/sim-crypto.ts';
import type { PostTask } from '#env/sim/sim-scheduler.ts';
import { browserDigests } from './browser-digests.ts';
import { loadedCodecs } from './loaded-codecs.ts';
import { createPostTask } from './post-task.ts';

/** The engine's part of a simulation: `nodeHost` is one, too. */
export interface Host {
  readonly codecs: Codecs;
  readonly digests: Digests;
  readonly postTask: PostTask;
}

export function createBrowserHost(): Host {
  return { codecs: loadedCodecs, digests: browserDigests, postTask: createPostTask() };
}
