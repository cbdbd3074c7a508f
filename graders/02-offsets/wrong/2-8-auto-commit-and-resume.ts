/** Auto-commits and beginnings that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const COMMITTED = 'clients/consumer/committed-offset.ts';
const AUTO = 'clients/consumer/auto-commit.ts';
const START = 'clients/consumer/starting-offsets.ts';

export const variants: readonly Variant[] = [
  {
    name: 'commits the offset of the last record instead of the next one',
    breaks: ['offsets-after'],
    change: {
      [COMMITTED]: { offsetsAfter: { replace: 'record.offset + 1', by: 'record.offset' } },
    },
  },
  {
    name: 'adds the number of records to the first offset',
    breaks: ['offsets-after'],
    change: {
      [COMMITTED]: {
        offsetsAfter: `
          const next = new Map<string, OffsetToCommit>();
          for (const record of records) {
            const { topic, partition, leaderEpoch } = record;
            const offset = (next.get(partitionName(record))?.offset ?? record.offset) + 1;
            next.set(partitionName(record), { topic, partition, offset, leaderEpoch });
          }
          return [...next.values()];`,
      },
    },
  },
  {
    name: 'notes the leader epoch of the first record',
    breaks: ['offsets-after'],
    change: {
      [COMMITTED]: {
        offsetsAfter: `
          const next = new Map<string, OffsetToCommit>();
          for (const record of records) {
            const { topic, partition, offset } = record;
            const leaderEpoch = next.get(partitionName(record))?.leaderEpoch ?? record.leaderEpoch;
            next.set(partitionName(record), { topic, partition, offset: offset + 1, leaderEpoch });
          }
          return [...next.values()];`,
      },
    },
  },
  {
    name: 'leaves the leader epoch out',
    breaks: ['offsets-after'],
    change: {
      [COMMITTED]: {
        offsetsAfter: [
          {
            replace: 'const { topic, partition, leaderEpoch } = record;',
            by: 'const { topic, partition } = record;',
          },
          {
            replace: 'offset: record.offset + 1, leaderEpoch }',
            by: 'offset: record.offset + 1 }',
          },
        ],
      },
    },
  },
  {
    name: 'knows partitions by their numbers alone',
    breaks: ['offsets-after'],
    change: {
      [COMMITTED]: {
        offsetsAfter: {
          replace: 'last.set(partitionName(record),',
          by: 'last.set(String(partition),',
        },
      },
    },
  },
  {
    name: 'has one offset for each topic',
    breaks: ['offsets-after'],
    change: {
      [COMMITTED]: {
        offsetsAfter: { replace: 'last.set(partitionName(record),', by: 'last.set(topic,' },
      },
    },
  },
  {
    name: 'commits at each poll',
    breaks: ['auto-commit-interval', 'auto-commit-others', 'auto-commit-failed'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': { replace: '    if (nowMs < this.#dueMs) return [];\n', by: '' },
      },
    },
  },
  {
    name: 'commits only after the interval is over, not when it is',
    breaks: ['auto-commit-interval', 'auto-commit-others', 'auto-commit-failed'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': { replace: 'nowMs < this.#dueMs', by: 'nowMs <= this.#dueMs' },
      },
    },
  },
  {
    name: 'commits at each poll once the first interval is over',
    breaks: ['auto-commit-interval', 'auto-commit-failed'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': {
          replace: '    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'counts the next interval from when the last commit was due',
    breaks: ['auto-commit-interval'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': {
          replace: 'this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;',
          by: 'this.#dueMs += this.#settings.autoCommitIntervalMs;',
        },
      },
    },
  },
  {
    name: 'begins an interval with each poll',
    breaks: ['auto-commit-interval', 'auto-commit-others', 'auto-commit-failed', 'resume-worlds'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': `
          this.#done = this.#positions();
          const isDue = nowMs >= this.#dueMs;
          this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
          return isDue ? this.#done : [];`,
      },
    },
  },
  {
    name: 'lets the first poll commit at once',
    breaks: ['auto-commit-interval'],
    change: {
      [AUTO]: {
        'AutoCommit.constructor': {
          replace: 'nowMs + settings.autoCommitIntervalMs',
          by: 'nowMs',
        },
        'AutoCommit.assigned': {
          replace: '    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'notes what is done only when it commits',
    breaks: ['auto-commit-at-work', 'auto-commit-others'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': `
          if (nowMs < this.#dueMs) return [];
          this.#done = this.#positions();
          this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
          return this.#done;`,
      },
    },
  },
  {
    name: 'commits what was done a poll ago',
    breaks: ['auto-commit-interval'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': `
          const before = this.#done;
          this.#done = this.#positions();
          if (nowMs < this.#dueMs) return [];
          this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
          return before;`,
      },
    },
  },
  {
    name: 'leaves out partitions that have not moved since the last poll',
    breaks: ['auto-commit-interval', 'auto-commit-others', 'auto-commit-failed', 'resume-worlds'],
    change: {
      [AUTO]: {
        'AutoCommit.polled': `
          const before = new Map(this.#done.map((one) => [partitionName(one), one.offset]));
          this.#done = this.#positions();
          if (nowMs < this.#dueMs) return [];
          this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;
          return this.#done.filter((one) => before.get(partitionName(one)) !== one.offset);`,
      },
    },
  },
  {
    name: 'commits before a revocation where the consumer is, whatever the application is at',
    breaks: ['auto-commit-at-work', 'auto-commit-others', 'resume-worlds'],
    change: { [AUTO]: { 'AutoCommit.revoking': 'return this.#positions();' } },
  },
  {
    name: 'commits nothing before a revocation',
    breaks: ['auto-commit-at-work', 'auto-commit-others'],
    change: { [AUTO]: { 'AutoCommit.revoking': 'return [];' } },
  },
  {
    name: 'still commits what it had done of partitions that have gone',
    breaks: ['auto-commit-others', 'resume-worlds'],
    change: {
      [AUTO]: {
        'AutoCommit.assigned': `
          this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;`,
      },
    },
  },
  {
    name: 'forgets all that is done when partitions change',
    breaks: ['auto-commit-others'],
    change: {
      [AUTO]: {
        'AutoCommit.assigned': {
          replace: 'this.#done = this.#done.filter((one) => owned.has(partitionName(one)));',
          by: 'if (owned.size >= 0) this.#done = [];',
        },
      },
    },
  },
  {
    name: 'knows partitions that stay by their numbers alone',
    breaks: ['auto-commit-others'],
    change: {
      [AUTO]: {
        'AutoCommit.assigned': [
          {
            replace: 'partitions.map(partitionName)',
            by: 'partitions.map((one) => one.partition)',
          },
          { replace: 'owned.has(partitionName(one))', by: 'owned.has(one.partition)' },
        ],
      },
    },
  },
  {
    name: 'takes what the partitions that stay have given for done',
    breaks: ['auto-commit-others', 'resume-worlds'],
    change: {
      [AUTO]: {
        'AutoCommit.assigned': {
          replace: 'this.#done.filter(',
          by: 'this.#positions().filter(',
        },
      },
    },
  },
  {
    name: 'goes on with the old interval when partitions come',
    breaks: ['auto-commit-others'],
    change: {
      [AUTO]: {
        'AutoCommit.assigned': {
          replace: '    this.#dueMs = nowMs + this.#settings.autoCommitIntervalMs;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'commits at close what was done at the last poll',
    breaks: ['auto-commit-at-work'],
    change: { [AUTO]: { 'AutoCommit.closing': 'return this.#done;' } },
  },
  {
    name: 'commits nothing at close',
    breaks: ['auto-commit-at-work'],
    change: { [AUTO]: { 'AutoCommit.closing': 'return [];' } },
  },
  {
    name: 'waits a whole interval after a failure',
    breaks: ['auto-commit-failed'],
    change: { [AUTO]: { 'AutoCommit.failed': '' } },
  },
  {
    name: 'puts off by the backoff what is due earlier',
    breaks: ['auto-commit-failed'],
    change: {
      [AUTO]: {
        'AutoCommit.failed': 'if (mayHelp) this.#dueMs = nowMs + this.#settings.retryBackoffMs;',
      },
    },
  },
  {
    name: 'takes the later of the two moments',
    breaks: ['auto-commit-failed'],
    change: { [AUTO]: { 'AutoCommit.failed': { replace: 'Math.min', by: 'Math.max' } } },
  },
  {
    name: 'tries again soon, whether or not it helps',
    breaks: ['auto-commit-failed'],
    change: { [AUTO]: { 'AutoCommit.failed': { replace: 'if (mayHelp) ', by: '' } } },
  },
  {
    name: 'tries again at the next poll, without a pause',
    breaks: ['auto-commit-failed'],
    change: { [AUTO]: { 'AutoCommit.failed': 'if (mayHelp) this.#dueMs = nowMs;' } },
  },
  {
    name: 'takes a committed 0 for nothing',
    breaks: ['begin-committed'],
    change: {
      [START]: {
        startingOffset: { replace: 'committed === undefined', by: '!committed?.offset' },
      },
    },
  },
  {
    name: 'begins at the start with earliest, whatever is committed',
    breaks: ['begin-committed', 'resume-worlds'],
    change: {
      [START]: {
        startingOffset: {
          replace: 'committed === undefined',
          by: "committed === undefined || policy?.kind === 'earliest'",
        },
      },
    },
  },
  {
    name: 'begins behind the committed offset',
    breaks: ['begin-committed', 'resume-worlds', 'readers-process-all'],
    change: {
      [START]: {
        startingOffset: {
          replace: 'position: { offset, leaderEpoch }',
          by: 'position: { offset: offset + 1, leaderEpoch }',
        },
      },
    },
  },
  {
    name: 'forgets the committed leader epoch',
    breaks: ['begin-committed'],
    change: {
      [START]: {
        startingOffset: [
          {
            replace: 'const { offset, leaderEpoch } = committed;',
            by: 'const { offset } = committed;',
          },
          {
            replace: 'position: { offset, leaderEpoch }',
            by: 'position: { offset, leaderEpoch: -1 }',
          },
        ],
      },
    },
  },
  {
    name: 'goes to the end where the policy is none',
    breaks: ['begin-committed', 'begin-out-of-range'],
    change: {
      [START]: {
        byPolicy: "return { kind: 'reset', reset: policy ?? LATEST };",
      },
    },
  },
  {
    name: 'goes to the end where nothing is committed',
    breaks: ['begin-committed', 'resume-worlds', 'readers-process-all'],
    change: {
      [START]: {
        startingOffset: {
          replace: 'return byPolicy(policy);',
          by: 'return byPolicy(policy && LATEST);',
        },
      },
    },
  },
  {
    name: 'resets for any offset that was refused',
    breaks: ['begin-out-of-range'],
    change: {
      [START]: {
        afterOutOfRange: {
          replace:
            "  if (position.offset !== refusedOffset) return { kind: 'position', position };\n",
          by: '',
        },
      },
    },
  },
  {
    name: 'resets for an offset that was asked for ahead',
    breaks: ['begin-out-of-range'],
    change: {
      [START]: {
        afterOutOfRange: {
          replace: 'position.offset !== refusedOffset',
          by: 'position.offset > refusedOffset',
        },
      },
    },
  },
  {
    name: 'resets for an offset that it has left behind',
    breaks: ['begin-out-of-range'],
    change: {
      [START]: {
        afterOutOfRange: {
          replace: 'position.offset !== refusedOffset',
          by: 'position.offset < refusedOffset',
        },
      },
    },
  },
  {
    name: 'never leaves an offset that was refused',
    breaks: ['begin-out-of-range', 'resume-worlds'],
    change: { [START]: { afterOutOfRange: "return { kind: 'position', position };" } },
  },
  {
    name: 'asks for the end with earliest and for the start with latest',
    breaks: ['begin-out-of-range', 'resume-worlds', 'readers-process-all'],
    change: {
      [START]: {
        resetTimestamp: [
          { replace: 'return OffsetSpec.EARLIEST', by: 'return OffsetSpec.LATEST' },
          {
            replace: "=== 'latest') return OffsetSpec.LATEST",
            by: "=== 'latest') return OffsetSpec.EARLIEST",
          },
        ],
      },
    },
  },
  {
    name: 'asks for a time to come',
    breaks: ['begin-out-of-range'],
    change: { [START]: { resetTimestamp: { replace: 'nowMs - reset', by: 'nowMs + reset' } } },
  },
  {
    name: 'asks for a time that long after 1970',
    breaks: ['begin-out-of-range'],
    change: { [START]: { resetTimestamp: { replace: 'nowMs - reset', by: 'reset' } } },
  },
  {
    name: 'begins at -1 where nothing was found',
    breaks: ['begin-out-of-range'],
    change: { [START]: { foundByReset: "return { kind: 'position', position: found };" } },
  },
  {
    name: 'takes an offset of 0 for nothing found',
    breaks: ['begin-out-of-range', 'resume-worlds', 'readers-process-all'],
    change: { [START]: { foundByReset: { replace: 'found.offset < 0', by: 'found.offset <= 0' } } },
  },
];
