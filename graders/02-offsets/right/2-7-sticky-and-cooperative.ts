/** Sticky and cooperative assignment that is right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'keeps the newest generation of each partition beside its owners',
    change: {
      'clients/assignors/ownership.ts': {
        ownersOf: `
          const newest = new Map<string, number>();
          for (const { partitions, generationId } of claims.values()) {
            for (const name of partitions.map(partitionName)) {
              newest.set(name, Math.max(newest.get(name) ?? -Infinity, generationId));
            }
          }
          const owners = new Map<string, Set<string>>();
          for (const [name, generationId] of newest) {
            const its = [...claims].filter(
              ([, claim]) =>
                claim.generationId === generationId &&
                claim.partitions.some((one) => partitionName(one) === name),
            );
            owners.set(name, new Set(its.map(([member]) => member)));
          }
          return owners;`,
      },
    },
  },
  {
    name: 'gives each free partition to the member with the fewest',
    change: {
      'clients/assignors/even-shares.ts': {
        shareEvenly: `
          const members = [...owned.keys()].sort();
          const smaller = Math.floor(partitions.length / members.length);
          const rich = members.filter((member) => (owned.get(member)?.length ?? 0) > smaller);
          const lucky = new Set(rich.slice(0, partitions.length % members.length));
          const assignment: Assignment = new Map();
          const kept = new Set<string>();
          for (const member of members) {
            const its = (owned.get(member) ?? []).toSorted((a, b) =>
              partitionName(a) < partitionName(b) ? -1 : 1,
            );
            const share = its.slice(0, lucky.has(member) ? smaller + 1 : smaller);
            for (const one of share) kept.add(partitionName(one));
            assignment.set(member, share);
          }
          for (const one of partitions) {
            if (kept.has(partitionName(one))) continue;
            const shares = [...assignment.values()].sort((a, b) => a.length - b.length);
            shares[0]?.push(one);
          }
          return assignment;`,
        keepShares: { declaration: '' },
        turns: { declaration: '' },
        byPartitionThenTopic: { declaration: '' },
      },
    },
  },
  {
    name: 'takes from the richest until all are even',
    change: {
      'clients/assignors/even-shares.ts': {
        shareEvenly: `
          const members = [...owned.keys()].sort();
          const assignment: Assignment = new Map();
          for (const member of members) {
            const its = (owned.get(member) ?? []).toSorted(byPartitionThenTopic);
            assignment.set(member, its);
          }
          const taken = new Set([...owned.values()].flat().map(partitionName));
          const bySize = () => [...assignment.values()].sort((a, b) => a.length - b.length);
          for (const one of partitions) {
            if (!taken.has(partitionName(one))) bySize()[0]?.push(one);
          }
          for (;;) {
            const [poorest, ...others] = bySize();
            const richest = others.at(-1);
            if (poorest === undefined || richest === undefined) return assignment;
            if (richest.length - poorest.length <= 1) return assignment;
            const moved = richest.pop();
            if (moved !== undefined) poorest.push(moved);
          }`,
        keepShares: { declaration: '' },
        turns: { declaration: '' },
      },
    },
  },
  {
    name: 'looks for anyone else',
    change: {
      'clients/assignors/cooperative-adjustment.ts': {
        withholdOwned: `
          const adjusted = new Map([...assignment].map(([member, its]) => [member, its.slice()]));
          for (const [member, its] of adjusted) {
            for (let at = its.length - 1; at >= 0; at--) {
              const others = new Set(owners.get(partitionName(its[at]!)));
              others.delete(member);
              if (others.size > 0) its.splice(at, 1);
            }
          }
          return adjusted;`,
      },
    },
  },
];
