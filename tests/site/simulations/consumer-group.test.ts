import { describe, expect, it } from 'vitest';
import type { Happening } from '../../../site/simulations/consumer-group/happening.ts';
import {
  type GroupPicture,
  ownersOf,
  type RunPicture,
} from '../../../site/simulations/consumer-group/picture.ts';
import { scripts } from '../../../site/simulations/consumer-group/script.ts';
import { only, runGroup } from './group-run.ts';

const scriptOf = (name: string) => scripts[name] ?? [];

function groupOf({ groups }: RunPicture, index = 0): GroupPicture {
  return groups[index] as GroupPicture;
}

/** Who owns each partition, in their order: `a a b`. */
const owners = (group: GroupPicture) =>
  group.partitions.map((one) => ownersOf(one).join('+') || '-').join(' ');

const phasesOf = (happenings: readonly Happening[]) =>
  only(happenings, 'phase').map(({ phase }) => phase);

describe('the simulated consumer group', () => {
  it('goes from generation to generation, request by request, as members come', async () => {
    const { lines, happenings } = await runGroup(scriptOf('step-by-step'), 8000);
    const rebalance = lines.slice(
      lines.findIndex((line) => line.startsWith('b: JoinGroup v9: new')),
    );
    expect(
      rebalance.filter(
        (line) => !/committed|OffsetCommit|noted|go on|alive|OffsetFetch/.test(line),
      ),
    ).toEqual([
      'b: JoinGroup v9: new here; likes range',
      'b: JoinGroup answer: MEMBER_ID_REQUIRED: here is an id, join again with it',
      'b: JoinGroup v9: known; likes range',
      'coordinator: group billing rebalances after generation 1: member b joins (need to re-join with the given member-id: b)',
      'billing: is PreparingRebalance: its members have to join again, and it waits for them',
      'a: Heartbeat answer: REBALANCE_IN_PROGRESS: the group rebalances, join again',
      'a: revoked: 0 1 2 3 4 5',
      'a: JoinGroup v9: known; likes range',
      'coordinator: group billing begins generation 2 with 2 members',
      'billing: is CompletingRebalance: all have joined, and it waits for the leader to divide the partitions',
      'a: JoinGroup answer: generation 2; leads a, b; by range',
      'b: JoinGroup answer: generation 2; a leads; by range',
      'b: SyncGroup v5: generation 2; waits for its share',
      'a: SyncGroup v5: generation 2; a → 0 1 2, b → 3 4 5',
      'coordinator: group billing is stable in generation 2',
      'billing: generation 2 is written down: a → 0 1 2, b → 3 4 5',
      'billing: is Stable: every member has its share',
      'b: SyncGroup answer: share: 3 4 5',
      'b: assigned: 3 4 5',
      'a: SyncGroup answer: share: 0 1 2',
      'a: assigned: 0 1 2',
    ]);
    expect(phasesOf(happenings)).toEqual([
      ...['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable'],
      ...['PreparingRebalance', 'CompletingRebalance', 'Stable'],
    ]);
  });

  it('repeats exactly what a member had worked on and not committed when it was killed', async () => {
    const setup = { partitions: 4, autoCommitIntervalMs: 5000 };
    const script = scriptOf('crash-and-repeat');
    const crash = script.at(-1)?.atMs ?? 0;
    const before = groupOf((await runGroup(script.slice(0, -1), crash, setup)).picture);
    const orphaned = before.partitions.filter((one) => ownersOf(one).includes('a'));
    const open = orphaned.map(
      ({ workers, committed }) => workers.slice(committed).match(/a/g) ?? [],
    );
    const { picture, lines } = await runGroup(script, 25_000, setup);
    const after = groupOf(picture);
    expect(open.flat().length).toBeGreaterThan(0);
    expect(after.repeats).toBe(open.flat().length);
    expect(lines.filter((line) => line.includes(': works on offset '))).toHaveLength(after.repeats);
    expect(after.lost).toBe(0);
    expect(owners(after)).toBe('b b b b');
  });

  it('loses what was given and not worked on, where members commit before their work', async () => {
    const setup = { partitions: 4, commits: 'before', workMs: 400, produceEveryMs: 250 } as const;
    const { picture } = await runGroup(scriptOf('at-most-once'), 30_000, setup);
    const group = groupOf(picture);
    expect(group.lost).toBeGreaterThan(0);
    expect(group.repeats).toBe(0);
    for (const { lost, workers, committed } of group.partitions) {
      for (const offset of lost) expect(workers[offset], `offset ${offset}`).toBe('-');
      expect(Math.max(-1, ...lost)).toBeLessThan(committed ?? 0);
    }
  });

  it('keeps a static member’s partitions for its next process, without a rebalance', async () => {
    const setup = { isStatic: true };
    const [begin, crash, back] = [7900, 8000, 11_000];
    const script = scriptOf('static-restart').filter(({ atMs }) => atMs <= back);
    const before = groupOf((await runGroup(script, begin, setup)).picture);
    const { happenings, picture } = await runGroup(script, 14_000, setup);
    const after = groupOf(picture);
    expect(owners(after)).toBe(owners(before));
    expect(after.generations).toEqual(before.generations);
    const others = only(happenings, 'ownership').filter(({ atMs }) => atMs > crash);
    expect(others.map(({ member, what }) => `${member} ${what}`)).toEqual(['b assigned']);
  });

  it('divides a static member’s partitions when it stays away longer than its session', async () => {
    const { picture } = await runGroup(scriptOf('static-restart'), 30_000, { isStatic: true });
    expect(owners(groupOf(picture))).toBe('a a a c c c');
  });

  it('takes all partitions from everybody in an eager group, and only what moves in a cooperative', async () => {
    const setup = {
      kinds: ['range', 'cooperative-sticky'],
      workMs: 300,
      produceEveryMs: 150,
    } as const;
    const { picture, happenings } = await runGroup(
      scriptOf('eager-and-cooperative').slice(0, 3),
      18_000,
      setup,
    );
    const revoked = (group: number) =>
      only(happenings, 'ownership')
        .filter((one) => one.group === group && one.what === 'revoked' && one.atMs > 9000)
        .flatMap(({ partitions }) => partitions);
    expect(revoked(0).length).toBeGreaterThanOrEqual(6);
    expect(revoked(1)).toHaveLength(2);
    const [eager, cooperative] = [groupOf(picture, 0), groupOf(picture, 1)];
    for (const group of [eager, cooperative]) {
      expect(new Set(owners(group).split(' '))).toEqual(new Set(['a', 'b', 'c']));
    }
  });

  it('comes to the broker’s target by heartbeats alone, with the consumer protocol', async () => {
    const setup = { kinds: ['uniform-848'] } as const;
    const { picture, happenings } = await runGroup(scriptOf('consumer-protocol'), 32_000, setup);
    const apis = new Set(only(happenings, 'message').map(({ api }) => api));
    expect(apis).not.toContain('JoinGroup');
    expect(apis).toContain('ConsumerGroupHeartbeat');
    expect(phasesOf(happenings)).toContain('Reconciling');
    const group = groupOf(picture);
    expect(group.phase).toBe('Stable');
    expect(new Set(owners(group).split(' '))).toEqual(new Set(['b', 'c']));
  });

  it('goes on without a member that does not poll, which finds out when it polls again', async () => {
    const { lines, picture } = await runGroup(scriptOf('stopped-polling'), 30_000, {
      partitions: 4,
    });
    const left = lines.findIndex((line) => line.startsWith('a: LeaveGroup'));
    const lost = lines.findIndex((line) => line.startsWith('a: lost:'));
    const on = lines.findIndex((line) => line.startsWith('a: goes on'));
    expect(left).toBeGreaterThan(0);
    expect(on).toBeGreaterThan(left);
    expect(lost).toBeGreaterThan(on);
    expect(owners(groupOf(picture))).toMatch(/^(a a b b|b b a a)$/);
  });

  it('goes on without a member that is cut off, when its session is over', async () => {
    const { lines, picture } = await runGroup(scriptOf('cut-off').slice(0, 3), 16_000, {
      partitions: 4,
    });
    expect(lines).toContain('coordinator: group billing member a was not heard of in time');
    const group = groupOf(picture);
    expect(group.partitions.every((one) => ownersOf(one).includes('b'))).toBe(true);
    // The member that was cut off believes in its share until somebody tells it.
    expect(group.members[0]?.owned.length).toBeGreaterThan(0);
  });

  it('has all that was committed when the coordinator comes back from a crash', async () => {
    const script = scriptOf('coordinator-crash');
    const { picture, happenings } = await runGroup(script, 25_000, { partitions: 4 });
    const group = groupOf(picture);
    expect(group.phase).toBe('Stable');
    expect(group.lost).toBe(0);
    const back = only(happenings, 'broker').at(-1)?.atMs ?? 0;
    expect(only(happenings, 'processed').some(({ atMs }) => atMs > back)).toBe(true);
    expect(new Set(owners(group).split(' '))).toEqual(new Set(['a', 'b']));
  });

  it('is the same run, to the last byte, for the same seed and the same actions', async () => {
    for (const kinds of [['range'], ['sticky', 'uniform-848']] as const) {
      const once = await runGroup(scriptOf('step-by-step'), 24_000, { kinds });
      const again = await runGroup(scriptOf('step-by-step'), 24_000, { kinds });
      const other = await runGroup(scriptOf('step-by-step'), 24_000, { kinds, seed: 2 });
      expect(again).toEqual(once);
      expect(other.traceHash).not.toBe(once.traceHash);
    }
  });
});
