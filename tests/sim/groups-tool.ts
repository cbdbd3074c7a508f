/**
 * Somebody with tools: looks up now and then what a group has committed, and sets an offset back while
 * the group is without members, as kafka-consumer-groups --reset-offsets does.
 *
 * What it is told must be what was committed at some moment between its question and the answer.
 */
import type { Env } from '#env/env.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { NoAnswer } from '../broker/async-client.ts';
import type { GroupConsumerOptions } from './groups-consumer.ts';
import type { GroupPromises } from './groups-promises.ts';
import { GroupRequests, type Offsets } from './groups-requests.ts';

const ANYBODY = { memberId: '', generation: -1 };

export class GroupTool {
  readonly #env: Env;
  readonly #options: GroupConsumerOptions;
  readonly #promises: GroupPromises;
  readonly #random: SimRandom;
  readonly #requests: GroupRequests;

  constructor(env: Env, options: GroupConsumerOptions, promises: GroupPromises, random: SimRandom) {
    this.#env = env;
    this.#options = options;
    this.#promises = promises;
    this.#random = random;
    this.#requests = new GroupRequests(env, options);
  }

  async run(isGoingOn: () => boolean): Promise<void> {
    while (isGoingOn()) {
      await this.#env.clock.sleep(this.#random.between(500, 4000));
      try {
        const offsets = await this.#look();
        if (this.#random.chance(0.6)) await this.#reset(offsets);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
      }
    }
    await this.#requests.close();
  }

  async #look(): Promise<Offsets> {
    const partitions = Array.from({ length: this.#options.partitionCount }, (_, at) => at);
    const before = this.#promises.moment();
    const found = await this.#requests.committed(partitions);
    if (typeof found === 'number') return new Map();
    this.#promises.told(before, found);
    return found;
  }

  /** Back to where it was before; the coordinator refuses that while there are members. */
  async #reset(offsets: Offsets): Promise<void> {
    const partition = this.#random.nextInt(this.#options.partitionCount);
    const offset = this.#random.nextInt(offsets.get(partition) ?? 0);
    if (offset <= 0) return;
    this.#promises.commits.expectReset(partition, offset);
    const errorCode = await this.#requests.commit(ANYBODY, new Map([[partition, offset]]));
    if (errorCode === ErrorCode.NONE) this.#promises.note(`a tool sets ${partition} to ${offset}`);
  }
}
