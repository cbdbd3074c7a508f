/** The coordinator around the groups: which shard, loading, elections, and logs that fail. */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { Bench, JOIN } from './coordinator-bench.ts';

const MEMBER = { memberId: 'c-1', groupInstanceId: null, generationId: 1 };

describe('a coordinator', () => {
  test('has nothing to say of groups that live elsewhere', async () => {
    const bench = new Bench();
    expect(await bench.commit(1)).toBe('NOT_COORDINATOR');
    expect(bench.committed()).toBe('NOT_COORDINATOR');
    expect(await bench.coordinator.deleteGroup('g')).toBe(ErrorCode.NOT_COORDINATOR);
    expect(bench.coordinator.describe('g').errorCode).toBe(ErrorCode.NOT_COORDINATOR);
    expect(bench.coordinator.list({ states: [], types: [] })).toEqual([]);
  });

  test('asks for patience while it loads, and has all of it then', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    for (let n = 0; n < 20; n++) await bench.commit(n, `group-${n}`);
    bench.coordinator.resigned(0);
    expect(bench.committed()).toBe('NOT_COORDINATOR');

    const { coordinator } = bench;
    const loaded = coordinator.elected(bench.log);
    const loading = ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
    expect(bench.committed()).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    expect(await bench.commit(1)).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    expect(coordinator.list({ states: [], types: [] })).toBe(loading);
    expect(coordinator.describe('g').errorCode).toBe(loading);
    expect(await coordinator.join('g', JOIN)).toMatchObject({ errorCode: loading });
    expect(await coordinator.leave('g', { members: [] })).toMatchObject({ errorCode: loading });
    // A member goes on beating, and one that wants to sync has to join again.
    expect(await coordinator.heartbeat('g', MEMBER)).toEqual({ errorCode: ErrorCode.NONE });
    const sync = { ...MEMBER, protocolType: null, protocolName: null, assignments: new Map() };
    expect(await coordinator.sync('g', sync)).toMatchObject({
      errorCode: ErrorCode.REBALANCE_IN_PROGRESS,
    });
    await bench.until(loaded);
    for (let n = 0; n < 20; n++) expect(bench.committed(`group-${n}`)).toBe(n);
  });

  test('drops a loading that is overtaken by another election', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    for (let n = 0; n < 20; n++) await bench.commit(n);
    const first = bench.coordinator.elected(bench.log);
    const second = bench.coordinator.elected(bench.log);
    await bench.until(Promise.all([first, second]));
    expect(bench.committed()).toBe(19);
  });

  test('shows a commit when it is durable, and answers it then', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await bench.commit(1);
    bench.holdsBack = true;
    let answer: string | undefined;
    const answered = bench.begin(2).then((one) => {
      answer = one;
    });
    await bench.test.world.run(bench.test.world.nowMs + 100);
    expect([answer, bench.committed()]).toEqual([undefined, 1]);
    bench.release();
    await answered;
    expect([answer, bench.committed()]).toEqual(['NONE', 2]);
  });

  test('does not take for durable what another broker has to know of', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    bench.holdsBack = true;
    const answered = bench.begin(2);
    await bench.test.world.run(bench.test.world.nowMs + 100);
    bench.coordinator.resigned(0);
    bench.release();
    expect(await answered).toBe('NOT_COORDINATOR');
  });

  test.each([
    [ErrorCode.NOT_ENOUGH_REPLICAS, 'COORDINATOR_NOT_AVAILABLE'],
    [ErrorCode.REQUEST_TIMED_OUT, 'COORDINATOR_NOT_AVAILABLE'],
    [ErrorCode.NOT_LEADER_OR_FOLLOWER, 'NOT_COORDINATOR'],
    [ErrorCode.KAFKA_STORAGE_ERROR, 'NOT_COORDINATOR'],
    [ErrorCode.MESSAGE_TOO_LARGE, 'UNKNOWN_SERVER_ERROR'],
  ])('whose log answers %i tells its clients %s', async (appendError, answer) => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await bench.commit(1);
    bench.appendError = appendError;
    expect(await bench.commit(2)).toBe(answer);
    expect(bench.committed()).toBe(1);
  });

  test('writes what is committed in one turn together', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    const commits = [1, 2, 3].map((offset) => bench.begin(offset, `group-${offset}`));
    expect(bench.test.log.logEndOffset).toBe(0);
    expect(await bench.until(Promise.all(commits))).toEqual(['NONE', 'NONE', 'NONE']);
    expect(bench.appends).toBe(1);
    expect(bench.test.log.logEndOffset).toBe(3);
  });

  test('deletes a group with what was committed in the same turn', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await bench.commit(1);
    const committed = bench.begin(2);
    // The commit is checked, and gathered; nothing is written yet.
    for (let n = 0; n < 10; n++) await null;
    expect(bench.appends).toBe(1);
    const deleted = bench.coordinator.deleteGroup('g');
    expect(await bench.until(Promise.all([committed, deleted]))).toEqual(['NONE', 0]);
    expect(bench.committed()).toBeUndefined();
    bench.coordinator.resigned(0);
    await bench.until(bench.coordinator.elected(bench.log));
    expect(bench.coordinator.list({ states: [], types: [] })).toEqual([]);
  });

  test('answers nobody after its stop, and whoever waits at it', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    const joining = bench.coordinator.join('g', JOIN);
    bench.coordinator.stop();
    expect((await joining).errorCode).toBe(ErrorCode.NOT_COORDINATOR);
    expect(await bench.commit(1)).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(bench.coordinator.list({ states: [], types: [] })).toBe(
      ErrorCode.COORDINATOR_NOT_AVAILABLE,
    );
    await bench.test.world.runUntilIdle();
  });
});

describe('consumer groups over a log', () => {
  const CLIENT = { apiVersion: 1, clientId: 'c', clientHost: '/h', newMemberId: 'new' };
  const beat = (bench: Bench, memberId: string, memberEpoch: number) =>
    bench.coordinator.consumerHeartbeat(
      {
        groupId: 'g',
        memberId,
        memberEpoch,
        instanceId: null,
        rackId: null,
        rebalanceTimeoutMs: 1000,
        subscribedTopicNames: ['t'],
        subscribedTopicRegex: null,
        serverAssignor: null,
        topicPartitions: [],
      },
      CLIENT,
    );
  const members = ({ coordinator }: Bench) =>
    coordinator.describeConsumerGroup('g').members.map(({ memberId }) => memberId);

  test('answer what is durable, also where an answer needs no record of its own', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await beat(bench, 'a', 0);
    bench.holdsBack = true;
    const told: string[] = [];
    const tell = async (what: string, answer: ReturnType<typeof beat>) => {
      const { errorCode, memberEpoch } = await answer;
      told.push(`${what}: ${errorName(errorCode)} ${memberEpoch}`);
    };
    const answers = [tell('b joins', beat(bench, 'b', 0)), tell('a beats', beat(bench, 'a', 2))];
    const again = tell('a beats again', beat(bench, 'a', 3));
    await bench.test.world.run(bench.test.world.nowMs + 100);
    expect(told).toEqual([]);
    bench.release();
    await bench.until(Promise.all([...answers, again]));
    expect(told).toEqual([
      'b joins: NONE 2',
      'a beats: NONE 2',
      'a beats again: FENCED_MEMBER_EPOCH 0',
    ]);
  });

  test('are as they were where the log does not take their records', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await beat(bench, 'a', 0);
    bench.appendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    expect(await beat(bench, 'b', 0)).toMatchObject({
      errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE,
    });
    expect(await beat(bench, 'a', -1)).toMatchObject({
      errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE,
    });
    // The session of a member that could not be taken out ends again, until it can.
    await bench.test.world.run(bench.test.world.nowMs + 60_000);
    expect(members(bench)).toEqual(['a']);
    bench.appendError = ErrorCode.NONE;
    await bench.test.world.run(bench.test.world.nowMs + 60_000);
    expect(members(bench)).toEqual([]);
  });

  test('stay, if a classic group that is to follow can not be written', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await beat(bench, 'a', 0);
    await beat(bench, 'a', -1);
    bench.appendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    expect(await bench.coordinator.join('g', JOIN)).toMatchObject({
      errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE,
    });
    expect(bench.coordinator.describeConsumerGroup('g').groupState).toBe('Empty');
  });

  test('leave nothing behind on a broker that does not lead them any more', async () => {
    const bench = new Bench();
    await bench.until(bench.coordinator.elected(bench.log));
    await beat(bench, 'a', 0);
    bench.holdsBack = true;
    const waiting = beat(bench, 'b', 0);
    bench.coordinator.resigned(0);
    bench.release();
    expect(await waiting).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR });
    const before = bench.appends;
    await bench.test.world.run(bench.test.world.nowMs + 120_000);
    expect(bench.appends).toBe(before);
    expect(await beat(bench, 'a', 2)).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR });
  });
});
