/** The core of a consumer group (KIP-848): readable lives of groups, and what they write down. */
import { describe, expect, test } from 'vitest';
import { consumerTranscript, plain } from './consumer-transcript.ts';

function follows(script: string, settings?: Parameters<typeof consumerTranscript>[1]): void {
  expect(consumerTranscript(script, settings)).toBe(plain(script));
}

describe('a life', () => {
  test('two members share a topic, and a partition is given up before it is taken', () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      a beats owning t:0,1,2,3
        a: epoch 2
      b joins t
        + member b t
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      b beats
        + b in 3 unreleased nothing
        b: epoch 3
      a beats
        + a in 2 unrevoked t:0@2,1@2 giving up t:2@2,3@2
        a: epoch 2 t:0,1
      a beats owning t:0,1
        + a in 3 stable t:0@2,1@2
        a: epoch 3
      b beats
        + b in 3 stable t:2@3,3@3
        b: epoch 3 t:2,3
      a leaves
        - a
        - target a
        - member a
        + epoch 4
        a: epoch -1
      b beats
        + target b t:0,1,2,3
        + target epoch 4
        + b in 4 stable t:0@4,1@4,2@3,3@3
        b: epoch 4 t:0,1,2,3
      b leaves
        - b
        - target b
        - member b
        + epoch 5
        b: epoch -1
    `);
  });

  test('a member that missed an answer is let in, if it owns nothing but its own', () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins t
        + member b t
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      a beats owning t:0,1,2,3
        + a in 2 unrevoked t:0@2,1@2 giving up t:2@2,3@2
        a: epoch 2 t:0,1
      a beats owning t:0,1
        + a in 3 stable t:0@2,1@2
        a: epoch 3
      a beats epoch 2 owning t:0,1
        a: epoch 3
      a beats epoch 2 owning t:0,1,2
        a: FENCED_MEMBER_EPOCH
      a beats epoch 2
        a: FENCED_MEMBER_EPOCH
    `);
  });

  test('a member that begins anew is told all that it may own', () => {
    follows(`
      topic t 2
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      a joins t
        a: epoch 2 t:0,1
      a beats epoch 2 all owning t:0,1 wants t
        a: epoch 2 t:0,1
    `);
  });

  test('strangers, and members of another epoch, are fenced', () => {
    follows(`
      topic t 2
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      a beats epoch 7
        a: FENCED_MEMBER_EPOCH
      a beats epoch 1
        a: FENCED_MEMBER_EPOCH
      stranger beats epoch 3
        stranger: UNKNOWN_MEMBER_ID
      stranger leaves
        stranger: UNKNOWN_MEMBER_ID
    `);
  });

  test('another subscription takes partitions at once, and gives others when they are given up', () => {
    follows(`
      topic t 2
      topic u 2
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      a beats wants u
        + member a u
        + epoch 3
        + target a u:0,1
        + target epoch 3
        + a in 2 unrevoked nothing giving up t:0@2,1@2
        a: epoch 2 nothing
      a beats owning nothing
        + a in 3 stable u:0@3,1@3
        a: epoch 3 u:0,1
      a beats wants -
        + member a nothing
        + epoch 4
        + target a nothing
        + target epoch 4
        + a in 3 unrevoked nothing giving up u:0@3,1@3
        a: epoch 3 nothing
    `);
  });

  test('a topic that grows or goes is noticed by the next heartbeat, other topics are not', () => {
    follows(`
      topic t 2
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      topic t 3
      a beats
        + epoch 3
        + target a t:0,1,2
        + target epoch 3
        + a in 3 stable t:0@2,1@2,2@3
        a: epoch 3 t:0,1,2
      topic u 1
      a beats
        a: epoch 3
      no topic t
      a beats
        + epoch 4
        + target a nothing
        + target epoch 4
        + a in 3 unrevoked nothing giving up t:0@2,1@2,2@3
        a: epoch 3 nothing
      a beats owning nothing
        + a in 4 stable nothing
        a: epoch 4
    `);
  });

  test("most members' assignor is the group's", () => {
    follows(`
      topic t 4
      topic u 3
      a joins t,u assignor range
        + member a t,u
        + epoch 2
        + target a t:0,1,2,3;u:0,1,2
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2;u:0@2,1@2,2@2
        a: epoch 2 t:0,1,2,3;u:0,1,2
      b joins t,u assignor uniform
        + member b t,u
        + epoch 3
        + target a t:0,1,2,3
        + target b u:0,1,2
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      c joins t,u assignor range
        + member c t,u
        + epoch 4
        + target a t:0,1;u:0
        + target b t:2;u:1
        + target c t:3;u:2
        + target epoch 4
        + c in 4 unreleased nothing
        c: epoch 4 nothing
    `);
  });

  test('members that are not heard of, or do not give up partitions in time, are out', () => {
    follows(`
      topic t 4
      a joins t rebalance 9000
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins t
        + member b t
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      a beats owning t:0,1,2,3
        + a in 2 unrevoked t:0@2,1@2 giving up t:2@2,3@2
        a: epoch 2 t:0,1
      wait 8000
      a beats owning t:0,1,2
        a: epoch 2
      wait 1000
        - a
        - target a
        - member a
        + epoch 4
      b beats
        + target b t:0,1,2,3
        + target epoch 4
        + b in 4 stable t:0@4,1@4,2@4,3@4
        b: epoch 4 t:0,1,2,3
      wait 45000
        - b
        - target b
        - member b
        + epoch 5
    `);
  });

  test('goes on where another coordinator left it, with the deadlines anew', () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins t
        + member b t
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      a beats owning t:0,1,2,3
        + a in 2 unrevoked t:0@2,1@2 giving up t:2@2,3@2
        a: epoch 2 t:0,1
      reload
        Reconciling in epoch 3
      wait 44000
      b beats
        + b in 3 unreleased nothing
        b: epoch 3
      wait 1000
        - a
        - target a
        - member a
        + epoch 4
      a beats owning t:0,1
        a: UNKNOWN_MEMBER_ID
      b beats
        + target b t:0,1,2,3
        + target epoch 4
        + b in 4 stable t:0@4,1@4,2@4,3@4
        b: epoch 4 t:0,1,2,3
    `);
  });
});

describe('static members', () => {
  test('leave for a while, and whoever comes back under the name has what they had', () => {
    follows(`
      topic t 2
      a joins t static one
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      a goes away
        + a in -2 stable t:0@0,1@0
        a: epoch -2
      b joins t static one
        - a
        - target a
        - member a
        + member b t
        + target b t:0,1
        + b in 0 stable t:0@0,1@0
        + member b t
        + b in 2 stable t:0@0,1@0
        b: epoch 2 t:0,1
      b beats
        b: epoch 2
    `);
  });

  test('are not replaced while they are there', () => {
    follows(`
      topic t 2
      a joins t static one
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      b joins t static one
        b: UNRELEASED_INSTANCE_ID
      b beats static one epoch 2
        b: FENCED_INSTANCE_ID
      b leaves
        b: FENCED_INSTANCE_ID
      b beats static two epoch 2
        b: UNKNOWN_MEMBER_ID
    `);
  });

  test('that do not come back are out after a session', () => {
    follows(`
      topic t 2
      a joins t static one
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      a goes away
        + a in -2 stable t:0@0,1@0
        a: epoch -2
      wait 45000
        - a
        - target a
        - member a
        + epoch 3
      b joins t static one
        + member b t
        + epoch 4
        + target b t:0,1
        + target epoch 4
        + b in 4 stable t:0@4,1@4
        b: epoch 4 t:0,1
    `);
  });

  test('leave for good like others', () => {
    follows(`
      topic t 2
      a joins t static one
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      a leaves
        - a
        - target a
        - member a
        + epoch 3
        a: epoch -1
      b joins t static one
        + member b t
        + epoch 4
        + target b t:0,1
        + target epoch 4
        + b in 4 stable t:0@4,1@4
        b: epoch 4 t:0,1
    `);
  });
});

describe('patterns', () => {
  test('stand for the topics that there are, once they have been matched', () => {
    follows(`
      topic orders 2
      topic bills 1
      a joins - pattern ord.*
        + member a ord.*
        + target a nothing
        + target epoch 1
        + a in 1 stable nothing
        a: epoch 1 nothing
        matches ord.*
        + pattern ord.* orders
        + epoch 2
      a beats
        + target a orders:0,1
        + target epoch 2
        + a in 2 stable orders:0@2,1@2
        a: epoch 2 orders:0,1
      b joins - pattern ord.*
        + member b ord.*
        + epoch 3
        + target a orders:0
        + target b orders:1
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      a leaves
        - a
        - target a
        - member a
        + epoch 4
        a: epoch -1
      b leaves
        - b
        - target b
        - member b
        - pattern ord.*
        + epoch 5
        b: epoch -1
    `);
  });

  test('are matched again when topics are created, but not more often than every 10 s', () => {
    follows(`
      topic orders 1
      a joins - pattern orders.*
        + member a orders.*
        + target a nothing
        + target epoch 1
        + a in 1 stable nothing
        a: epoch 1 nothing
        matches orders.*
        + pattern orders.* orders
        + epoch 2
      a beats
        + target a orders:0
        + target epoch 2
        + a in 2 stable orders:0@2
        a: epoch 2 orders:0
      topic orders2 1
      a beats
        a: epoch 2
      wait 10000
      a beats
        a: epoch 2
      wait 1
      a beats
        a: epoch 2
        matches orders.*
        + pattern orders.* orders,orders2
        + epoch 3
      a beats
        + target a orders:0;orders2:0
        + target epoch 3
        + a in 3 stable orders:0@2;orders2:0@3
        a: epoch 3 orders:0;orders2:0
    `);
  });

  test('are matched again after a time, whatever happens', () => {
    follows(
      `
      topic orders 1
      a joins - pattern orders.*
        + member a orders.*
        + target a nothing
        + target epoch 1
        + a in 1 stable nothing
        a: epoch 1 nothing
        matches orders.*
        + pattern orders.* orders
        + epoch 2
      a beats
        + target a orders:0
        + target epoch 2
        + a in 2 stable orders:0@2
        a: epoch 2 orders:0
      no topic orders
      wait 40000
      a beats
        + epoch 3
        + target a nothing
        + target epoch 3
        + a in 2 unrevoked nothing giving up orders:0@2
        a: epoch 2 nothing
      wait 20001
      a beats owning nothing
        + a in 3 stable nothing
        a: epoch 3
        matches orders.*
        + pattern orders.* nothing
        + epoch 4
    `,
      { patternRefreshIntervalMs: 60_000 },
    );
  });

  test("that can't be understood are refused, and change nothing", () => {
    follows(`
      topic orders 1
      a joins - pattern (
        a: INVALID_REGULAR_EXPRESSION
      b joins - pattern orders
        + member b orders
        + target b nothing
        + target epoch 1
        + b in 1 stable nothing
        b: epoch 1 nothing
        matches orders
        + pattern orders orders
        + epoch 2
      b beats pattern *
        b: INVALID_REGULAR_EXPRESSION
      b beats
        + target b orders:0
        + target epoch 2
        + b in 2 stable orders:0@2
        b: epoch 2 orders:0
    `);
  });

  test('go with the last member that asks for them, and add to names', () => {
    follows(`
      topic orders 1
      topic bills 1
      a joins bills pattern ord.*
        + member a bills ord.*
        + epoch 2
        + target a bills:0
        + target epoch 2
        + a in 2 stable bills:0@2
        a: epoch 2 bills:0
        matches ord.*
        + pattern ord.* orders
        + epoch 3
      a beats
        + target a bills:0;orders:0
        + target epoch 3
        + a in 3 stable bills:0@2;orders:0@3
        a: epoch 3 bills:0;orders:0
      a beats owning bills:0
        a: epoch 3
      a beats pattern .*2
        + member a bills .*2
        - pattern ord.*
        + a in 3 unrevoked bills:0@2 giving up orders:0@3
        a: epoch 3 bills:0
      a beats owning nothing
        + a in 3 stable bills:0@2
        a: epoch 3
        matches .*2
        + pattern .*2 nothing
        + epoch 4
      b joins - pattern .*2
        + member b .*2
        + epoch 5
        + target a bills:0
        + target b nothing
        + target epoch 5
        + b in 5 stable nothing
        b: epoch 5 nothing
    `);
  });
});

describe('commits', () => {
  test("count in the member's epoch, and before it for what the member has had since", () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins t
        + member b t
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
      a beats owning t:0,1,2,3
        + a in 2 unrevoked t:0@2,1@2 giving up t:2@2,3@2
        a: epoch 2 t:0,1
      a beats owning t:0,1
        + a in 3 stable t:0@2,1@2
        a: epoch 3
      a commits t:0
        a: NONE
      a commits t:0 epoch 2
        a: NONE
      a commits t:0 epoch 1
        a: STALE_MEMBER_EPOCH
      a commits t:2 epoch 2
        a: STALE_MEMBER_EPOCH
      a commits t:0 epoch 9
        a: STALE_MEMBER_EPOCH
      a commits t:0 old
        a: UNSUPPORTED_VERSION
      a commits t:0 epoch -1
        a: STALE_MEMBER_EPOCH
    `);
  });
});

describe('classic members', () => {
  test('join, sync and are sent to join again whenever they can go on', () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins classic t
        + member b t, classic
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: generation 3 of range
      b syncs
        b: nothing
      b checks
        b: NONE
      a beats
        + a in 2 unrevoked t:0@2,1@2 giving up t:2@2,3@2
        a: epoch 2 t:0,1
      a beats owning t:0,1
        + a in 3 stable t:0@2,1@2
        a: epoch 3
      b checks
        b: REBALANCE_IN_PROGRESS
      b joins classic t
        + b in 3 stable t:2@3,3@3
        b: generation 3 of range
      b syncs
        b: t:2,3
      b checks
        b: NONE
      c joins t
        + member c t
        + epoch 4
        + target b t:2
        + target c t:3
        + target epoch 4
        + c in 4 unreleased nothing
        c: epoch 4 nothing
      b checks
        b: REBALANCE_IN_PROGRESS
      b syncs
        b: REBALANCE_IN_PROGRESS
      b joins classic t owning t:2,3
        + member b t, classic
        + b in 3 unrevoked t:2@3 giving up t:3@3
        b: generation 3 of range
      b checks
        b: REBALANCE_IN_PROGRESS
      b joins classic t owning t:2
        + member b t, classic
        + b in 4 stable t:2@3
        b: generation 4 of range
    `);
  });

  test('are checked like those of a classic group', () => {
    follows(`
      topic t 2
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      b joins classic t type connect
        b: INCONSISTENT_GROUP_PROTOCOL
      b joins classic t as nobody
        b: MEMBER_ID_REQUIRED
      b joins classic t
        + member b-new t, classic
        + epoch 3
        + target a t:0
        + target b-new t:1
        + target epoch 3
        + b-new in 3 unreleased nothing
        b: generation 3 of range
      b checks gen 2
        b: ILLEGAL_GENERATION
      b syncs gen 2
        b: ILLEGAL_GENERATION
      b syncs protocol sticky
        b: INCONSISTENT_GROUP_PROTOCOL
      c joins classic t knows sticky
        c: INCONSISTENT_GROUP_PROTOCOL
      c joins classic t knows sticky,range
        + member c t, classic
        + epoch 4
        + target c nothing
        + target epoch 4
        + c in 4 stable nothing
        c: generation 4 of sticky
      a checks
        a: UNKNOWN_MEMBER_ID
      a commits t:0
        a: NONE
      b commits t:0 epoch 9
        b: ILLEGAL_GENERATION
      b quits
        - b-new
        - target b-new
        - member b-new
        + epoch 5
        b: NONE
      b quits
        b: UNKNOWN_MEMBER_ID
    `);
  });

  test('that do not sync, or do not join again, are out', () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins classic t rebalance 9000
        + member b t, classic
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: generation 3 of range
      wait 9000
        - b
        - target b
        - member b
        + epoch 4
      c joins classic t rebalance 9000
        + member c t, classic
        + epoch 5
        + target c t:2,3
        + target epoch 5
        + c in 5 unreleased nothing
        c: generation 5 of range
      c syncs
        c: nothing
      d joins t
        + member d t
        + epoch 6
        + target c t:2
        + target d t:3
        + target epoch 6
        + d in 6 unreleased nothing
        d: epoch 6 nothing
      c checks
        c: REBALANCE_IN_PROGRESS
      wait 9000
        - c
        - target c
        - member c
        + epoch 7
    `);
  });

  test('are left alone, and the group becomes a classic one', () => {
    follows(`
      topic t 4
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1,2,3
        + target epoch 2
        + a in 2 stable t:0@2,1@2,2@2,3@2
        a: epoch 2 t:0,1,2,3
      b joins classic t
        + member b t, classic
        + epoch 3
        + target a t:0,1
        + target b t:2,3
        + target epoch 3
        + b in 3 unreleased nothing
        b: generation 3 of range
      b syncs
        b: nothing
      a leaves
        - a
        - b
        - target a
        - target b
        - target epoch
        - member a
        - member b
        - topics
        - epoch
        a: epoch -1
        is a classic group, generation 3 of range: b t:2,3, and rebalances: it was a consumer group until member a leaves
    `);
  });

  test('take over a static name, and the group becomes a classic one', () => {
    follows(`
      topic t 2
      a joins t static one
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      b joins classic t static one
        b: FENCED_INSTANCE_ID
      b joins classic t static one as nobody
        - a
        - target a
        - member a
        + member b-new t
        + target b-new t:0,1
        + b-new in 0 stable t:0@2,1@2
        + member b-new t, classic
        + b-new in 2 stable t:0@2,1@2
        - b-new
        - target b-new
        - target epoch
        - member b-new
        - topics
        - epoch
        b: generation 2 of range
        is a classic group, generation 2 of range: b-new t:0,1
    `);
  });

  test("that want something else than the name's last owner begin with a rebalance", () => {
    follows(`
      topic t 2
      topic u 2
      a joins t static one
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      b joins classic u static one as nobody
        - a
        - target a
        - member a
        + member b-new t
        + target b-new t:0,1
        + b-new in 0 stable t:0@2,1@2
        + member b-new u, classic
        + epoch 3
        - b-new
        - target b-new
        - target epoch
        - member b-new
        - topics
        - epoch
        b: generation 0 of range
        is a classic group, generation 2 of range: b-new t:0,1, and rebalances: its assignment as a consumer group was out of date
    `);
  });
});

test('a target that was computed in what is the future now holds up no other one', () => {
  follows(
    `
      topic t 2
      a joins t
        + member a t
        + epoch 2
        + target a t:0,1
        + target epoch 2
        + a in 2 stable t:0@2,1@2
        a: epoch 2 t:0,1
      clock -3600000
      b joins t
        + member b t
        + epoch 3
        + target a t:0
        + target b t:1
        + target epoch 3
        + b in 3 unreleased nothing
        b: epoch 3 nothing
    `,
    { assignmentIntervalMs: 1000 },
  );
});
