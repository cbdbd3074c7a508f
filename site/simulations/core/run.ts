/**
 * One run, frame by frame: forwards by the stage, backwards by what was kept.
 *
 *     frames   0 ── 1 ── 2 ── 3 ── 4            kept; going back costs nothing
 *     stage                        └─► here     the only one that can go on
 *
 * Whoever does something at step 2 cuts frames 3 and 4 off. A stage can't go back, so a new one takes
 * the same two steps first: with a hundred thousand events a second nobody sees it.
 *
 * Invariant: the frames are those of a run from the start with the acts in `acts`.
 */

import type { Host } from '../host/browser-host.ts';
import { loadCodecs } from '../host/loaded-codecs.ts';
import type { Identity } from './identity.ts';
import type { Act, Frame, PlannedAct, Simulation, Stage } from './simulation.ts';

export class Run<State = unknown> {
  readonly #simulation: Simulation<State>;
  readonly #identity: Identity;
  readonly #host: Host;
  readonly #frames: Frame<State>[] = [];
  #acts: readonly PlannedAct[];
  #stage: Stage<State> | undefined;
  /** The step that the stage has reached. */
  #reached = 0;
  /** Calls are carried out one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(simulation: Simulation<State>, identity: Identity, host: Host) {
    this.#simulation = simulation;
    this.#identity = identity;
    this.#acts = identity.acts;
    this.#host = host;
  }

  /** What was done in this run, all of it. */
  get acts(): readonly PlannedAct[] {
    return this.#acts;
  }

  /** The frames from `from` to `to`, or to the last that there is. */
  frames(from: number, to: number): Promise<readonly Frame<State>[]> {
    return this.#inTurn(async () => {
      while (this.#frames.length <= to && this.#frames.at(-1)?.last !== true) await this.#goOn();
      return this.#frames.slice(from, to + 1);
    });
  }

  /** Does something after `step`; what came after it before is gone. */
  act(step: number, act: Act): Promise<void> {
    return this.#inTurn(async () => {
      if (step >= this.#simulation.maxSteps) return;
      const before = this.#acts.filter(({ afterStep }) => afterStep < step);
      this.#acts = [...before, { afterStep: step, act }];
      this.#frames.length = Math.min(this.#frames.length, step + 1);
      const last = this.#frames.at(-1);
      // It was the last by itself, and is so no more.
      if (last?.step === step && last.last) this.#frames[step] = { ...last, last: false };
      if (this.#reached > step) this.#stage = undefined;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Takes the stage to the end of the frames, and one step further. */
  async #goOn(): Promise<void> {
    const stage = this.#stage ?? (await this.#begin());
    const last = this.#frames.at(-1);
    if (last === undefined) return this.#keep(stage, undefined);
    while (this.#reached < last.step) {
      await this.#step(stage);
      stage.takeHappenings();
    }
    const act = this.#actAfter(last.step);
    if ((await this.#step(stage)) || this.#isPlannedAfter(last.step)) this.#keep(stage, act);
    else this.#end(last);
  }

  /** One step of the stage; false where nothing came by itself, and nothing was done. */
  async #step(stage: Stage<State>): Promise<boolean> {
    const act = this.#actAfter(this.#reached);
    const moved = act === undefined ? await stage.advance() : true;
    if (act !== undefined) await stage.act(act);
    if (moved || this.#isPlannedAfter(this.#reached)) this.#reached += 1;
    return moved;
  }

  #keep(stage: Stage<State>, act: Act | undefined): void {
    const last = this.#reached >= this.#simulation.maxSteps;
    this.#frames.push(frameOf(stage, this.#reached, act, last));
  }

  #end(last: Frame<State>): void {
    this.#frames[last.step] = { ...last, last: true };
  }

  #actAfter(step: number): Act | undefined {
    return this.#acts.find(({ afterStep }) => afterStep === step)?.act;
  }

  #isPlannedAfter(step: number): boolean {
    return this.#acts.some(({ afterStep }) => afterStep > step);
  }

  async #begin(): Promise<Stage<State>> {
    const { setup } = this.#identity;
    await loadCodecs(this.#simulation.codecs?.(setup.options) ?? []);
    const stage = await this.#simulation.start(setup, this.#host);
    this.#stage = stage;
    this.#reached = 0;
    // What the start says belongs to frame 0, also when that is there already.
    if (this.#frames.length > 0) stage.takeHappenings();
    return stage;
  }
}

function frameOf<State>(
  stage: Stage<State>,
  step: number,
  act: Act | undefined,
  last: boolean,
): Frame<State> {
  return {
    step,
    atMs: stage.nowMs,
    state: stage.state(),
    happened: stage.takeHappenings(),
    offers: stage.offers(),
    traceHash: stage.traceHash,
    ...(act === undefined ? {} : { act }),
    last,
  };
}
