/**
 * The consumer group as the page has it: in steps, with what a reader does in them, and links.
 */
import { describe, expect, it } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { consumerGroup } from '../../../site/simulations/consumer-group/model.ts';
import type { RunPicture } from '../../../site/simulations/consumer-group/picture.ts';
import { scripts } from '../../../site/simulations/consumer-group/script.ts';
import {
  identityOf,
  readIdentity,
  writeIdentity,
} from '../../../site/simulations/core/identity.ts';
import { Run } from '../../../site/simulations/core/run.ts';
import type { Frame } from '../../../site/simulations/core/simulation.ts';

const runOf = (identity: ReturnType<typeof identityOf>) =>
  new Run<RunPicture>(consumerGroup as never, identity, nodeHost);
const identity = (scenario: string) => identityOf(consumerGroup as never, scenario);

const crashOfA = { name: 'crash', args: { who: 'a' } };

function linesOf(frames: readonly Frame[]): string[] {
  return frames.flatMap(({ happened }) => happened.map(({ where, words }) => `${where} ${words}`));
}

describe('the consumer group in the page', () => {
  it('has a script for each scenario', () => {
    expect(Object.keys(scripts).sort()).toEqual(Object.keys(consumerGroup.scenarios).sort());
  });

  it('goes on for a while after the last thing that was done in it', async () => {
    const run = runOf(identity('crash-and-repeat'));
    const last = (await run.frames(0, 1000)).at(-1);
    expect(last).toMatchObject({ last: true });
    expect(last?.atMs).toBeGreaterThan(29_000);
    await run.act(last?.step ?? 0, { name: 'start', args: { who: 'c' } });
    const frames = await run.frames(0, 1000);
    expect((frames.at(-1)?.atMs ?? 0) - (last?.atMs ?? 0)).toBeGreaterThan(19_000);
  });

  it('goes on in small steps: none longer than a quarter of a second', async () => {
    const frames = await runOf(identity('step-by-step')).frames(0, 60);
    const pauses = frames.slice(1).map(({ atMs }, index) => atMs - (frames[index]?.atMs ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(251);
    expect(frames).toHaveLength(61);
  });

  it('tells of a rebalance step by step: no step holds more than an answer and what it sets going', async () => {
    const frames = await runOf(identity('step-by-step')).frames(0, 60);
    const requests = frames.map(
      ({ happened }) => happened.filter(({ words }) => words.startsWith('JoinGroup')).length,
    );
    expect(Math.max(...requests)).toBe(2);
  });

  it('lets its reader kill a member at any step, and its link shows the same again', async () => {
    const run = runOf(identity('step-by-step'));
    await run.frames(0, 40);
    await run.act(40, crashOfA);
    const frames = await run.frames(0, 90);
    expect(linesOf(frames.slice(41, 42))).toContain(
      'a is killed: nobody is told, but for the end of its connections',
    );
    const link = writeIdentity(consumerGroup as never, {
      ...identity('step-by-step'),
      acts: run.acts,
      step: 90,
    });
    expect(link).toBe('scenario=step-by-step&acts=40.crash.a&step=90');
    const read = readIdentity(consumerGroup as never, link);
    expect(read.complaints).toEqual([]);
    const again = await runOf(read.identity).frames(0, read.identity.step);
    expect(again).toEqual(frames);
  });

  it('says in a sentence what makes no sense in a link, and shows the rest', () => {
    const { complaints, identity: read } = readIdentity(
      consumerGroup as never,
      'scenario=cut-off&kind=magic&acts=3.crash.z~9.start.c&partitions=99',
    );
    expect(complaints).toHaveLength(3);
    expect(read.setup.scenario).toBe('cut-off');
    expect(read.acts).toEqual([{ afterStep: 9, act: { name: 'start', args: { who: 'c' } } }]);
  });

  it('offers what makes sense: nothing that runs is started, nothing that is dead is killed', async () => {
    const frames = await runOf(identity('crash-and-repeat')).frames(0, 80);
    for (const { state, offers } of frames) {
      const offered = offers.filter(({ group }) => group === 'Member a').map(({ act }) => act.name);
      const isRunning = state.groups[0]?.members[0]?.state !== 'not running';
      expect(offered.includes('crash')).toBe(isRunning);
      expect(offered.includes('start')).toBe(!isRunning);
    }
  });

  it('says its state in words: who reads what, what is committed, the lag', async () => {
    const frames = await runOf(identity('step-by-step')).frames(0, 60);
    const words = consumerGroup.inWords((frames.at(-1) as Frame<RunPicture>).state);
    expect(words[0]).toMatch(/^Group billing \(range\): Stable, generation \d\.$/);
    expect(words).toContain('Member a is running, and owns 0 1 2.');
    expect(words.join('\n')).toMatch(
      /Partition 0: a reads it; committed \d+, position \d+, log end \d+, lag \d+\./,
    );
  });
});
