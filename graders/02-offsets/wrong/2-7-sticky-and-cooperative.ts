/** Sticky and cooperative assignment, wrong the way people write it. */
import type { Variant } from '../../../course/grading/variant.ts';

const OWNERSHIP = 'clients/assignors/ownership.ts';
const SHARES = 'clients/assignors/even-shares.ts';
const ADJUSTMENT = 'clients/assignors/cooperative-adjustment.ts';

const WHOLE_LOOP = `    for (const name of partitions.map(partitionName)) {
      if (generationOf.get(name) !== generationId) owners.set(name, new Set());
      generationOf.set(name, generationId);
      owners.get(name)?.add(member);
    }`;

export const variants: readonly Variant[] = [
  {
    name: 'believes whoever comes last',
    breaks: ['owners-claims', 'owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: [
          {
            replace:
              'const oldestFirst = [...claims].sort(([, a], [, b]) => a.generationId - b.generationId);',
            by: 'const oldestFirst = [...claims];',
          },
          {
            replace: 'if (generationOf.get(name) !== generationId) owners.set(name, new Set());',
            by: 'owners.set(name, new Set());',
          },
        ],
      },
    },
  },
  {
    name: 'believes whoever comes first',
    breaks: ['owners-claims', 'owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: `
          const owners = new Map<string, Set<string>>();
          for (const [member, { partitions }] of claims) {
            for (const name of partitions.map(partitionName)) {
              if (!owners.has(name)) owners.set(name, new Set([member]));
            }
          }
          return owners;`,
      },
    },
  },
  {
    name: 'lets the last of one generation win',
    breaks: ['owners-claims', 'owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: 'if (generationOf.get(name) !== generationId) owners.set(name, new Set());',
          by: 'if (generationOf.get(name) !== -2) owners.set(name, new Set());',
        },
      },
    },
  },
  {
    name: 'counts every claim, of whatever generation',
    breaks: ['owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: 'if (generationOf.get(name) !== generationId) owners.set(name, new Set());',
          by: 'if (!owners.has(name)) owners.set(name, new Set());',
        },
      },
    },
  },
  {
    name: 'believes only the newest generation of the group',
    breaks: ['owners-claims', 'owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: WHOLE_LOOP,
          by: `    const newest = Math.max(...[...claims.values()].map((one) => one.generationId));
    if (generationId < newest) continue;
${WHOLE_LOOP}`,
        },
      },
    },
  },
  {
    name: 'takes the claims as they come, and lets an older one drive out a newer',
    breaks: ['owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace:
            'const oldestFirst = [...claims].sort(([, a], [, b]) => a.generationId - b.generationId);',
          by: 'const oldestFirst = [...claims];',
        },
      },
    },
  },
  {
    name: 'begins with the newest claims',
    breaks: ['owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: 'a.generationId - b.generationId',
          by: 'b.generationId - a.generationId',
        },
      },
    },
  },
  {
    name: 'sorts generations as text',
    breaks: ['owners-newest'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: 'a.generationId - b.generationId',
          by: 'String(a.generationId) < String(b.generationId) ? -1 : 1',
        },
      },
    },
  },
  {
    name: 'ignores members that do not know their generation',
    breaks: ['owners-claims'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: WHOLE_LOOP,
          by: `    if (generationId < 0) continue;
${WHOLE_LOOP}`,
        },
      },
    },
  },
  {
    name: 'names a partition by its number alone',
    breaks: ['owners-claims', 'cooperative-two-steps'],
    change: {
      [OWNERSHIP]: {
        ownersOf: {
          replace: 'partitions.map(partitionName)',
          by: "partitions.map((one) => partitionName({ ...one, topic: 't' }))",
        },
      },
    },
  },
  {
    name: 'begins anew each time',
    breaks: ['even-stays', 'even-joins', 'even-leaves', 'even-always'],
    change: {
      [SHARES]: {
        shareEvenly: `
          const members = [...owned.keys()].sort();
          const assignment: Assignment = new Map(members.map((member) => [member, []]));
          partitions.forEach((partition, n) => {
            assignment.get(members[n % members.length] ?? '')?.push(partition);
          });
          return assignment;`,
      },
    },
  },
  {
    name: 'lets nobody keep more than the smaller share',
    breaks: ['even-stays', 'even-joins', 'even-always', 'cooperative-two-steps'],
    change: { [SHARES]: { keepShares: { replace: '&& largerLeft > 0', by: '&& largerLeft < 0' } } },
  },
  {
    name: 'lets everybody keep a larger share',
    breaks: ['even-joins', 'even-always', 'cooperative-two-steps'],
    change: { [SHARES]: { keepShares: { replace: ' && largerLeft > 0', by: '' } } },
  },
  {
    name: 'gives the larger shares to the first members, whatever they have',
    breaks: ['even-stays', 'even-joins', 'even-always'],
    change: {
      [SHARES]: {
        keepShares: {
          replace: 'const isLarger = its.length > smallerShare && largerLeft > 0;',
          by: 'const isLarger = largerLeft > 0;',
        },
        turns: {
          replace: '  yield* full;',
          by: `  const least = Math.min(...shares.map((share) => share.length));
  yield* full.filter((share) => share.length === least);`,
        },
      },
    },
  },
  {
    name: 'lets members keep all that they have',
    breaks: ['even-joins', 'even-always', 'cooperative-two-steps'],
    change: {
      [SHARES]: {
        keepShares: {
          replace: 'its.slice(0, smallerShare + (isLarger ? 1 : 0))',
          by: 'its.slice()',
        },
      },
    },
  },
  {
    name: 'loses what members have to give up',
    breaks: ['even-joins', 'even-always'],
    change: {
      [SHARES]: {
        shareEvenly: {
          replace: 'const kept = new Set([...assignment.values()].flat().map(partitionName));',
          by: 'const kept = new Set([...owned.values()].flat().map(partitionName));',
        },
      },
    },
  },
  {
    name: 'forgets what nobody had',
    breaks: ['even-fresh', 'even-joins', 'even-leaves', 'even-always', 'cooperative-two-steps'],
    change: {
      [SHARES]: {
        shareEvenly: {
          replace:
            'const free = partitions.filter((partition) => !kept.has(partitionName(partition)));',
          by: `const all = [...owned.values()].flat().filter((one) => partitions.includes(one));
  const free = all.filter((partition) => !kept.has(partitionName(partition)));`,
        },
      },
    },
  },
  {
    name: 'fills one member after the other up to the larger share',
    breaks: ['even-fresh', 'even-joins', 'even-leaves', 'even-always', 'cooperative-two-steps'],
    change: {
      [SHARES]: {
        turns: `
          const larger = smallerShare + 1;
          for (const share of assignment.values()) {
            for (let lacks = larger - share.length; lacks > 0; lacks--) yield share;
          }`,
      },
    },
  },
  {
    name: 'deals out by turns, whoever has how many',
    breaks: ['even-joins', 'even-leaves', 'even-always', 'cooperative-two-steps'],
    change: {
      [SHARES]: { turns: 'while (smallerShare >= 0) yield* assignment.values();' },
    },
  },
  {
    name: 'stops when all have the smaller share',
    breaks: ['even-fresh', 'even-joins', 'even-leaves', 'even-always', 'cooperative-two-steps'],
    change: { [SHARES]: { turns: { replace: '  yield* full;', by: '' } } },
  },
  {
    name: 'takes the members as they come',
    breaks: ['even-always'],
    change: {
      [SHARES]: { keepShares: { replace: '[...owned.keys()].sort()', by: 'owned.keys()' } },
    },
  },
  {
    name: 'takes what members have as it comes',
    breaks: ['even-always'],
    change: {
      [SHARES]: {
        keepShares: { replace: '.toSorted(byPartitionThenTopic)', by: '' },
        byPartitionThenTopic: { declaration: '' },
      },
    },
  },
  {
    name: 'withholds nothing',
    breaks: ['withhold-owned', 'withhold-disputed', 'cooperative-two-steps'],
    change: {
      [ADJUSTMENT]: { withholdOwned: 'return owners.size < 0 ? new Map() : new Map(assignment);' },
    },
  },
  {
    name: 'withholds whatever is new to a member, free or not',
    breaks: ['withhold-owned', 'cooperative-two-steps'],
    change: {
      [ADJUSTMENT]: {
        withholdOwned: {
          replace: '[...(owners.get(partitionName(one)) ?? [])].every(isSafe)',
          by: "[...(owners.get(partitionName(one)) ?? [''])].every(isSafe)",
        },
      },
    },
  },
  {
    name: 'withholds whatever has an owner, also from the owner',
    breaks: ['withhold-owned', 'withhold-disputed', 'cooperative-two-steps'],
    change: {
      [ADJUSTMENT]: {
        withholdOwned: {
          replace: '[...(owners.get(partitionName(one)) ?? [])].every(isSafe)',
          by: '(owners.get(partitionName(one)) ?? []) === null || !owners.has(partitionName(one)) || !isSafe(member)',
        },
      },
    },
  },
  {
    name: 'lets one of two owners keep what is in dispute',
    breaks: ['withhold-disputed'],
    change: {
      [ADJUSTMENT]: {
        withholdOwned: {
          replace: '[...(owners.get(partitionName(one)) ?? [])].every(isSafe)',
          by: '[...(owners.get(partitionName(one)) ?? [member])].some(isSafe)',
        },
      },
    },
  },
  {
    name: 'asks only the first owner',
    breaks: ['withhold-disputed'],
    change: {
      [ADJUSTMENT]: {
        withholdOwned: {
          replace: '[...(owners.get(partitionName(one)) ?? [])].every(isSafe)',
          by: '[...(owners.get(partitionName(one)) ?? [])].slice(0, 1).every(isSafe)',
        },
      },
    },
  },
  {
    name: 'leaves out members for whom nothing stays',
    breaks: ['withhold-owned', 'withhold-disputed', 'cooperative-two-steps'],
    change: {
      [ADJUSTMENT]: {
        withholdOwned: {
          replace: '    adjusted.set(member, safe);',
          by: '    if (safe.length > 0) adjusted.set(member, safe);',
        },
      },
    },
  },
  {
    name: 'gives what is owned back to its owner',
    breaks: ['withhold-owned', 'withhold-disputed', 'cooperative-two-steps'],
    change: {
      [ADJUSTMENT]: {
        withholdOwned: {
          replace: '  return adjusted;',
          by: `  for (const one of [...assignment.values()].flat()) {
    for (const owner of owners.get(partitionName(one)) ?? []) {
      if (!adjusted.get(owner)?.includes(one)) adjusted.get(owner)?.push(one);
    }
  }
  return adjusted;`,
        },
      },
    },
  },
];
