/** Assignors that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const ORDER = 'clients/assignors/member-order.ts';
const RANGE = 'clients/assignors/range.ts';
const ROUND_ROBIN = 'clients/assignors/round-robin.ts';

export const variants: readonly Variant[] = [
  {
    name: 'sorts by member id alone',
    breaks: ['member-order', 'assignors-of-kafka'],
    change: { [ORDER]: { inMemberOrder: 'return [...subscriptions.keys()].sort();' } },
  },
  {
    name: 'lists static members first, but by their ids',
    breaks: ['member-order', 'assignors-of-kafka'],
    change: {
      [ORDER]: {
        inMemberOrder: {
          replace: 'if (nameOfA !== null && nameOfB !== null) return nameOfA < nameOfB ? -1 : 1;',
          by: 'if (nameOfA !== null && nameOfB !== null) return a < b ? -1 : 1;',
        },
      },
    },
  },
  {
    name: 'sorts static names and ids together',
    breaks: ['member-order', 'assignors-of-kafka'],
    change: {
      [ORDER]: {
        inMemberOrder: `
          const nameOf = (id: string) => subscriptions.get(id)?.groupInstanceId ?? id;
          return [...subscriptions.keys()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));`,
      },
    },
  },
  {
    name: 'lists static members last',
    breaks: ['member-order', 'assignors-of-kafka'],
    change: {
      [ORDER]: {
        inMemberOrder: [
          { replace: 'if (nameOfA !== null) return -1;', by: 'if (nameOfA !== null) return 1;' },
          { replace: 'if (nameOfB !== null) return 1;', by: 'if (nameOfB !== null) return -1;' },
        ],
      },
    },
  },
  {
    name: 'compares as a dictionary does',
    breaks: ['member-order', 'assignors-of-kafka'],
    change: {
      [ORDER]: {
        inMemberOrder: [
          { replace: 'nameOfA < nameOfB ? -1 : 1', by: 'nameOfA.localeCompare(nameOfB)' },
          { replace: 'return a < b ? -1 : 1', by: 'return a.localeCompare(b)' },
        ],
      },
    },
  },
  {
    name: 'compares numbers within names as numbers',
    breaks: ['member-order', 'assignors-of-kafka'],
    change: {
      [ORDER]: {
        inMemberOrder: [
          {
            replace: 'nameOfA < nameOfB ? -1 : 1',
            by: "nameOfA.localeCompare(nameOfB, 'en', { numeric: true })",
          },
          {
            replace: 'return a < b ? -1 : 1',
            by: "return a.localeCompare(b, 'en', { numeric: true })",
          },
        ],
      },
    },
  },
  {
    name: 'takes the members as they come',
    breaks: ['member-order', 'assignors-of-kafka', 'assignors-always'],
    change: { [ORDER]: { inMemberOrder: 'return [...subscriptions.keys()];' } },
  },
  {
    name: 'rounds the slices up until nothing is left',
    breaks: ['range-slices', 'assignors-of-kafka'],
    change: {
      [RANGE]: {
        assignRange: {
          replace: 'const end = next + size + (place < longer ? 1 : 0);',
          by: 'const end = Math.min(count, next + size + (place >= 0 && longer > 0 ? 1 : 0));',
        },
      },
    },
  },
  {
    name: 'rounds down and gives the rest to the last',
    breaks: ['range-slices', 'range-topics', 'range-nothing', 'assignors-of-kafka'],
    change: {
      [RANGE]: {
        assignRange: {
          replace: '(place < longer ? 1 : 0)',
          by: '(place === readers.length - 1 ? longer : 0)',
        },
      },
    },
  },
  {
    name: 'makes the last slices longer, not the first',
    breaks: ['range-slices', 'range-topics', 'range-nothing', 'assignors-of-kafka'],
    change: {
      [RANGE]: {
        assignRange: { replace: 'place < longer', by: 'place >= readers.length - longer' },
      },
    },
  },
  {
    name: 'gives every third partition instead of a slice',
    breaks: ['range-slices', 'range-topics', 'assignors-of-kafka'],
    change: {
      [RANGE]: {
        assignRange: {
          replace: `    const size = Math.floor(count / readers.length);
    const longer = count % readers.length;
    let next = 0;
    readers.forEach((member, place) => {
      const end = next + size + (place < longer ? 1 : 0);
      for (; next < end; next++) assignment.get(member)?.push({ topic, partition: next });
    });`,
          by: `    for (let partition = 0; partition < count; partition++) {
      const member = readers[partition % readers.length] ?? '';
      assignment.get(member)?.push({ topic, partition });
    }`,
        },
      },
    },
  },
  {
    name: 'cuts for all members, whoever reads the topic',
    breaks: ['range-topics', 'assignors-of-kafka', 'assignors-always'],
    change: {
      [RANGE]: {
        assignRange: [
          {
            replace: 'const size = Math.floor(count / readers.length);',
            by: 'const size = Math.floor(count / subscriptions.size);',
          },
          {
            replace: 'const longer = count % readers.length;',
            by: 'const longer = count % subscriptions.size;',
          },
        ],
      },
    },
  },
  {
    name: 'lets the longer slices go around from topic to topic',
    breaks: ['range-topics', 'assignors-of-kafka'],
    change: {
      [RANGE]: {
        assignRange: [
          {
            replace: '  for (const [topic, readers] of',
            by: '  let around = 0;\n  for (const [topic, readers] of',
          },
          {
            replace: 'place < longer ? 1 : 0',
            by: '(place + readers.length - (around % readers.length)) % readers.length < longer ? 1 : 0',
          },
          { replace: '    });\n', by: '    });\n    around += longer;\n' },
        ],
      },
    },
  },
  {
    name: 'counts partitions on from topic to topic',
    breaks: ['range-topics', 'assignors-of-kafka', 'assignors-always'],
    change: {
      [RANGE]: {
        assignRange: [
          {
            replace: '  for (const [topic, readers] of',
            by: '  let next = 0;\n  for (const [topic, readers] of',
          },
          { replace: '    let next = 0;\n', by: '' },
        ],
      },
    },
  },
  {
    name: 'has no entry for who gets nothing',
    breaks: ['range-topics', 'range-nothing', 'assignors-of-kafka', 'assignors-always'],
    change: {
      [RANGE]: {
        assignRange: {
          replace: '  return assignment;',
          by: '  return new Map([...assignment].filter(([, share]) => share.length > 0));',
        },
      },
    },
  },
  {
    name: 'begins with the first member again at each topic',
    breaks: ['round-robin-deals', 'round-robin-passes-over', 'assignors-of-kafka'],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: '    const reads = new Set(readers);\n',
          by: '    const reads = new Set(readers);\n    turn = 0;\n',
        },
      },
    },
  },
  {
    name: 'counts among the readers of the topic',
    breaks: ['round-robin-deals', 'round-robin-passes-over', 'assignors-of-kafka'],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: `      while (!reads.has(circle[turn]!)) turn = (turn + 1) % circle.length;
      assignment.get(circle[turn]!)?.push({ topic, partition });
      turn = (turn + 1) % circle.length;`,
          by: `      if (reads.size === 0) continue;
      assignment.get(readers[partition % readers.length]!)?.push({ topic, partition });
      turn = (turn + 1) % circle.length;`,
        },
      },
    },
  },
  {
    name: 'goes on behind the member that it began to look at',
    breaks: ['round-robin-passes-over', 'assignors-of-kafka'],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: `      while (!reads.has(circle[turn]!)) turn = (turn + 1) % circle.length;
      assignment.get(circle[turn]!)?.push({ topic, partition });`,
          by: `      let at = turn;
      while (!reads.has(circle[at]!)) at = (at + 1) % circle.length;
      assignment.get(circle[at]!)?.push({ topic, partition });`,
        },
      },
    },
  },
  {
    name: 'stays with the member that got the partition',
    breaks: [
      'round-robin-deals',
      'round-robin-passes-over',
      'round-robin-nothing',
      'assignors-of-kafka',
    ],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: `({ topic, partition });
      turn = (turn + 1) % circle.length;`,
          by: '({ topic, partition });',
        },
      },
    },
  },
  {
    name: 'drops the partition when it is the turn of one that does not read it',
    breaks: [
      'round-robin-passes-over',
      'round-robin-nothing',
      'assignors-of-kafka',
      'assignors-always',
    ],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: `      while (!reads.has(circle[turn]!)) turn = (turn + 1) % circle.length;
      assignment.get(circle[turn]!)?.push({ topic, partition });`,
          by: `      if (reads.has(circle[turn]!)) assignment.get(circle[turn]!)?.push({ topic, partition });`,
        },
      },
    },
  },
  {
    name: 'deals partition 0 of all topics, then partition 1',
    breaks: ['round-robin-deals', 'round-robin-passes-over', 'assignors-of-kafka'],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: `  for (const [topic, readers] of readersByTopic(subscriptions)) {
    const reads = new Set(readers);
    for (let partition = 0; partition < (partitionCounts.get(topic) ?? 0); partition++) {`,
          by: `  const most = Math.max(0, ...partitionCounts.values());
  for (let partition = 0; partition < most; partition++) {
    for (const [topic, readers] of readersByTopic(subscriptions)) {
      const reads = new Set(readers);
      if (partition >= (partitionCounts.get(topic) ?? 0)) continue;`,
        },
      },
    },
  },
  {
    name: 'takes the topics in the order in which they are told',
    breaks: ['round-robin-deals', 'assignors-of-kafka', 'assignors-always'],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: 'of readersByTopic(subscriptions)) {',
          by: `of [...partitionCounts.keys()].map(
    (one): [string, string[]] => [one, readersByTopic(subscriptions).get(one) ?? []],
  )) {
    if (readers.length === 0) continue;`,
        },
      },
    },
  },
  {
    name: 'looks for a reader of a topic that nobody reads, for ever',
    breaks: ['round-robin-nothing', 'assignors-of-kafka', 'assignors-always'],
    change: {
      [ROUND_ROBIN]: {
        assignRoundRobin: {
          replace: 'of readersByTopic(subscriptions)) {',
          by: `of [...partitionCounts.keys()]
    .sort()
    .map((one): [string, string[]] => [one, readersByTopic(subscriptions).get(one) ?? []])) {`,
        },
      },
    },
  },
];
