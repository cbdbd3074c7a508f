/**
 * Task 2.4, join and sync: from clients that ask to join to a stable group, and around again.
 *
 * The life of a group is told as a text (group-script.ts), event by event; the last behaviour lets
 * clients do as they like, in a world that its seed decides.
 */
import { encodeSubscription } from 'reference:protocol/consumer-protocol.ts';
import { ClassicGroup } from '#groups/classic-group.ts';
import { newMember } from '#groups/classic-member.ts';
import type { JoinEvent } from '#groups/group-event.ts';
import { GroupWork } from '#groups/group-work.ts';
import { canFollow, chooseProtocol } from '#groups/protocol-choice.ts';
import { completeJoin } from '#groups/rebalance.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectEqual } from '../../course/grading/expect.ts';
import { SETTINGS, T0 } from './group-machine.ts';
import { holds, JOINED, TWO } from './group-script.ts';
import { inWorlds } from './group-world.ts';

const WORLDS = 20;

behaviour('protocol-choice-kind', () => {
  const empty = groupOf({});
  const cases: [string, ClassicGroup, string, string, boolean][] = [
    ['an empty group, of a new kind', empty, 'connect', 'default', true],
    ['an empty group, with no kind', empty, '', 'range', false],
    ['an empty group, with no protocol', empty, 'consumer', '', false],
  ];
  const group = groupOf({ a: 'range,sticky,mine', b: 'sticky,range' });
  cases.push(
    ['a group of its kind, with a protocol that all know', group, 'consumer', 'range', true],
    ['the same, with others that nobody knows', group, 'consumer', 'x,sticky,y', true],
    ['a group of another kind', group, 'connect', 'range', false],
    ['a group of which only one member knows its protocol', group, 'consumer', 'mine', false],
    ['a group of which nobody knows its protocol', group, 'consumer', 'x', false],
    ['a group, with no protocol', group, 'consumer', '', false],
  );
  const deserted = groupOf({});
  deserted.protocolType = 'consumer';
  deserted.enter('PreparingRebalance', T0);
  cases.push(
    ['a group whose members all left while it prepares', deserted, 'consumer', 'sticky', true],
    ['the same, with no protocol', deserted, 'consumer', '', false],
    ['the same, of another kind', deserted, 'connect', 'sticky', false],
  );
  for (const [what, one, type, names, expected] of cases) {
    const protocols = protocolsOf(names);
    expectEqual(canFollow(one, type, protocols), expected, `whether it may join: ${what}`);
  }
});

behaviour('protocol-choice-votes', () => {
  const cases: [string, Record<string, string>, string | undefined][] = [
    ['one member', { a: 'range,sticky' }, 'range'],
    ['two that agree', { a: 'range,sticky', b: 'range,sticky' }, 'range'],
    [
      'most like sticky best',
      { a: 'range,sticky', b: 'sticky,range', c: 'sticky,range' },
      'sticky',
    ],
    [
      'the favourite of most is not known to all',
      { a: 'mine,range,sticky', b: 'mine,sticky,range', c: 'sticky,range' },
      'sticky',
    ],
    ['only the last choice is known to all', { a: 'x,y,range', b: 'z,range' }, 'range'],
    [
      'as many votes each: the first one voted for',
      { a: 'sticky,range', b: 'range,sticky' },
      'sticky',
    ],
    ['nobody is there', {}, undefined],
    ['nothing is known to all', { a: 'range', b: 'sticky' }, undefined],
  ];
  for (const [what, brings, expected] of cases) {
    expectEqual(chooseProtocol(groupOf(brings)), expected, `what is followed where ${what}`);
  }
});

behaviour('join-id-first', () => {
  holds(`
    a joins
      store generation 0: no members
      a: MEMBER_ID_REQUIRED a-1
    b joins
      b: MEMBER_ID_REQUIRED b-1
    a joins
      the group is PreparingRebalance in generation 0
    b joins
    wait 6000
      the group is CompletingRebalance in generation 1
      a: a-1 in generation 1 of range, leads a-1 b-1
      b: b-1 in generation 1 of range, follows a-1
  `);
  holds(`
    a joins old
      store generation 0: no members
      the group is PreparingRebalance in generation 0
    wait 3000
      the group is CompletingRebalance in generation 1
      a: a-1 in generation 1 of range, leads a-1
  `);
});

behaviour('join-static', () => {
  holds(`
    a joins static s
      store generation 0: no members
      the group is PreparingRebalance in generation 0
    b joins old
    wait 6000
      the group is CompletingRebalance in generation 1
      a: s-1 in generation 1 of range, leads b-1 s-1
      b: b-1 in generation 1 of range, follows s-1
    a syncs as s-1 static s s-1=x b-1=y
      store generation 1: b-1=y s-1=x
      the group is Stable in generation 1
      a: has x
    c joins static s
      store generation 1: b-1=y s-2=x
      c: s-2 in generation 1 of range, leads b-1 s-2
    a joins as s-1 static s
      a: FENCED_INSTANCE_ID s-1
    c joins as s-2 static s
      the group is PreparingRebalance in generation 1
    b joins
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, follows s-2
      c: s-2 in generation 2 of range, leads b-1 s-2
    d joins static t
      the group is PreparingRebalance in generation 2
  `);
});

behaviour('join-refused', () => {
  holds(
    `
    z joins as stranger
      z: UNKNOWN_MEMBER_ID stranger
    z joins as a-1 static s
      z: UNKNOWN_MEMBER_ID a-1
  `,
    { after: TWO },
  );
  holds(`
    a joins as a-1
      store generation 0: no members
      a: UNKNOWN_MEMBER_ID a-1
  `);
  holds(
    `
    c joins type connect
      c: INCONSISTENT_GROUP_PROTOCOL
    c joins knows sticky
      c: INCONSISTENT_GROUP_PROTOCOL
    b joins knows sticky
      b: INCONSISTENT_GROUP_PROTOCOL b-1
    c joins
      c: MEMBER_ID_REQUIRED c-1
    d joins as c-1 static s
      d: UNKNOWN_MEMBER_ID c-1
    unloaded
      the group is Dead in generation 1
    c joins
      c: COORDINATOR_NOT_AVAILABLE c-1
  `,
    { after: TWO },
  );
  holds(
    `
    c joins
      c: GROUP_MAX_SIZE_REACHED
    b joins says new
      the group is PreparingRebalance in generation 1
    c joins
      c: MEMBER_ID_REQUIRED c-1
    a joins
    c joins
      c: GROUP_MAX_SIZE_REACHED
    wait 60000
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
  `,
    { maxSize: 2, after: TWO },
  );
});

behaviour('join-new-member', () => {
  holds(
    `
    wait 1000
    b joins old rebalance 7000
    wait 2999
    wait 2000
    c joins old rebalance 7000
    wait 1000
    wait 1
      the group is CompletingRebalance in generation 1
      a: a-1 in generation 1 of range, leads a-1 b-1 c-1
      b: b-1 in generation 1 of range, follows a-1
      c: c-1 in generation 1 of range, follows a-1
  `,
    { after: 'a joins old rebalance 7000\nPreparingRebalance' },
  );
  holds(
    `
    a leaves as a-1
      a: UNKNOWN_MEMBER_ID
      a: NONE, a-1 NONE
    b joins old knows sticky
    wait 6000
      the group is CompletingRebalance in generation 1
      b: b-1 in generation 1 of sticky, leads b-1
  `,
    { after: 'a joins old\nPreparingRebalance' },
  );
  holds(
    `
    b joins old session 6000
      the group is PreparingRebalance in generation 1
    wait 299999
    wait 1
      b: UNKNOWN_MEMBER_ID
  `,
    {
      after: `
      a joins old session 900000 rebalance 900000
      wait 3000
      a syncs a-1=x
      Stable
    `,
    },
  );
});

behaviour('rebalance-first', () => {
  const first = `
    a joins old
      store generation 0: no members
      the group is PreparingRebalance in generation 0
    wait 2999
    wait 1
      the group is CompletingRebalance in generation 1
      a: a-1 in generation 1 of range, leads a-1
  `;
  holds(first);
  holds(first.replace('    wait 2999\n    wait 1', '    wait 0'), { initialRebalanceDelayMs: 0 });
  holds(
    `
    wait 6000
      the group is CompletingRebalance in generation 1
      a: a-1 in generation 1 of sticky, leads a-1 b-1 c-1
      b: b-1 in generation 1 of sticky, follows a-1
      c: c-1 in generation 1 of sticky, follows a-1
  `,
    {
      after: `
      a joins old knows range,sticky,mine
      b joins old knows sticky,range
      c joins old knows sticky,range,other
      PreparingRebalance
    `,
    },
  );
});

behaviour('rebalance-everybody', () => {
  holds(
    `
    c joins
      c: MEMBER_ID_REQUIRED c-1
    c joins
      the group is PreparingRebalance in generation 1
    b syncs
      b: REBALANCE_IN_PROGRESS
    b joins
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1 c-1
      b: b-1 in generation 2 of range, follows a-1
      c: c-1 in generation 2 of range, follows a-1
    a syncs a-1=x b-1=y c-1=z
      store generation 2: a-1=x b-1=y c-1=z
      the group is Stable in generation 2
      a: has x
    b syncs
      b: has y
    c syncs
      c: has z
    a joins
      the group is PreparingRebalance in generation 2
    c joins
    b joins
      the group is CompletingRebalance in generation 3
      a: a-1 in generation 3 of range, leads a-1 b-1 c-1
      b: b-1 in generation 3 of range, follows a-1
      c: c-1 in generation 3 of range, follows a-1
  `,
    { after: TWO },
  );
  holds(
    `
    c joins session 7000
      c: MEMBER_ID_REQUIRED c-1
    a joins
      the group is PreparingRebalance in generation 1
    b joins
    wait 6999
    c joins session 7000
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1 c-1
      b: b-1 in generation 2 of range, follows a-1
      c: c-1 in generation 2 of range, follows a-1
  `,
    { after: TWO },
  );
  expectTopicsFound();
});

behaviour('rebalance-begins-waits', () => {
  holds(
    `
    b syncs
    wait 9999
    wait 1
      the group is PreparingRebalance in generation 1
      b: REBALANCE_IN_PROGRESS
  `,
    { after: JOINED },
  );
  const patient = JOINED.replaceAll('old', 'old session 900000 rebalance 20000');
  holds(
    `
    b syncs
    wait 19999
    wait 1
      the group is PreparingRebalance in generation 1
      b: REBALANCE_IN_PROGRESS
    b joins
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
  `,
    { after: patient },
  );
  holds(
    `
    a syncs a-1=x b-1=y
      store generation 1: a-1=x b-1=y
      the group is Stable in generation 1
      a: has x
    wait 19999
    b syncs
      b: has y
    wait 800000
  `,
    { after: patient },
  );
});

behaviour('rebalance-while-completing', () => {
  holds(
    `
    wait 30000
    b syncs
    c joins old
      the group is PreparingRebalance in generation 1
      b: REBALANCE_IN_PROGRESS
    a joins
    wait 59999
    b joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1 c-1
      b: b-1 in generation 2 of range, follows a-1
      c: c-1 in generation 2 of range, follows a-1
  `,
    { after: JOINED.replaceAll('old', 'old session 100000') },
  );
});

behaviour('rebalance-absentees', () => {
  holds(
    `
    b joins says new rebalance 20000 session 900000
      the group is PreparingRebalance in generation 1
    wait 19999
    wait 1
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
    a syncs
      a: UNKNOWN_MEMBER_ID
    b syncs b-1=all
      store generation 2: b-1=all
      the group is Stable in generation 2
      b: has all
    wait 400000
  `,
    {
      after: `
      a joins old rebalance 10000 session 900000
      b joins old rebalance 20000 session 900000
      wait 6000
      a syncs a-1=x b-1=y
      b syncs
      Stable
    `,
    },
  );
});

behaviour('rebalance-nobody-joins', () => {
  const group = `
    a joins old session 900000 rebalance 5000
    b joins static s session 900000 rebalance 5000
    wait 6000
    a syncs a-1=x s-1=y
    b syncs as s-1 static s
    Stable
  `;
  holds(
    `
    a joins session 900000 rebalance 5000
      the group is PreparingRebalance in generation 1
    wait 5000
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 s-1
    a syncs a-1=p s-1=q
      store generation 2: a-1=p s-1=q
      the group is Stable in generation 2
      a: has p
  `,
    { after: group },
  );
  holds(
    `
    b joins says new session 900000 rebalance 5000
      the group is PreparingRebalance in generation 1
    wait 5000
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1 s-1
  `,
    {
      after: `
      a joins static s session 900000 rebalance 5000
      b joins old session 900000 rebalance 5000
      wait 6000
      a syncs as s-1 static s s-1=x b-1=y
      b syncs
      Stable
    `,
    },
  );
  const away = `
    wait 10000
    a joins session 900000 rebalance 8000
      the group is PreparingRebalance in generation 1
    wait 8000
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 s-1
    a syncs a-1=p s-1=q
      store generation 2: a-1=p s-1=q
      the group is Stable in generation 2
      a: has p
    wait 7999
    %`;
  const afterAway = group
    .replaceAll('rebalance 5000', 'rebalance 8000')
    .replace('static s session 900000', 'static s session 20000');
  const back = `
    b joins as s-1 static s
      b: s-1 in generation 2 of range, follows a-1
    b syncs as s-1 static s
      b: has q
    wait 1`;
  const late = `
    wait 1
      the group is PreparingRebalance in generation 2
    b beats as s-1 static s
      b: UNKNOWN_MEMBER_ID`;
  for (const then of [back, late]) holds(away.replace('    %', then), { after: afterAway });
  const work = workOn(groupOf({}));
  work.group.add(memberThat('range', { groupInstanceId: 's', awaits: false }), 'consumer');
  work.group.enter('PreparingRebalance', T0);
  completeJoin(work);
  expectEqual(
    [work.group.phase, work.group.generationId, work.group.joinDeadlineMs],
    ['PreparingRebalance', 0, 60_000],
    'phase, generation and join deadline when the only member is static and has not joined',
  );
  expectEmptied();
});

behaviour('sync-leader-assigns', () => {
  holds(
    `
    b syncs b-1=mine a-1=mine
    wait 1000
    a syncs a-1=x b-1=y z-1=z
      store generation 1: a-1=x b-1=y
      the group is Stable in generation 1
      a: has x
      b: has y
    b syncs
      b: has y
  `,
    { after: JOINED },
  );
  holds(
    `
    a syncs a-1=x
      store generation 1: a-1=x b-1=
      the group is Stable in generation 1
      a: has x
    b syncs
      b: has nothing
  `,
    { after: JOINED },
  );
  holds(
    `
    stores wait
    b syncs
    a syncs a-1=x b-1=y
      store generation 1: a-1=x b-1=y
    wait 500
    stored
      the group is Stable in generation 1
      a: has x
      b: has y
  `,
    { after: JOINED },
  );
});

behaviour('sync-store-fails', () => {
  holds(
    `
    stores wait
    b syncs
    a syncs a-1=x b-1=y
      store generation 1: a-1=x b-1=y
    store fails
      the group is PreparingRebalance in generation 1
      a: COORDINATOR_NOT_AVAILABLE
      b: COORDINATOR_NOT_AVAILABLE
    a joins
    b joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
  `,
    { after: JOINED },
  );
  const overtaken = `
    stores wait
    a syncs a-1=x b-1=y
      store generation 1: a-1=x b-1=y
    b joins says new
      the group is PreparingRebalance in generation 1
      a: REBALANCE_IN_PROGRESS
    %
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
    b syncs
    a syncs a-1=p b-1=q
      store generation 2: a-1=p b-1=q
    %%
    stored
      the group is Stable in generation 2
      a: has p
      b: has q
  `;
  for (const how of ['stored', 'store fails']) {
    holds(overtaken.replace('%%', '').replace('%', how), { after: JOINED });
    holds(overtaken.replace('%%', how).replace('%', ''), { after: JOINED });
  }
});

behaviour('rejoin-as-it-was', () => {
  holds(
    `
    b joins
      b: b-1 in generation 1 of range, follows a-1
    a joins
      a: a-1 in generation 1 of range, leads a-1 b-1
    b syncs
    a syncs a-1=x b-1=y
      store generation 1: a-1=x b-1=y
      the group is Stable in generation 1
      a: has x
      b: has y
    b joins
      b: b-1 in generation 1 of range, follows a-1
    b syncs
      b: has y
  `,
    { after: JOINED },
  );
});

behaviour('rejoin-with-news', () => {
  const anew = `
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
  `;
  const cases: [string, string, string][] = [
    [TWO, 'a joins', 'b joins'],
    [TWO, 'b joins says new', 'a joins'],
    [TWO, 'b joins knows range,sticky', 'a joins'],
    [JOINED, 'b joins says new', 'a joins'],
    [JOINED, 'a joins says new', 'b joins'],
  ];
  for (const [after, first, second] of cases) {
    holds(
      `
    ${first}
      the group is PreparingRebalance in generation 1
    ${second}${anew}`,
      { after },
    );
  }
  const alone = 'a joins old\nwait 3000\n';
  for (const after of [`${alone}CompletingRebalance`, `${alone}a syncs a-1=x\nStable`]) {
    holds(
      `
    a joins says new
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1
    `,
      { after },
    );
  }
});

behaviour('join-sync-worlds', () => {
  inWorlds(WORLDS, {});
});

/** Completes a join that nobody takes part in, and expects the group to be empty by it. */
function expectEmptied(): void {
  const group = groupOf({});
  group.generationId = 4;
  group.protocolType = 'consumer';
  group.protocolName = 'range';
  group.joinDeadlineMs = 0;
  group.enter('PreparingRebalance', T0 - 1000);
  const work = workOn(group);
  completeJoin(work);
  expectEqual(
    [group.phase, group.generationId, group.protocolName, group.nextDeadlineMs],
    ['Empty', 5, undefined, Infinity],
    'phase, generation, protocol and next deadline of a group that nobody joined again',
  );
  const stores = work.effects.filter((effect) => effect.kind === 'store');
  expectEqual(stores.length, 1, 'records to store');
  const [{ value, stored } = { value: undefined, stored: undefined }] = stores;
  expectEqual(stored, { kind: 'empty' }, 'what the record is for');
  expectEqual(
    [value?.generation, value?.protocol, value?.members, value?.currentStateTimestamp],
    [5, null, [], T0],
    'generation, protocol, members and time of the phase in the record',
  );
}

/** Completes joins of consumers, and expects the group to know what they subscribe to. */
function expectTopicsFound(): void {
  const group = groupOf({});
  group.subscribedTopics = new Set(['old']);
  group.add(memberThat('range', { topics: ['a', 'b'] }), 'consumer');
  group.add(memberThat('range', { topics: ['c'] }), 'consumer');
  group.enter('PreparingRebalance', T0);
  completeJoin(workOn(group));
  const found = () => ['a', 'b', 'c', 'old'].filter((topic) => group.isSubscribedTo(topic));
  expectEqual(
    found(),
    ['a', 'b', 'c'],
    'the topics that the members of a new generation subscribe to',
  );
  for (const memberId of [...group.members.keys()]) group.remove(memberId);
  group.enter('PreparingRebalance', T0);
  completeJoin(workOn(group));
  expectEqual(found(), [], 'the topics of a group that has become empty');
}

/** A group whose members, in this order, bring those protocols. */
function groupOf(brings: Record<string, string>): ClassicGroup {
  const group = new ClassicGroup('g', T0);
  for (const names of Object.values(brings)) group.add(memberThat(names), 'consumer');
  if (group.members.size > 0) group.enter('PreparingRebalance', T0);
  return group;
}

let madeMembers = 0;

function memberThat(
  names: string,
  {
    groupInstanceId = null,
    awaits = true,
    topics = [],
  }: { groupInstanceId?: string | null; awaits?: boolean; topics?: readonly string[] } = {},
) {
  const event: JoinEvent = {
    kind: 'join',
    requestId: madeMembers,
    memberId: '',
    groupInstanceId,
    clientId: 'client',
    clientHost: '/client',
    newMemberId: '',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    protocolType: 'consumer',
    protocols: protocolsOf(names, topics),
    mustKnowId: true,
    canSkipAssignment: true,
    reason: null,
  };
  const member = newMember(event, `member-${++madeMembers}`);
  if (!awaits) member.awaitingJoin = undefined;
  return member;
}

function protocolsOf(names: string, topics: readonly string[] = []) {
  const metadata = encodeSubscription({ topics });
  return names
    .split(',')
    .filter((name) => name !== '')
    .map((name) => ({ name, metadata }));
}

function workOn(group: ClassicGroup): GroupWork {
  return new GroupWork(group, SETTINGS, { monotonicMs: 0, wallMs: T0 });
}
