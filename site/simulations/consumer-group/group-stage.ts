/**
 * A run cut into steps: from one thing worth looking at to the next, or for a quarter of a second in
 * which nothing but work is done.
 *
 *     0 ms     250      500  JoinGroup  revoked      750
 *     ┼─────────┼────────┼───────┼─────────┼──────────┼──►
 *     step 1    2        3       4         5          6
 *
 * The ticks are timers of a machine of its own from the beginning, so that a step ends within the
 * simulation and takes nothing from the clock of whoever looks.
 */
import type { Act, Happening as EventLine, Offer, Stage } from '../core/simulation.ts';
import { type Engine, GroupWorld } from './group-world.ts';
import type { ActionKind, ActionTarget, Happening } from './happening.ts';
import { lineOf } from './happening-words.ts';
import { offersFor } from './offers.ts';
import type { RunPicture } from './picture.ts';
import { RunTrack } from './run-track.ts';
import type { Script } from './script.ts';
import type { GroupSetup } from './setup.ts';

const OBSERVER = 'observer';
const TICK_MS = 250;
/** A run goes on for so long after the last thing that was done in it. */
const AFTERWARDS_MS = 20_000;

export class GroupStage implements Stage<RunPicture> {
  readonly #setup: GroupSetup;
  readonly #world: GroupWorld;
  readonly #track: RunTrack;
  #lines: EventLine[] = [];
  /** The run is over then, unless something is done before. */
  #endMs: number;
  /** Ends the step that is under way. */
  #notice: () => void = () => {};

  private constructor(setup: GroupSetup, engine: Engine) {
    this.#setup = setup;
    this.#endMs = AFTERWARDS_MS;
    this.#track = new RunTrack(setup);
    this.#world = new GroupWorld(setup, engine, (happening) => this.#hear(happening));
  }

  static async begin(setup: GroupSetup, script: Script, engine: Engine): Promise<GroupStage> {
    const stage = new GroupStage(setup, engine);
    await stage.#world.begin();
    stage.#tick();
    for (const action of script) stage.#plan(action);
    return stage;
  }

  get nowMs(): number {
    return this.#world.sim.nowMs;
  }

  get traceHash(): string {
    return this.#world.sim.traceHash;
  }

  async advance(): Promise<boolean> {
    if (this.nowMs >= this.#endMs) return false;
    const noticed = new Promise<void>((resolve) => {
      this.#notice = resolve;
    });
    await this.#world.sim.complete(noticed);
    return true;
  }

  async act({ name, args }: Act): Promise<void> {
    const target = args.who as ActionTarget;
    this.#goOnAfter(this.nowMs);
    this.#world.act({ kind: name as ActionKind, target });
  }

  state(): RunPicture {
    return this.#track.picture(this.nowMs);
  }

  takeHappenings(): EventLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  offers(): Offer[] {
    return offersFor(this.state());
  }

  #hear(happening: Happening): void {
    const isRepeat = this.#track.take(happening);
    const line = lineOf(happening, this.#setup, isRepeat);
    if (line === undefined) return;
    this.#lines.push(line);
    if (isNotable(happening)) this.#notice();
  }

  #plan(action: Script[number]): void {
    this.#goOnAfter(this.nowMs + action.atMs);
    const { clock } = this.#world.sim.node(OBSERVER).env;
    clock.setTimer(action.atMs, () => this.#world.act(action));
  }

  #goOnAfter(atMs: number): void {
    this.#endMs = Math.max(this.#endMs, atMs + AFTERWARDS_MS);
  }

  #tick(): void {
    const { clock } = this.#world.sim.node(OBSERVER).env;
    clock.setTimer(TICK_MS, () => {
      this.#tick();
      this.#notice();
    });
  }
}

/** What deserves a step of its own; single records, commits and signs of life do not. */
function isNotable(happening: Happening): boolean {
  switch (happening.kind) {
    case 'message':
      return isRebalancing(happening);
    case 'committed':
    case 'note':
      return false;
    default:
      return true;
  }
}

/** Heartbeats and commits go on all the time; only what they bring of a rebalance counts. */
function isRebalancing({ api, error, way, says }: Extract<Happening, { kind: 'message' }>) {
  if (error !== undefined) return true;
  if (api === 'Heartbeat' || api === 'OffsetCommit' || api === 'FindCoordinator') return false;
  if (api !== 'ConsumerGroupHeartbeat') return true;
  return way === 'request' ? /new here|goes|has/.test(says) : says.includes('may read');
}
