/** Assignors that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'sorts members in two piles',
    change: {
      'clients/assignors/member-order.ts': {
        inMemberOrder: `
          const names: [string, string][] = [];
          const ids: string[] = [];
          for (const [id, { groupInstanceId }] of subscriptions) {
            if (groupInstanceId === null) ids.push(id);
            else names.push([groupInstanceId, id]);
          }
          names.sort(([a], [b]) => (a < b ? -1 : 1));
          return [...names.map(([, id]) => id), ...ids.sort()];`,
      },
    },
  },
  {
    name: 'computes where each slice begins, and walks the topics backwards',
    change: {
      'clients/assignors/range.ts': {
        assignRange: `
          const assignment: Assignment = new Map();
          for (const member of [...subscriptions.keys()].sort().reverse()) assignment.set(member, []);
          for (const [topic, readers] of [...readersByTopic(subscriptions)].reverse()) {
            const count = partitionCounts.get(topic) ?? 0;
            const begins = (place: number) =>
              place * Math.floor(count / readers.length) + Math.min(place, count % readers.length);
            for (const [place, member] of readers.entries()) {
              for (let partition = begins(place + 1) - 1; partition >= begins(place); partition--) {
                assignment.get(member)?.push({ topic, partition });
              }
            }
          }
          return assignment;`,
      },
    },
  },
  {
    name: 'turns the circle itself',
    change: {
      'clients/assignors/round-robin.ts': {
        assignRoundRobin: `
          const circle = inMemberOrder(subscriptions);
          const assignment: Assignment = new Map(circle.map((member) => [member, []]));
          const topics = new Set(circle.flatMap((id) => subscriptions.get(id)?.topics ?? []));
          for (const topic of [...topics].sort()) {
            const count = partitionCounts.get(topic) ?? 0;
            for (let partition = 0; partition < count; partition++) {
              const reads = (id: string) => subscriptions.get(id)?.topics.includes(topic) === true;
              const at = circle.findIndex(reads);
              const member = circle[at] ?? '';
              assignment.get(member)?.push({ topic, partition });
              circle.push(...circle.splice(0, at + 1));
            }
          }
          return assignment;`,
      },
    },
  },
];
