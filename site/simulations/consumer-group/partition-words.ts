/**
 * Partitions as people write them: `0 1 2`, and `nothing`.
 */
export function listed(partitions: readonly number[]): string {
  if (partitions.length === 0) return 'nothing';
  return [...partitions].sort((a, b) => a - b).join(' ');
}
