/**
 * The topics in which a cluster keeps its own state. Clients may read them, and only leave them out
 * where somebody asks for topics by a pattern.
 */
const INTERNAL_TOPICS: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name);
}
