/**
 * The picture of a run, kept up to date by what happens.
 */
import { GroupTrack } from './group-track.ts';
import type { Happening } from './happening.ts';
import type { RunPicture } from './picture.ts';
import type { GroupSetup } from './setup.ts';

export class RunTrack {
  readonly #groups: readonly GroupTrack[];
  readonly #ends: number[];
  #isBrokerUp = false;
  #isProducing = true;

  constructor(setup: GroupSetup) {
    this.#groups = setup.kinds.map((_, group) => new GroupTrack(setup, group));
    this.#ends = Array.from({ length: setup.partitions }, () => 0);
  }

  /** True where a record was worked on that somebody of the same group had worked on before. */
  take(happening: Happening): boolean {
    if (happening.kind === 'produced') this.#ends[happening.partition] = happening.end;
    else if (happening.kind === 'broker') this.#isBrokerUp = happening.what === 'is up';
    else if (happening.kind === 'producer') this.#isProducing = happening.what === 'goes on';
    return this.#groups.map((group) => group.take(happening)).some((isRepeat) => isRepeat);
  }

  picture(atMs: number): RunPicture {
    return {
      atMs,
      isBrokerUp: this.#isBrokerUp,
      isProducing: this.#isProducing,
      ends: [...this.#ends],
      groups: this.#groups.map((group) => group.picture(atMs, this.#ends)),
    };
  }
}
