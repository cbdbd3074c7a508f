/**
 * Task 2.8, auto-commit and resume: which offsets a consumer commits and when, and where it begins.
 *
 * The core is told moments and positions, so a test is a short life of a consumer; the last behaviour
 * lets readers crash, stall and hand over in worlds of their own.
 */
import { AutoCommit } from '#clients/consumer/auto-commit.ts';
import { type OffsetToCommit, offsetsAfter } from '#clients/consumer/committed-offset.ts';
import { EARLIEST, LATEST, type OffsetReset } from '#clients/consumer/offset-reset.ts';
import {
  afterOutOfRange,
  foundByReset,
  resetTimestamp,
  startingOffset,
} from '#clients/consumer/starting-offsets.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { about, expectEqual } from '../../course/grading/expect.ts';
import { inReaderWorlds } from './reader-world.ts';

const WORLDS = 60;
const INTERVAL_MS = 5000;
const BACKOFF_MS = 100;
/** A clock that has run for a while. */
const T0 = 70_000;

/** A consumer's auto-commit, with its positions in the test's hand: `{ 't-0': 5 }`. */
class Life {
  positions: Record<string, number> = {};
  nowMs = T0;
  readonly #autoCommit: AutoCommit;

  constructor() {
    const settings = { autoCommitIntervalMs: INTERVAL_MS, retryBackoffMs: BACKOFF_MS };
    this.#autoCommit = new AutoCommit(settings, () => offsetsOf(this.positions), this.nowMs);
  }

  /** The application polls `ms` later, and is then given records up to these positions. */
  polls(ms: number, then: Record<string, number> = {}): string {
    this.nowMs += ms;
    const offsets = textOf(this.#autoCommit.polled(this.nowMs));
    this.positions = { ...this.positions, ...then };
    return offsets;
  }

  revoking(): string {
    return textOf(this.#autoCommit.revoking());
  }

  closing(): string {
    return textOf(this.#autoCommit.closing());
  }

  /** Exactly these partitions from now on, each at its place. */
  owns(positions: Record<string, number>): void {
    this.#autoCommit.assigned(offsetsOf(positions), this.nowMs);
    this.positions = positions;
  }

  failed(mayHelp: boolean): void {
    this.#autoCommit.failed(mayHelp, this.nowMs);
  }
}

behaviour('offsets-after', () => {
  const record = (topic: string, partition: number, offset: number, leaderEpoch: number) => ({
    topic,
    partition,
    offset,
    leaderEpoch,
  });
  expectEqual(offsetsAfter([]), [], 'what to commit after no records');
  expectEqual(
    offsetsAfter([record('t', 0, 0, 7)]),
    [record('t', 0, 1, 7)],
    'what to commit after the first record of a partition',
  );
  const records = [
    record('t', 0, 41, 3),
    record('t', 1, 900, 2),
    record('t', 0, 42, 3),
    record('u', 1, 5, 0),
    record('t', 0, 47, 4),
  ];
  expectEqual(
    byName(offsetsAfter(records)),
    [record('t', 0, 48, 4), record('t', 1, 901, 2), record('u', 1, 6, 0)],
    'what to commit after records of three partitions, with a gap in the offsets of one',
  );
});

behaviour('auto-commit-interval', () => {
  const life = new Life();
  life.owns({ 't-0': 5 });
  expectEqual(life.polls(0), '', 'what a poll commits at the start of the interval');
  expectEqual(life.polls(4999), '', 'what a poll commits 1 ms before the interval is over');
  expectEqual(life.polls(1), 't-0=5', 'what a poll commits when the interval is over');
  expectEqual(life.polls(0), '', 'what another poll commits at the same moment');
  expectEqual(life.polls(4999), '', 'what a poll commits 1 ms before the next one is over');
  expectEqual(life.polls(12_001), 't-0=5', 'what a poll commits that comes 12 s late');
  expectEqual(life.polls(4999), '', 'what a poll commits 4,999 ms after the one that came late');
  expectEqual(life.polls(1), 't-0=5', 'what a poll commits 5,000 ms after the one that came late');

  commitsAllPositions();
});

function commitsAllPositions(): void {
  const early = new Life();
  early.positions = { 't-0': 5 };
  expectEqual(early.polls(4999), '', 'what a poll commits 4,999 ms after the consumer was made');
  expectEqual(early.polls(1), 't-0=5', 'what a poll commits 5,000 ms after the consumer was made');
  const life = new Life();
  expectEqual(life.polls(INTERVAL_MS), '', 'what is committed by a consumer without partitions');
  life.owns({ 't-0': 5, 't-1': 0, 'u-0': 70 });
  life.polls(0, { 't-0': 8 });
  expectEqual(
    life.polls(INTERVAL_MS, { 't-0': 12 }),
    't-0=8 t-1=0 u-0=70',
    'what is committed, where one of three partitions has moved',
  );
  expectEqual(
    life.polls(INTERVAL_MS),
    't-0=12 t-1=0 u-0=70',
    'what is committed next: the records that were given since then are done',
  );
  life.positions = { ...life.positions, 't-0': 3 };
  expectEqual(
    life.polls(INTERVAL_MS),
    't-0=3 t-1=0 u-0=70',
    'what is committed after the application sought back to offset 3 of t-0',
  );
}

behaviour('auto-commit-at-work', () => {
  const life = new Life();
  life.owns({ 't-0': 5, 't-1': 20 });
  expectEqual(life.revoking(), '', 'what is done before the application has polled at all');
  life.polls(0, { 't-0': 8 });
  expectEqual(
    life.revoking(),
    't-0=5 t-1=20',
    'what is done while the application works on its first records, 5 to 7 of t-0',
  );
  life.polls(100, { 't-0': 11, 't-1': 30 });
  expectEqual(
    life.revoking(),
    't-0=8 t-1=20',
    'what is done after the second poll, which was not due to commit, while the application works',
  );
  life.polls(INTERVAL_MS, { 't-0': 15 });
  expectEqual(
    life.revoking(),
    't-0=11 t-1=30',
    'what is done after a poll that has committed, while the application works',
  );
  about('AutoCommit.closing', () => {
    expectEqual(
      life.closing(),
      't-0=15 t-1=30',
      'what is committed at close, 0 ms after records were given',
    );
    const idle = new Life();
    expectEqual(idle.closing(), '', 'what is committed at close by a consumer without partitions');
  });
});

behaviour('auto-commit-others', () => {
  const life = new Life();
  life.owns({ 't-0': 5, 't-1': 20 });
  life.polls(0, { 't-0': 8, 't-1': 22 });
  life.polls(100, { 't-0': 9, 't-1': 23 });
  life.owns({ 't-1': 23, 'u-0': 0 });
  expectEqual(
    life.revoking(),
    't-1=22',
    'what is done when t-0 has gone and u-0 has come, before the next poll',
  );
  life.owns({});
  expectEqual(life.revoking(), '', 'what is done when all partitions have gone');
  life.owns({ 't-0': 40 });
  expectEqual(life.revoking(), '', 'what is done when t-0 has come back, before the next poll');
  life.polls(0);
  expectEqual(life.revoking(), 't-0=40', 'what is done after the next poll');

  const clock = new Life();
  clock.polls(4000);
  clock.owns({ 't-0': 5 });
  expectEqual(clock.polls(4999), '', 'what a poll commits 4,999 ms after partitions came');
  expectEqual(clock.polls(1), 't-0=5', 'what a poll commits 5,000 ms after partitions came');
});

behaviour('auto-commit-failed', () => {
  const life = new Life();
  life.owns({ 't-0': 5 });
  life.polls(INTERVAL_MS);
  life.failed(true);
  expectEqual(life.polls(99), '', 'what a poll commits 99 ms after a commit failed');
  expectEqual(life.polls(1), 't-0=5', 'what a poll commits 100 ms after a commit failed');
  expectEqual(life.polls(4999), '', 'what a poll commits 4,999 ms after that');
  life.failed(true);
  expectEqual(
    life.polls(1),
    't-0=5',
    'what a poll commits when the interval is over and the backoff is not',
  );
  life.failed(false);
  expectEqual(life.polls(100), '', 'what a poll commits 100 ms after a commit failed for good');
  expectEqual(life.polls(4900), 't-0=5', 'what a poll commits when that interval is over');
});

behaviour('begin-committed', () => {
  const policies: [string, OffsetReset | undefined][] = [
    ['earliest', EARLIEST],
    ['latest', LATEST],
    ['none', undefined],
  ];
  for (const [name, policy] of policies) {
    for (const offset of [0, 44]) {
      const committed = { topic: 't', partition: 0, offset, leaderEpoch: 6, metadata: 'x' };
      expectEqual(
        startingOffset(committed, policy),
        { kind: 'position', position: { offset, leaderEpoch: 6 } },
        `where to begin with ${offset} committed in leader epoch 6, and auto.offset.reset=${name}`,
      );
    }
  }
  const resets: [string, OffsetReset][] = [
    ['earliest', EARLIEST],
    ['latest', LATEST],
    ['by_duration:PT1H', { kind: 'by-duration', durationMs: 3_600_000 }],
  ];
  for (const [name, policy] of resets) {
    expectEqual(
      startingOffset(undefined, policy),
      { kind: 'reset', reset: policy },
      `where to begin with nothing committed, and auto.offset.reset=${name}`,
    );
  }
  expectEqual(
    startingOffset(undefined, undefined),
    { kind: 'none' },
    'where to begin with nothing committed, and auto.offset.reset=none',
  );
});

behaviour('begin-out-of-range', () => {
  const position = { offset: 10, leaderEpoch: 2 };
  expectEqual(
    afterOutOfRange(position, 10, EARLIEST),
    { kind: 'reset', reset: EARLIEST },
    'where to go on at 10 when 10 was refused, and auto.offset.reset=earliest',
  );
  expectEqual(
    afterOutOfRange(position, 10, undefined),
    { kind: 'none' },
    'where to go on at 10 when 10 was refused, and auto.offset.reset=none',
  );
  for (const refused of [0, 9, 11, 500]) {
    for (const [name, policy] of [
      ['latest', LATEST],
      ['none', undefined],
    ] as const) {
      expectEqual(
        afterOutOfRange(position, refused, policy),
        { kind: 'position', position },
        `where to go on at 10 when ${refused} was refused, and auto.offset.reset=${name}`,
      );
    }
  }
  looksUp();
});

function looksUp(): void {
  const nowMs = 1_767_225_600_000;
  const times: [string, OffsetReset, number][] = [
    ['earliest', EARLIEST, -2],
    ['latest', LATEST, -1],
    ['by_duration:PT1H', { kind: 'by-duration', durationMs: 3_600_000 }, nowMs - 3_600_000],
    ['by_duration:PT0S', { kind: 'by-duration', durationMs: 0 }, nowMs],
  ];
  for (const [name, reset, expected] of times) {
    about('resetTimestamp', () =>
      expectEqual(
        resetTimestamp(reset, nowMs),
        expected,
        `the time to ask for at ${nowMs}, with auto.offset.reset=${name}`,
      ),
    );
  }
  about('foundByReset', findsPlaces);
}

function findsPlaces(): void {
  for (const offset of [0, 17]) {
    expectEqual(
      foundByReset({ offset, leaderEpoch: 3 }),
      { kind: 'position', position: { offset, leaderEpoch: 3 } },
      `where to begin when offset ${offset} of leader epoch 3 was found`,
    );
  }
  expectEqual(
    foundByReset({ offset: -1, leaderEpoch: -1 }),
    { kind: 'reset', reset: LATEST },
    'where to begin when no record is as young as was asked for',
  );
}

behaviour('resume-worlds', () => {
  inReaderWorlds(WORLDS);
});

/** `{ 't-0': 5 }` as offsets. */
function offsetsOf(positions: Record<string, number>): OffsetToCommit[] {
  return Object.entries(positions).map(([name, offset]) => {
    const [topic = '', partition] = name.split('-');
    return { topic, partition: Number(partition), offset, leaderEpoch: 1 };
  });
}

/** `t-0=5 t-1=20`, in the order of their names. */
function textOf(offsets: readonly OffsetToCommit[]): string {
  return byName(offsets)
    .map(({ topic, partition, offset }) => `${topic}-${partition}=${offset}`)
    .join(' ');
}

function byName(offsets: readonly OffsetToCommit[]): OffsetToCommit[] {
  const nameOf = ({ topic, partition }: OffsetToCommit) => `${topic}-${partition}`;
  return [...offsets].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
