/**
 * Runs the simulated group in Node, for tests: to a moment, with what is done in it by virtual time.
 */
import { nodeHost } from '#env/node/node-host.ts';
import { GroupWorld } from '../../../site/simulations/consumer-group/group-world.ts';
import type { Happening } from '../../../site/simulations/consumer-group/happening.ts';
import { lineOf } from '../../../site/simulations/consumer-group/happening-words.ts';
import type { RunPicture } from '../../../site/simulations/consumer-group/picture.ts';
import { RunTrack } from '../../../site/simulations/consumer-group/run-track.ts';
import type { Script } from '../../../site/simulations/consumer-group/script.ts';
import { defaultSetup, type GroupSetup } from '../../../site/simulations/consumer-group/setup.ts';

export interface GroupRun {
  readonly happenings: readonly Happening[];
  /** What the list of events shows, as `where: words`, oldest first. */
  readonly lines: readonly string[];
  readonly picture: RunPicture;
  readonly traceHash: string;
}

export async function runGroup(
  script: Script,
  untilMs: number,
  setup: Partial<GroupSetup> = {},
): Promise<GroupRun> {
  const whole = { ...defaultSetup, ...setup };
  const track = new RunTrack(whole);
  const happenings: Happening[] = [];
  const lines: string[] = [];
  const world = new GroupWorld(whole, nodeHost, (happening) => {
    happenings.push(happening);
    const line = lineOf(happening, whole, track.take(happening));
    if (line !== undefined) lines.push(`${line.where}: ${line.words}`);
  });
  await world.begin();
  for (const action of script.filter(({ atMs }) => atMs <= untilMs)) {
    await world.sim.run(action.atMs);
    world.act(action);
  }
  await world.sim.run(untilMs);
  const { traceHash } = world.sim;
  return { happenings, lines, picture: track.picture(world.sim.nowMs), traceHash };
}

/** Happenings of one kind. */
export function only<K extends Happening['kind']>(
  happenings: readonly Happening[],
  kind: K,
): Extract<Happening, { kind: K }>[] {
  return happenings.filter((one): one is Extract<Happening, { kind: K }> => one.kind === kind);
}
