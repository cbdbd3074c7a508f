/** The life of a classic group, told and replayed (see transcript.ts). */
import { describe, expect, test } from 'vitest';
import { ClassicGroup } from '#groups/classic-group.ts';
import type { GroupSettings } from '#groups/group-event.ts';
import { plain, transcript } from './transcript.ts';

function holds(script: string, settings?: Partial<GroupSettings>): void {
  expect(transcript(script, settings)).toBe(plain(script));
}

/** a and b are in generation 1, and a leads. */
const TWO_MEMBERS = `
a joins old
wait 1
b joins old
wait 6000
a syncs a-1=x b-1=y
b syncs
`;

/** After the two members are there, this follows. */
function holdsAfter(before: string, script: string, settings?: Partial<GroupSettings>): void {
  const commands = before.replaceAll(/^ +/gm, '');
  const lines = transcript(`${commands}\n${plain(script)}`, settings).split('\n');
  const begun = transcript(commands, settings).split('\n').length;
  expect(lines.slice(begun).join('\n')).toBe(plain(script));
}

describe('joining', () => {
  test('gives a newcomer an id first, and lets it join with that', () => {
    holds(`
      a joins
        a: MEMBER_ID_REQUIRED a-1
        store generation 0: empty
      a joins
        rebalances after generation 0: member a-1 joins
      wait 3000
        begins generation 1 with 1 members
        a: generation 1 of range, leads a-1
      a syncs a-1=x
        store generation 1: a-1=x
        is stable in generation 1
        a: has x
    `);
  });

  test('takes an old client as it comes', () => {
    holds(`
      a joins old
        rebalances after generation 0: member a-1 joins
        store generation 0: empty
      wait 3000
        begins generation 1 with 1 members
        a: generation 1 of range, leads a-1
    `);
  });

  test('takes who comes when all members have left while it prepares', () => {
    holds(`
      a joins old
        rebalances after generation 0: member a-1 joins
        store generation 0: empty
      a leaves as a-1
        member a-1 leaves
        a: UNKNOWN_MEMBER_ID
        a: NONE NONE
      b joins old knows sticky
      wait 6000
        begins generation 1 with 1 members
        b: generation 1 of sticky, leads b-1
    `);
  });

  test('waits longer as long as somebody comes, but no longer than a rebalance may take', () => {
    holds(
      `
      a joins old rebalance 7000
        rebalances after generation 0: member a-1 joins
        store generation 0: empty
      wait 2000
      b joins old rebalance 7000
      wait 2000
      c joins old rebalance 7000
      wait 2999
      wait 1
        begins generation 1 with 3 members
        a: generation 1 of range, leads a-1 b-1 c-1
        b: generation 1 of range, follows a-1
        c: generation 1 of range, follows a-1
    `,
    );
  });

  test('begins at once where the initial delay is 0', () => {
    holds(
      `
      a joins old
        rebalances after generation 0: member a-1 joins
        store generation 0: empty
      wait 0
        begins generation 1 with 1 members
        a: generation 1 of range, leads a-1
    `,
      { initialRebalanceDelayMs: 0 },
    );
  });

  test('refuses an id that nobody has', () => {
    holds(`
      a joins as stranger
        a: UNKNOWN_MEMBER_ID stranger
        store generation 0: empty
    `);
  });

  test('refuses another kind of group, no protocols, and those that not all know', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      c joins type consumer
        c: INCONSISTENT_GROUP_PROTOCOL
      c joins knows sticky
        c: INCONSISTENT_GROUP_PROTOCOL
      c joins knows 
        c: INCONSISTENT_GROUP_PROTOCOL
    `,
    );
    holds(`
      a joins type 
        a: INCONSISTENT_GROUP_PROTOCOL
        store generation 0: empty
    `);
  });

  test('takes who was given an id, though all others have left since', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      c joins
        c: MEMBER_ID_REQUIRED c-1
      a leaves
        member a-1 leaves
        rebalances after generation 1: members leave: a-1
        a: NONE NONE
      b leaves
        member b-1 leaves
        b: NONE NONE
      c joins
        begins generation 2 with 1 members
        c: generation 2 of range, leads c-1
    `,
    );
  });

  test('chooses the protocol that most like best of those that all know', () => {
    holds(`
      a joins old knows sticky,range,mine
        rebalances after generation 0: member a-1 joins
        store generation 0: empty
      b joins old knows range,sticky
      c joins old knows other,range,sticky
      wait 6000
        begins generation 1 with 3 members
        a: generation 1 of range, leads a-1 b-1 c-1
        b: generation 1 of range, follows a-1
        c: generation 1 of range, follows a-1
    `);
  });

  test('has room for group.max.size members, and those that are there keep theirs', () => {
    const settings = { maxSize: 2 };
    holdsAfter(
      TWO_MEMBERS,
      `
      c joins
        c: GROUP_MAX_SIZE_REACHED
      b joins says new
        rebalances after generation 1: a member brings other metadata
      c joins
        c: MEMBER_ID_REQUIRED c-1
      a joins
      c joins
        c: GROUP_MAX_SIZE_REACHED
    `,
      settings,
    );
  });
});

describe('a rebalance', () => {
  test('sends everybody to join again when somebody comes', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      a beats
        a: NONE
      c joins
        c: MEMBER_ID_REQUIRED c-1
      a beats
        a: NONE
      c joins
        rebalances after generation 1: member c-1 joins
      a beats
        a: REBALANCE_IN_PROGRESS
      b commits
        b: NONE
      a joins
      b joins
        begins generation 2 with 3 members
        a: generation 2 of range, leads a-1 b-1 c-1
        b: generation 2 of range, follows a-1
        c: generation 2 of range, follows a-1
      b syncs
      b commits
        b: REBALANCE_IN_PROGRESS
      a syncs a-1=x b-1=y c-1=z
        store generation 2: a-1=x b-1=y c-1=z
        is stable in generation 2
        a: has x
        b: has y
      c syncs
        c: has z
    `,
    );
  });

  test('drops who does not join in time, and has another one lead', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      b joins says new
        rebalances after generation 1: a member brings other metadata
      wait 10000
        member a-1 was not heard of in time
        begins generation 2 with 1 members
        b: generation 2 of range, leads b-1
    `,
    );
  });

  test('drops who keeps beating but does not join within the rebalance timeout', () => {
    const beat = 'wait 6000\na beats\n  a: REBALANCE_IN_PROGRESS';
    holdsAfter(
      TWO_MEMBERS,
      `b joins says new\n  rebalances after generation 1: a member brings other metadata\n` +
        `${Array(9).fill(beat).join('\n')}\nwait 6000\n` +
        '  begins generation 2 with 1 members\n  b: generation 2 of range, leads b-1',
    );
  });

  test('waits for an id that was given out, but not for ever', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      c joins session 7000
        c: MEMBER_ID_REQUIRED c-1
      b joins says new
        rebalances after generation 1: a member brings other metadata
      a joins
      wait 6999
      wait 1
        c-1 did not join with the id it was given
        begins generation 2 with 2 members
        a: generation 2 of range, leads a-1 b-1
        b: generation 2 of range, follows a-1
    `,
    );
  });

  test('goes on when the one that was given an id says that it leaves', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      c joins
        c: MEMBER_ID_REQUIRED c-1
      b joins says new
        rebalances after generation 1: a member brings other metadata
      a joins
      c leaves
        begins generation 2 with 2 members
        a: generation 2 of range, leads a-1 b-1
        b: generation 2 of range, follows a-1
        c: NONE NONE
    `,
    );
  });

  test('begins when the leader joins again, for it sees what the broker does not', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      b joins
        b: generation 1 of range, follows a-1
      a joins
        rebalances after generation 1: leader a-1 joins again
      b joins
        begins generation 2 with 2 members
        a: generation 2 of range, leads a-1 b-1
        b: generation 2 of range, follows a-1
      b joins
        b: generation 2 of range, follows a-1
      b joins says new
        rebalances after generation 2: member b-1 brings other metadata
      b syncs
        b: REBALANCE_IN_PROGRESS
    `,
    );
  });

  test('gives up members that never ask for their assignment', () => {
    holdsAfter(
      `a joins old rebalance 20000 session 60000
       b joins old rebalance 20000 session 60000
       wait 6000
       b syncs`,
      `
      wait 20000
        rebalances after generation 1: members did not sync in time: a-1
        b: REBALANCE_IN_PROGRESS
      b joins
        begins generation 2 with 1 members
        b: generation 2 of range, leads b-1
    `,
    );
  });

  test('begins anew when a member goes between join and sync', () => {
    holdsAfter(
      'a joins old\nb joins old\nwait 6000\nb syncs',
      `
      a leaves
        member a-1 leaves
        rebalances after generation 1: members leave: a-1
        b: REBALANCE_IN_PROGRESS
        a: NONE NONE
      b joins
        begins generation 2 with 1 members
        b: generation 2 of range, leads b-1
    `,
    );
  });
});

describe('members', () => {
  test('that are silent for a session timeout are out, and the group is empty after the last', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      wait 5000
      b beats
        b: NONE
      wait 5000
        member a-1 was not heard of in time
        rebalances after generation 1: member a-1 expired
      b beats
        b: REBALANCE_IN_PROGRESS
      wait 10000
        member b-1 was not heard of in time
        is empty in generation 2
        store generation 2: empty
      b beats
        b: UNKNOWN_MEMBER_ID
    `,
    );
  });

  test('that commit are alive', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      wait 6000
      a commits
        a: NONE
      b commits
        b: NONE
      wait 6000
      a beats
        a: NONE
    `,
    );
  });

  test('that wait for an answer are alive', () => {
    holdsAfter(
      'a joins old session 60000\nb joins old\nwait 6000\na syncs a-1=x b-1=y\nb syncs',
      `
      b joins says new
        rebalances after generation 1: a member brings other metadata
      wait 30000
      a joins session 60000
        begins generation 2 with 2 members
        a: generation 2 of range, leads a-1 b-1
        b: generation 2 of range, follows a-1
    `,
    );
  });

  test('that wait but were in no generation yet are given up after five minutes', () => {
    holdsAfter(
      'a joins old session 600000 rebalance 600000\nwait 3000\na syncs a-1=x',
      `
      b joins old
        rebalances after generation 1: member b-1 joins
      wait 300000
        member b-1 was not heard of in time
        b: UNKNOWN_MEMBER_ID
      a joins
        begins generation 2 with 1 members
        a: generation 2 of range, leads a-1
    `,
    );
  });

  test('of an old generation, or unknown, are told so', () => {
    holdsAfter(
      TWO_MEMBERS,
      `
      a beats gen 0
        a: ILLEGAL_GENERATION
      a syncs gen 2
        a: ILLEGAL_GENERATION
      a commits gen 0
        a: ILLEGAL_GENERATION
      a beats as stranger
        a: UNKNOWN_MEMBER_ID
      a syncs as stranger
        a: UNKNOWN_MEMBER_ID
      a commits as stranger
        a: UNKNOWN_MEMBER_ID
      z commits
        z: UNKNOWN_MEMBER_ID
      a syncs protocol sticky
        a: INCONSISTENT_GROUP_PROTOCOL
      a leaves as stranger
        a: NONE UNKNOWN_MEMBER_ID
    `,
    );
  });

  test('of no group may commit while it is empty', () => {
    holds(`
      z commits
        z: NONE
      z commits gen 3
        z: UNKNOWN_MEMBER_ID
    `);
  });
});

describe('static members', () => {
  const STATIC = `
    a joins old
    b joins static s
    wait 6000
    a syncs a-1=x s-1=y
    b syncs as s-1 static s
  `;

  test('that come back are who they were, and nothing moves', () => {
    holdsAfter(
      STATIC,
      `
      c joins static s
        static member s is back, now as s-2
        store generation 1: a-1=x s-2=y
        c: generation 1 of range, follows a-1
    `,
    );
  });

  test('that lead and come back are told that there is nothing to assign', () => {
    const leads = `
      a joins static s
      wait 3000
      a syncs as s-1 static s s-1=x
    `;
    holdsAfter(
      leads,
      `
      a joins static s
        static member s is back, now as s-2
        store generation 1: s-2=x
        a: generation 1 of range, leads s-2, must not assign
      a syncs as s-2 static s
        a: has x
      a beats as s-1 static s
        a: FENCED_INSTANCE_ID
      a joins as s-1 static s
        a: FENCED_INSTANCE_ID s-1
    `,
    );
    holdsAfter(
      leads,
      `
      a joins static s old
        static member s is back, now as s-2
        store generation 1: s-2=x
        a: generation 1 of range, follows s-1
    `,
    );
  });

  test('that come back fence whoever waits in their place', () => {
    holds(`
      a joins static s
        rebalances after generation 0: member s-1 joins
        store generation 0: empty
      b joins static s
        a: FENCED_INSTANCE_ID s-1
      wait 3000
        begins generation 1 with 1 members
        b: generation 1 of range, leads s-2
    `);
  });

  test('that come back while the leader assigns begin another rebalance', () => {
    holdsAfter(
      `a joins old
       b joins static s
       wait 6000
       b syncs as s-1 static s`,
      `
      b joins static s
        b: FENCED_INSTANCE_ID
        rebalances after generation 1: static member s joins as s-2
      a joins
        begins generation 2 with 2 members
        a: generation 2 of range, leads a-1 s-2
        b: generation 2 of range, follows a-1
    `,
    );
  });

  test('that change what the group follows begin a rebalance', () => {
    holdsAfter(
      `a joins old knows range,sticky
       b joins static s knows range,sticky
       wait 6000
       a syncs a-1=x s-1=y
       b syncs as s-1 static s`,
      `
      b joins static s knows sticky
        rebalances after generation 1: static member s joins as s-2
      a joins knows range,sticky
        begins generation 2 with 2 members
        a: generation 2 of sticky, leads a-1 s-2
        b: generation 2 of sticky, follows a-1
    `,
    );
  });

  test('are not told a new id that could not be stored, and the old one counts', () => {
    holdsAfter(
      STATIC,
      `
      stores wait
      b joins static s
        static member s is back, now as s-2
        store generation 1: a-1=x s-2=y
      store fails COORDINATOR_NOT_AVAILABLE
        b: COORDINATOR_NOT_AVAILABLE
      c beats as s-1 static s gen 1
        c: NONE
    `,
    );
  });

  test('stay through a rebalance in which they do not join, until their session is over', () => {
    holdsAfter(
      `a joins old session 60000
       b joins static s session 30000 rebalance 5000
       wait 6000
       a syncs a-1=x s-1=y
       b syncs as s-1 static s`,
      `
      a joins rebalance 5000 session 60000
        rebalances after generation 1: leader a-1 joins again
      wait 5000
        begins generation 2 with 2 members
        a: generation 2 of range, leads a-1 s-1
    `,
    );
  });

  test('can be sent away by name', () => {
    holdsAfter(
      STATIC,
      `
      admin sends away static s
        member s-1 leaves
        rebalances after generation 1: members leave: s
        admin: NONE NONE
      admin sends away static t
        admin: NONE UNKNOWN_MEMBER_ID
    `,
    );
  });
});

describe('an assignment', () => {
  test('is told when it is stored and not before', () => {
    holdsAfter(
      'a joins old\nb joins old\nwait 6000\nb syncs\nstores wait',
      `
      a syncs a-1=x
        store generation 1: a-1=x b-1=
      b beats
        b: NONE
      stored
        is stable in generation 1
        a: has x
        b: has nothing
    `,
    );
  });

  test('that could not be stored is told to all, who then join again', () => {
    holdsAfter(
      'a joins old\nb joins old\nwait 6000\nb syncs\nstores wait\na syncs a-1=x',
      `
      store fails COORDINATOR_NOT_AVAILABLE
        a: COORDINATOR_NOT_AVAILABLE
        b: COORDINATOR_NOT_AVAILABLE
        rebalances after generation 1: the assignment of member a-1 could not be stored
    `,
    );
  });

  test('of a generation that is over counts no more when it is stored', () => {
    holdsAfter(
      'a joins old\nb joins old\nwait 6000\nstores wait\na syncs a-1=x',
      `
      b leaves
        member b-1 leaves
        rebalances after generation 1: members leave: b-1
        a: REBALANCE_IN_PROGRESS
        b: NONE NONE
      stored
      a joins
        begins generation 2 with 1 members
        a: generation 2 of range, leads a-1
    `,
    );
  });
});

describe('a group that goes elsewhere', () => {
  test('tells whoever waits, and everybody later', () => {
    holdsAfter(
      'a joins old\nb joins old\nwait 6000\nb syncs',
      `
      unloaded
        b: NOT_COORDINATOR
      a beats
        a: COORDINATOR_NOT_AVAILABLE
      a joins
        a: COORDINATOR_NOT_AVAILABLE a-1
      a syncs
        a: COORDINATOR_NOT_AVAILABLE
      a commits
        a: COORDINATOR_NOT_AVAILABLE
      a leaves
        a: COORDINATOR_NOT_AVAILABLE
      wait 100000
    `,
    );
  });

  test('and comes back has too many members rebalance, where the limit was lowered', () => {
    const group = new ClassicGroup('g');
    transcript(TWO_MEMBERS.trim(), {}, group);
    const script = `
      loaded
        rebalances after generation 1: it has 2 members, allowed are 1
    `;
    expect(transcript(script, { maxSize: 1 }, group)).toBe(plain(script));
  });
});

test('a request that is sent again is waited for in the place of the first, which is answered', () => {
  holdsAfter(
    TWO_MEMBERS,
    `
    b joins says new
      rebalances after generation 1: a member brings other metadata
    b joins says new
      b: REBALANCE_IN_PROGRESS b-1
  `,
  );
  holdsAfter(
    'a joins old\nb joins old\nwait 6000\nb syncs',
    `
    b syncs
      b: REBALANCE_IN_PROGRESS
    a syncs a-1=x b-1=y
      store generation 1: a-1=x b-1=y
      is stable in generation 1
      a: has x
      b: has y
  `,
  );
});
