/**
 * The real world behind `Env`: this process's clock, disk, sockets and entropy.
 *
 * `env/node/` is the only folder of solution/ that may name `node:*`, `process`, a timer or
 * `Date`. Nothing here decides anything: each file turns Node's calls and error codes into the
 * interfaces of `env/`. What a broker needs in its first moment (files, sockets, timers) is
 * imported; what it may need later (zlib, snappy, lz4, pino, crypto) is loaded at first use, for
 * a broker that restarts is a broker that does not answer.
 */
import type { Env } from '#env/env.ts';
import type { Log } from '#env/log.ts';
import { NodeClock } from '#env/node/node-clock.ts';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { nodeCrypto } from '#env/node/node-crypto.ts';
import { NodeDisk } from '#env/node/node-disk.ts';
import { createNodeLog } from '#env/node/node-log.ts';
import { NodeNetwork } from '#env/node/node-network.ts';
import { nodeRandom } from '#env/node/node-random.ts';

/** The environment of a program that runs for real; `log` replaces the log to standard error. */
export function createNodeEnv(options: { log?: Log } = {}): Env {
  return {
    clock: new NodeClock(),
    random: nodeRandom,
    disk: new NodeDisk(),
    network: new NodeNetwork(),
    crypto: nodeCrypto,
    codecs: nodeCodecs,
    log: options.log ?? createNodeLog(),
  };
}
