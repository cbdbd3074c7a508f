/**
 * Task 2.5, heartbeats, expiry, leaving: how a group notices who is not there any more, and keeps
 * those out who do not know it yet.
 */
import { behaviour } from '../../course/grading/behaviour.ts';
import { holds, JOINED, TWO } from './group-script.ts';
import { inWorlds } from './group-world.ts';

const WORLDS = 40;

/** a leads; b has the name s. */
const STATIC = `
  a joins old
  b joins static s
  wait 6000
  a syncs a-1=x s-1=y
  b syncs as s-1 static s
  Stable
`;

/** Members of a group that prepares: b waits for the next generation, a does not know of it. */
const PREPARING = `${TWO.replace('Stable', 'b joins says new')}
  PreparingRebalance
`;

behaviour('heartbeat-answers', () => {
  holds(
    `
    a beats
      a: NONE
    b joins says new
      the group is PreparingRebalance in generation 1
    a beats
      a: REBALANCE_IN_PROGRESS
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
    a beats
      a: NONE
    b beats gen 1
      b: ILLEGAL_GENERATION
    b beats gen 3
      b: ILLEGAL_GENERATION
    z beats as stranger gen 2
      z: UNKNOWN_MEMBER_ID
    unloaded
      the group is Dead in generation 2
    a beats
      a: COORDINATOR_NOT_AVAILABLE
    z beats as stranger
      z: COORDINATOR_NOT_AVAILABLE
  `,
    { after: TWO },
  );
  holds(`
    a beats as a-1 gen 0
      a: UNKNOWN_MEMBER_ID
  `);
  holds(
    `
    b beats as s-1 static s gen 1
      b: NONE
    b beats as a-1 static s gen 1
      b: FENCED_INSTANCE_ID
    b beats as s-1 static t gen 1
      b: UNKNOWN_MEMBER_ID
    b beats as s-1 static s gen 0
      b: ILLEGAL_GENERATION
    c joins static s
      store generation 1: a-1=x s-2=y
      c: s-2 in generation 1 of range, follows a-1
    b beats as s-1 static s gen 1
      b: FENCED_INSTANCE_ID
  `,
    { after: STATIC },
  );
});

behaviour('session-kept', () => {
  holds(keptBy('beats'), { after: TWO });
  holds(
    `
    wait 9000
    a beats
      a: REBALANCE_IN_PROGRESS
    wait 9999
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
  `,
    { after: PREPARING },
  );
  holds(refusedAt9s('a beats gen 0', 'a: ILLEGAL_GENERATION'), { after: TWO });
});

behaviour('session-kept-by-commits', () => {
  holds(keptBy('commits'), { after: TWO });
  holds(
    `
    wait 9000
    a commits
      a: NONE
    wait 9999
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
  `,
    { after: PREPARING },
  );
  holds(refusedAt9s('a commits gen 0', 'a: ILLEGAL_GENERATION'), { after: TWO });
  holds(refusedAt9s('a commits anonymously', 'a: UNKNOWN_MEMBER_ID'), { after: TWO });
  holds(
    `
    wait 9000
    a commits
      a: REBALANCE_IN_PROGRESS
    b beats
      b: NONE
    wait 1000
      the group is PreparingRebalance in generation 1
  `,
    { after: JOINED },
  );
});

/** a is kept by such a sign of life, b is not; then a is told to join again. */
function keptBy(sign: string): string {
  return `
    wait 9999
    a ${sign}
      a: NONE
    b beats
      b: NONE
    wait 9999
    a ${sign}
      a: NONE
    wait 1
      the group is PreparingRebalance in generation 1
    a beats
      a: REBALANCE_IN_PROGRESS
  `;
}

/** b is alive; a says something that is refused, and is out a session after it began. */
function refusedAt9s(command: string, answer: string): string {
  return `
    wait 9000
    b beats
      b: NONE
    ${command}
      ${answer}
    wait 1000
      the group is PreparingRebalance in generation 1
  `;
}

behaviour('commit-fenced', () => {
  holds(
    `
    a commits
      a: NONE
    a commits gen 0
      a: ILLEGAL_GENERATION
    a commits gen -1
      a: ILLEGAL_GENERATION
    a commits as stranger gen 1
      a: UNKNOWN_MEMBER_ID
    tool commits anonymously
      tool: UNKNOWN_MEMBER_ID
    b joins says new
      the group is PreparingRebalance in generation 1
    a commits
      a: NONE
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
    a commits
      a: REBALANCE_IN_PROGRESS
    b commits gen 1
      b: ILLEGAL_GENERATION
    tool commits anonymously
      tool: UNKNOWN_MEMBER_ID
    unloaded
      the group is Dead in generation 2
    a commits
      a: COORDINATOR_NOT_AVAILABLE
    tool commits anonymously
      tool: COORDINATOR_NOT_AVAILABLE
  `,
    { after: TWO },
  );
  holds(
    `
    b commits as s-1 static s gen 1
      b: NONE
    b commits as a-1 static s gen 1
      b: FENCED_INSTANCE_ID
    b commits as nobody static t gen -1
      b: UNKNOWN_MEMBER_ID
  `,
    { after: STATIC },
  );
});

behaviour('commit-without-membership', () => {
  holds(`
    tool commits anonymously
      tool: NONE
    tool commits as somebody gen -1
      tool: NONE
    tool commits as somebody gen 0
      tool: UNKNOWN_MEMBER_ID
    a joins old
      store generation 0: no members
      the group is PreparingRebalance in generation 0
    tool commits anonymously
      tool: UNKNOWN_MEMBER_ID
    wait 3000
      the group is CompletingRebalance in generation 1
      a: a-1 in generation 1 of range, leads a-1
    a leaves
      the group is Empty in generation 2
      store generation 2: no members
      a: NONE, a-1 NONE
    tool commits anonymously
      tool: NONE
    a commits gen 1
      a: UNKNOWN_MEMBER_ID
  `);
});

behaviour('leave-rebalances', () => {
  holds(
    `
    b leaves
      the group is PreparingRebalance in generation 1
      b: NONE, b-1 NONE
    a beats
      a: REBALANCE_IN_PROGRESS
    b beats
      b: UNKNOWN_MEMBER_ID
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1
    a leaves
      the group is Empty in generation 3
      store generation 3: no members
      a: NONE, a-1 NONE
    a leaves
      a: NONE, a-1 UNKNOWN_MEMBER_ID
  `,
    { after: TWO },
  );
  holds(
    `
    a leaves
      the group is PreparingRebalance in generation 1
      b: REBALANCE_IN_PROGRESS
      a: NONE, a-1 NONE
    b joins
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
  `,
    { after: JOINED.replace('wait 6000', 'wait 6000\n  b syncs') },
  );
  holds(
    `
    a leaves
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
      a: NONE, a-1 NONE
  `,
    { after: PREPARING },
  );
  holds(
    `
    admin removes a-1 b-1
      the group is Empty in generation 2
      store generation 2: no members
      admin: NONE, a-1 NONE, b-1 NONE
  `,
    { after: TWO },
  );
  holds(
    `
    a leaves
      a: UNKNOWN_MEMBER_ID
      a: NONE, a-1 NONE
    wait 2999
    wait 1
      the group is Empty in generation 1
      store generation 1: no members
  `,
    { after: 'a joins\na joins\nPreparingRebalance' },
  );
});

behaviour('leave-outcomes', () => {
  holds(
    `
    admin removes static:t stranger b-1
      admin: NONE, t UNKNOWN_MEMBER_ID, stranger UNKNOWN_MEMBER_ID, b-1 UNKNOWN_MEMBER_ID
    b leaves as a-1 static s
      b: NONE, a-1 FENCED_INSTANCE_ID
    a beats
      a: NONE
    admin removes stranger static:s
      the group is PreparingRebalance in generation 1
      admin: NONE, stranger UNKNOWN_MEMBER_ID, s NONE
    b beats as s-1 static s gen 1
      b: UNKNOWN_MEMBER_ID
    unloaded
      the group is Dead in generation 1
    admin removes a-1
      admin: COORDINATOR_NOT_AVAILABLE, nobody
  `,
    { after: STATIC },
  );
  holds(
    `
    c joins
      c: MEMBER_ID_REQUIRED c-1
    a joins
    c leaves
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
      c: NONE, c-1 NONE
    c joins
      c: UNKNOWN_MEMBER_ID c-1
  `,
    { after: PREPARING },
  );
  holds(
    `
    admin removes b-1
      b: UNKNOWN_MEMBER_ID
      admin: NONE, b-1 NONE
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1
  `,
    { after: PREPARING },
  );
  holds(
    `
    admin removes b-1
      the group is PreparingRebalance in generation 1
      b: UNKNOWN_MEMBER_ID
      admin: NONE, b-1 NONE
  `,
    { after: JOINED.replace('wait 6000', 'wait 6000\n  b syncs') },
  );
});

behaviour('expiry-silent', () => {
  holds(
    `
    wait 5000
    b beats
      b: NONE
    wait 4999
    wait 1
      the group is PreparingRebalance in generation 1
    b beats
      b: REBALANCE_IN_PROGRESS
    a beats
      a: UNKNOWN_MEMBER_ID
    b joins
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
    b syncs b-1=all
      store generation 2: b-1=all
      the group is Stable in generation 2
      b: has all
    wait 10000
      the group is Empty in generation 3
      store generation 3: no members
    b commits
      b: UNKNOWN_MEMBER_ID
    wait 600000
  `,
    { after: TWO },
  );
});

behaviour('expiry-waiting', () => {
  holds(
    `
    wait 30000
    a joins session 60000
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
    b syncs
    wait 30000
    a syncs a-1=x b-1=y
      store generation 2: a-1=x b-1=y
      the group is Stable in generation 2
      a: has x
      b: has y
    wait 9999
    b beats
      b: NONE
    wait 9999
    wait 1
      the group is PreparingRebalance in generation 2
  `,
    { after: PREPARING.replace('a joins old', 'a joins old session 60000') },
  );
  holds(
    `
    c joins old
      the group is PreparingRebalance in generation 1
    wait 299999
    wait 1
      c: UNKNOWN_MEMBER_ID
    a joins
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1
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

behaviour('expiry-pending', () => {
  holds(
    `
    c joins session 7000
      c: MEMBER_ID_REQUIRED c-1
    d joins session 9000
      d: MEMBER_ID_REQUIRED d-1
    a joins
    wait 6999
    c beats
      c: UNKNOWN_MEMBER_ID
    wait 1
    wait 1999
    wait 1
      the group is CompletingRebalance in generation 2
      a: a-1 in generation 2 of range, leads a-1 b-1
      b: b-1 in generation 2 of range, follows a-1
    c joins
      c: UNKNOWN_MEMBER_ID c-1
  `,
    { after: PREPARING },
  );
  holds(`
    a joins session 7000
      store generation 0: no members
      a: MEMBER_ID_REQUIRED a-1
    wait 7000
    a joins
      a: UNKNOWN_MEMBER_ID a-1
    a joins as nobody
      a: MEMBER_ID_REQUIRED a-2
  `);
  holds(
    `
    c joins session 7000
      c: MEMBER_ID_REQUIRED c-1
    wait 7000
    a beats
      a: NONE
  `,
    { after: TWO },
  );
});

behaviour('expiry-while-preparing', () => {
  holds(
    `
    wait 9999
    wait 1
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
  `,
    { after: PREPARING },
  );
  holds(
    `
    c joins session 20000
      c: MEMBER_ID_REQUIRED c-1
    wait 10000
    wait 9999
    wait 1
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
  `,
    { after: PREPARING },
  );
  holds(
    `
    wait 299999
    wait 1
      the group is Empty in generation 1
      store generation 1: no members
      a: UNKNOWN_MEMBER_ID
    wait 900000
  `,
    {
      initialRebalanceDelayMs: 400_000,
      after: 'a joins old rebalance 900000\nPreparingRebalance',
    },
  );
});

behaviour('expiry-sync', () => {
  const three = ['a', 'b', 'c'].map((name) => `${name} joins old session 900000 rebalance 20000`);
  const after = `${three.join('\n')}\nwait 6000\nb syncs\nCompletingRebalance`;
  holds(
    `
    wait 19999
    wait 1
      the group is PreparingRebalance in generation 1
      b: REBALANCE_IN_PROGRESS
    a syncs
      a: UNKNOWN_MEMBER_ID
    c joins
      c: UNKNOWN_MEMBER_ID c-1
    b joins
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
  `,
    { after },
  );
  holds(
    `
    a syncs a-1=x b-1=y c-1=z
      store generation 1: a-1=x b-1=y c-1=z
      the group is Stable in generation 1
      a: has x
      b: has y
    wait 19999
    wait 1
      the group is PreparingRebalance in generation 1
    a beats
      a: REBALANCE_IN_PROGRESS
    c beats
      c: UNKNOWN_MEMBER_ID
  `,
    { after },
  );
  holds(
    `
    a syncs a-1=x b-1=y c-1=z
      store generation 1: a-1=x b-1=y c-1=z
      the group is Stable in generation 1
      a: has x
      b: has y
    c syncs
      c: has z
    wait 300000
    c beats
      c: NONE
  `,
    { after },
  );
});

behaviour('expiry-clocks', () => {
  holds(
    `
    the wall clock jumps 86400000
    a beats
      a: NONE
    wait 9999
    b beats
      b: NONE
    a beats
      a: NONE
    the wall clock jumps -172800000
    wait 9999
    wait 1
      the group is Empty in generation 2
      store generation 2: no members
  `,
    { after: TWO },
  );
  holds(
    `
    late 15000
      the group is Empty in generation 2
      store generation 2: no members
    wait 900000
  `,
    { after: TWO },
  );
  holds(
    `
    late 100000
      the group is CompletingRebalance in generation 2
      b: b-1 in generation 2 of range, leads b-1
    b syncs b-1=all
      store generation 2: b-1=all
      the group is Stable in generation 2
      b: has all
  `,
    { after: PREPARING },
  );
});

behaviour('group-worlds', () => {
  inWorlds(WORLDS, { beats: true, vanish: true, clocks: true });
});
