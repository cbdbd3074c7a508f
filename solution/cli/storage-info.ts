/**
 * `kafka-storage info`: which log directories there are, whose they are, what is wrong with them.
 */
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { readMetaProperties } from '#storage/meta-properties.ts';

type Found = NonNullable<ReturnType<typeof readMetaProperties>>;

/** Prints what is known of the directories; 1 where something is wrong with them. */
export function storageInfo(env: Env, directories: readonly string[], terminal: Terminal): number {
  const present: string[] = [];
  const problems: string[] = [];
  let first: Found | undefined;
  for (const path of directories) {
    const problem = directoryProblem(env, path);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    present.push(path);
    const found = readMetaProperties(env, path);
    if (found === undefined) problems.push(`${path} is not formatted.`);
    else if (first !== undefined) problems.push(...mismatches(first, found));
    first ??= found;
  }
  list(terminal, 'Found log directory:', 'Found log directories:', present);
  if (first !== undefined) terminal.out(`Found metadata: ${metadataText(first)}\n\n`);
  list(terminal, 'Found problem:', 'Found problems:', problems);
  return problems.length === 0 ? 0 : 1;
}

function directoryProblem(env: Env, path: string): string | undefined {
  const stat = env.disk.stat(path);
  if (stat === undefined) return `${path} does not exist`;
  return stat.isDirectory ? undefined : `${path} is not a directory`;
}

function mismatches(first: Found, other: Found): string[] {
  if (first.clusterId !== other.clusterId) {
    return ['Mismatched cluster IDs between storage directories.'];
  }
  return first.nodeId === other.nodeId ? [] : ['Mismatched node IDs between storage directories.'];
}

/** The properties sorted by name, as Java prints a map. */
function metadataText({ clusterId, directoryId, nodeId }: Found): string {
  const directory = directoryId === undefined ? '' : `directory.id=${directoryId}, `;
  return `{cluster.id=${clusterId}, ${directory}node.id=${nodeId}, version=1}`;
}

function list(terminal: Terminal, one: string, many: string, items: readonly string[]): void {
  if (items.length === 0) return;
  terminal.out(`${items.length === 1 ? one : many}\n`);
  for (const item of items) terminal.out(`  ${item}\n`);
  terminal.out('\n');
}
