/** Auto-commits and beginnings that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'walks the records backwards',
    change: {
      'clients/consumer/committed-offset.ts': {
        offsetsAfter: `
          const seen = new Set<string>();
          const offsets: OffsetToCommit[] = [];
          for (const { topic, partition, offset, leaderEpoch } of [...records].reverse()) {
            const name = topic + ' ' + partition;
            if (seen.has(name)) continue;
            seen.add(name);
            offsets.push({ leaderEpoch, offset: 1 + offset, partition, topic });
          }
          return offsets;`,
      },
    },
  },
  {
    name: 'keeps what is done by partition, and when it has committed last',
    change: {
      'clients/consumer/auto-commit.ts': {
        AutoCommit: {
          declaration: `
            export class AutoCommit {
              readonly #intervalMs: number;
              readonly #backoffMs: number;
              readonly #where: () => readonly OffsetToCommit[];
              readonly #done = new Map<string, OffsetToCommit>();
              #sinceMs: number;
              #waitMs: number;

              constructor(
                { autoCommitIntervalMs, retryBackoffMs }: AutoCommitSettings,
                positions: () => readonly OffsetToCommit[],
                nowMs: number,
              ) {
                this.#intervalMs = autoCommitIntervalMs;
                this.#backoffMs = retryBackoffMs;
                this.#where = positions;
                this.#sinceMs = nowMs;
                this.#waitMs = autoCommitIntervalMs;
              }

              polled(nowMs: number): readonly OffsetToCommit[] {
                this.#done.clear();
                for (const one of this.#where()) this.#done.set(partitionName(one), { ...one });
                if (nowMs - this.#sinceMs < this.#waitMs) return [];
                this.#begin(nowMs);
                return [...this.#done.values()];
              }

              revoking(): readonly OffsetToCommit[] {
                return [...this.#done.values()].reverse();
              }

              assigned(partitions: readonly TopicPartition[], nowMs: number): void {
                const names = partitions.map(partitionName);
                for (const name of [...this.#done.keys()]) {
                  if (!names.includes(name)) this.#done.delete(name);
                }
                this.#begin(nowMs);
              }

              closing(): readonly OffsetToCommit[] {
                return this.polled(Number.NEGATIVE_INFINITY).concat(this.revoking());
              }

              failed(mayHelp: boolean, nowMs: number): void {
                if (!mayHelp) return;
                const leftMs = this.#sinceMs + this.#waitMs - nowMs;
                if (leftMs < this.#backoffMs) return;
                this.#sinceMs = nowMs;
                this.#waitMs = this.#backoffMs;
              }

              #begin(nowMs: number): void {
                this.#sinceMs = nowMs;
                this.#waitMs = this.#intervalMs;
              }
            }`,
        },
      },
    },
  },
  {
    name: 'writes each beginning out',
    change: {
      'clients/consumer/starting-offsets.ts': {
        startingOffset: `
          if (committed) {
            return {
              kind: 'position',
              position: { leaderEpoch: committed.leaderEpoch, offset: committed.offset },
            };
          }
          if (!policy) return { kind: 'none' };
          return { kind: 'reset', reset: policy };`,
        afterOutOfRange: `
          const isElsewhere = refusedOffset < position.offset || refusedOffset > position.offset;
          if (isElsewhere) return { kind: 'position', position: { ...position } };
          return startingOffset(undefined, policy);`,
        resetTimestamp: `
          switch (reset.kind) {
            case 'earliest':
              return -2;
            case 'latest':
              return -1;
            default:
              return nowMs - reset.durationMs;
          }`,
        foundByReset: `
          const { offset, leaderEpoch } = found;
          if (offset === -1) return { kind: 'reset', reset: { kind: 'latest' } };
          return { kind: 'position', position: { offset, leaderEpoch } };`,
      },
    },
  },
];
