/**
 * The only way to the outside.
 *
 * Everything a broker can observe or cause - time, chance, files, sockets, keys, compressed
 * bytes, log lines - reaches it through an `Env` that its creator passes in. Nothing else in
 * solution/ may name `node:*`, `Date`, `Math.random`, a timer, `crypto` or `process`; a test
 * enforces it. So the same broker runs in production (`env/node/`), in a deterministic
 * simulation (`env/sim/`) and in a reader's browser (the simulation, bundled).
 *
 *        broker, storage, controller, clients, tools
 *                          |
 *                         Env
 *                 /                  \
 *           env/node/              env/sim/
 *      real clock and disk    virtual clock, faulty disk
 *
 * Invariant: given the same Env behaviour, a program above this line does the same thing.
 */
import type { Clock } from '#env/clock.ts';
import type { Codecs } from '#env/codecs.ts';
import type { Crypto } from '#env/crypto.ts';
import type { Disk } from '#env/disk.ts';
import type { Log } from '#env/log.ts';
import type { Network } from '#env/network.ts';
import type { Random } from '#env/random.ts';

export interface Env {
  readonly clock: Clock;
  readonly random: Random;
  readonly disk: Disk;
  readonly network: Network;
  readonly crypto: Crypto;
  readonly codecs: Codecs;
  readonly log: Log;
}
