/**
 * Which topics `--topic` means: a regular expression that has to match the whole name.
 *
 * As in Kafka's tools a comma stands for "or", and blanks and quotes around the whole are dropped,
 * so `orders,payments` and `'orders|payments'` mean the same. The dialect is JavaScript's; what
 * people write in topic patterns (`.*`, classes, groups, alternatives) reads alike in Java's.
 */
import { ToolFailure } from '#cli/run-tool.ts';
import { isInternalTopic } from '#protocol/internal-topics.ts';

/** A test for topic names; without a pattern all pass. */
export function topicFilter(
  pattern: string | undefined,
  { excludeInternal }: { readonly excludeInternal: boolean },
): (name: string) => boolean {
  const expression = pattern === undefined ? undefined : topicExpression(pattern);
  return (name) => !(excludeInternal && isInternalTopic(name)) && (expression?.test(name) ?? true);
}

function topicExpression(pattern: string): RegExp {
  const cleaned = pattern
    .trim()
    .replaceAll(',', '|')
    .replaceAll(' ', '')
    .replace(/^["']+/, '')
    .replace(/["']+$/, '');
  try {
    return new RegExp(`^(?:${cleaned})$`, 'u');
  } catch {
    throw new ToolFailure(`${cleaned} is an invalid regex.`);
  }
}
