/**
 * What a simulation needs of the engine it runs in: `new SimWorld({ seed: 42, ...nodeHost })`.
 *
 * Pure functions (codecs, digests), and a turn of the event loop for each event. Node runs all
 * immediates that wait in one turn of its loop, and all microtasks after each of them.
 */
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { nodeCrypto } from '#env/node/node-crypto.ts';

export const nodeHost = {
  codecs: nodeCodecs,
  digests: nodeCrypto,
  postTask(run: () => void): void {
    setImmediate(run);
  },
};
