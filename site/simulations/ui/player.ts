/**
 * What the timeline drives: which step is shown, whether it plays, how fast. No DOM.
 *
 *     buttons, keys ──► Player ──► RunHandle (worker)
 *          ▲              │ frames, kept
 *          └── changed ───┘
 *
 * Invariant: what is shown is the frame of `step` in the run that `identity` names; the link on the
 * screen is always the link of what is on the screen.
 */

import type { Value } from '../core/field.ts';
import type { Identity } from '../core/identity.ts';
import { identityOf } from '../core/identity.ts';
import type { RunHandle } from '../core/protocol.ts';
import type { Act, Declaration, Frame } from '../core/simulation.ts';

/** Steps a second. */
export const SPEEDS = [1, 2, 4, 10, 30] as const;
const USUAL_SPEED = 2;

/** Frames fetched at once when nobody waits for them. */
const AHEAD = 24;

/** Calls `run` after a while; returns what takes the call back. */
export type After = (delayMs: number, run: () => void) => () => void;

export interface PlayerView<State> {
  readonly identity: Identity;
  /** Undefined until the first frame has come. */
  readonly frame: Frame<State> | undefined;
  /** Frames up to the shown one, for the list of events. */
  readonly past: readonly Frame<State>[];
  /** The last step known so far. */
  readonly known: number;
  /** The last step of the run, once it is known. */
  readonly ends: number | undefined;
  readonly playing: boolean;
  readonly speed: number;
  /** Sentences about a link that made no sense. */
  readonly complaints: readonly string[];
  /** Why nothing can be shown. */
  readonly failure: string | undefined;
}

export class Player<State> {
  readonly #simulation: Declaration<State>;
  readonly #run: RunHandle;
  readonly #after: After;
  readonly #listeners = new Set<() => void>();
  #identity: Identity;
  #frames: Frame<State>[] = [];
  #step = 0;
  #playing = false;
  #speed: number;
  #complaints: readonly string[] = [];
  #failure: string | undefined;
  #cancelTick: (() => void) | undefined;
  /** Answers to questions of an earlier run are dropped. */
  #generation = 0;
  /** Within a run, answers to questions from before something was done in it. */
  #branch = 0;
  #looksAhead = false;
  #view: PlayerView<State> | undefined;

  constructor(simulation: Declaration<State>, identity: Identity, run: RunHandle, after: After) {
    this.#simulation = simulation;
    this.#speed = simulation.speed ?? USUAL_SPEED;
    this.#identity = identity;
    this.#run = run;
    this.#after = after;
  }

  /** Calls `listener` after each change; returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is to be shown; the same object until something changes. */
  view(): PlayerView<State> {
    this.#view ??= {
      identity: { ...this.#identity, step: this.#step },
      frame: this.#frames[this.#step],
      past: this.#frames.slice(0, this.#step + 1),
      known: Math.max(0, this.#frames.length - 1),
      ends: this.#frames.at(-1)?.last === true ? this.#frames.length - 1 : undefined,
      playing: this.#playing,
      speed: this.#speed,
      complaints: this.#complaints,
      failure: this.#failure,
    };
    return this.#view;
  }

  /** Begins the run that the identity names, at its step. */
  async open(identity = this.#identity, complaints: readonly string[] = []): Promise<void> {
    this.pause();
    this.#generation += 1;
    this.#identity = identity;
    this.#complaints = complaints;
    this.#failure = undefined;
    this.#frames = [];
    this.#step = 0;
    await this.#guarded(async (stillWanted) => {
      await this.#run.open(identity);
      await this.#fetch(identity.step, stillWanted);
      if (stillWanted()) this.#step = Math.min(identity.step, this.#frames.length - 1);
    });
  }

  /** Shows a step, or the last one before it that there is. */
  async goTo(step: number): Promise<void> {
    const wanted = Math.max(0, Math.min(step, this.#simulation.maxSteps));
    await this.#guarded(async (stillWanted) => {
      await this.#fetch(wanted, stillWanted);
      if (stillWanted()) this.#step = Math.min(wanted, this.#frames.length - 1);
    });
  }

  async stepBy(count: number): Promise<void> {
    this.pause();
    await this.goTo(this.#step + count);
  }

  async toStart(): Promise<void> {
    this.pause();
    await this.goTo(0);
  }

  async toEnd(): Promise<void> {
    this.pause();
    await this.goTo(this.#simulation.maxSteps);
  }

  /** Plays on; from the beginning, where the end is shown. */
  play(): void {
    if (this.#playing || this.#failure !== undefined) return;
    this.#playing = true;
    const again = this.#frames[this.#step]?.last === true;
    if (again) this.#step = 0;
    this.#changed();
    if (again) this.#tickLater();
    else void this.#tick();
  }

  pause(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    if (!this.#playing) return;
    this.#playing = false;
    this.#changed();
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#changed();
  }

  /** Does something at the shown step, and shows what comes of it. */
  async act(act: Act): Promise<void> {
    const step = this.#step;
    if (step >= this.#simulation.maxSteps) return;
    await this.#guarded(async (stillWanted) => {
      const acts = await this.#run.act(step, act);
      if (!stillWanted()) return;
      this.#branch += 1;
      this.#identity = { ...this.#identity, acts };
      this.#frames.length = step + 1;
      // The frame that was the last is so no more.
      this.#frames[step] = { ...(this.#frames[step] as Frame<State>), last: false };
      await this.#fetch(step + 1, stillWanted);
      if (stillWanted()) this.#step = Math.min(step + 1, this.#frames.length - 1);
    });
  }

  async chooseScenario(scenario: string): Promise<void> {
    await this.open(identityOf(this.#simulation, scenario));
  }

  /** Another seed: the same acts, other chances; the same step, to compare. */
  async chooseSeed(seed: number): Promise<void> {
    await this.#reopen({ seed });
  }

  async chooseOption(name: string, value: Value): Promise<void> {
    await this.#reopen({ options: { ...this.#identity.setup.options, [name]: value } });
  }

  close(): void {
    this.pause();
    this.#generation += 1;
    this.#listeners.clear();
    this.#run.close();
  }

  async #reopen(changed: Partial<Identity['setup']>): Promise<void> {
    const { setup, acts } = this.#identity;
    await this.open({ setup: { ...setup, ...changed }, acts, step: this.#step });
  }

  async #tick(): Promise<void> {
    const before = this.#step;
    await this.goTo(before + 1);
    if (!this.#playing) return;
    const isOver = this.#step === before || this.#frames[this.#step]?.last === true;
    if (isOver) return this.pause();
    this.#tickLater();
  }

  #tickLater(): void {
    this.#cancelTick = this.#after(1000 / this.#speed, () => void this.#tick());
  }

  /** Has frames up to `step` at hand. */
  async #fetch(step: number, stillWanted: () => boolean): Promise<void> {
    const from = this.#frames.length;
    if (step < from || this.#frames.at(-1)?.last === true) return;
    const branch = this.#branch;
    const frames = (await this.#run.frames(from, step)) as readonly Frame<State>[];
    if (!stillWanted() || branch !== this.#branch) return;
    // Somebody else may have asked for the first of them meanwhile.
    this.#frames.push(...frames.slice(this.#frames.length - from));
    if (frames.length === 0 && from > 0) this.#endAt(from - 1);
  }

  /**
   * Fetches what comes, some frames at a time: so the timeline knows its length, and playing waits for
   * nothing. A run that breaks off is told when its reader comes to that step. Nobody is told of frames on
   * the way: drawing what has not changed would cost a slow machine more than the frames.
   */
  async #lookAhead(): Promise<void> {
    const isWhole = () => this.#frames.length === 0 || this.#frames.at(-1)?.last === true;
    if (this.#looksAhead || isWhole()) return;
    this.#looksAhead = true;
    try {
      while (!isWhole()) {
        const generation = this.#generation;
        const stillWanted = () => generation === this.#generation;
        await this.#fetch(this.#frames.length - 1 + AHEAD, stillWanted);
      }
      if (this.#frames.length > 0) this.#changed();
    } catch {
      // Whoever asks for that step by himself gets the failure.
    }
    this.#looksAhead = false;
  }

  /** The run had no further frame: the last known one is the last. */
  #endAt(step: number): void {
    this.#frames[step] = { ...(this.#frames[step] as Frame<State>), last: true };
  }

  async #guarded(work: (stillWanted: () => boolean) => Promise<void>): Promise<void> {
    const generation = this.#generation;
    const stillWanted = () => generation === this.#generation;
    try {
      await work(stillWanted);
    } catch (error) {
      if (!stillWanted()) return;
      this.pause();
      this.#failure = (error as Error).message;
    }
    if (!stillWanted()) return;
    this.#changed();
    void this.#lookAhead();
  }

  #changed(): void {
    this.#view = undefined;
    for (const listener of this.#listeners) listener();
  }
}
