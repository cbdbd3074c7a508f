/**
 * Subscriptions by regular expression: which topics a pattern stands for.
 *
 * The broker matches, not the consumer (KIP-848), so all members of a group mean the same topics, and
 * whoever can join a group can make the broker run a pattern. It is therefore RE2's syntax, as in Kafka:
 * without back references and lookaround every pattern is matched in time linear in the name, where a
 * backtracking engine could be held up for hours by `(a+)+b`.
 *
 * A pattern means whole names: `orders` is one topic, `orders.*` all that begin so.
 *
 * Linear, that is in the pattern's size, too: `(.{0,1000})` a hundred times over would take seconds for
 * each topic, and everybody would wait. So patterns have to be small, which no list of topics is too
 * large for; RE2/J, which Kafka uses, would go on.
 *
 * Source: https://github.com/google/re2/wiki/Syntax.
 */
import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/** Steps of a compiled pattern, about one for each letter; all may be tried for each letter of a name. */
const MOST_STEPS = 10_000;

/** What is wrong with a pattern, in Kafka's words; undefined for one that can be matched. */
export function patternProblem(pattern: string): string | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    const why = reasonOf(error);
    return `SubscribedTopicRegex \`${pattern}\` is not a valid regular expression: ${why}.`;
  }
}

/**
 * The topics that each pattern stands for. A pattern that is none stands for nothing: it came from a
 * log that somebody with another idea of patterns has written.
 */
export function matchTopics(
  patterns: Iterable<string>,
  topicNames: Iterable<string>,
): Map<string, Set<string>> {
  const names = [...topicNames];
  const matched = new Map<string, Set<string>>();
  for (const pattern of patterns) {
    const compiled = compileOrNothing(pattern);
    const topics = compiled === undefined ? [] : names.filter((name) => compiled.testExact(name));
    matched.set(pattern, new Set(topics));
  }
  return matched;
}

/** @throws RE2JSException where it is no pattern, or too large a one. */
function compile(pattern: string): RE2JS {
  const tooLarge = () => new RE2JSException('expression too large');
  if (pattern.length > MOST_STEPS) throw tooLarge();
  const compiled = RE2JS.compile(pattern);
  if (compiled.programSize() > MOST_STEPS) throw tooLarge();
  return compiled;
}

function compileOrNothing(pattern: string): RE2JS | undefined {
  try {
    return compile(pattern);
  } catch (error) {
    reasonOf(error);
    return undefined;
  }
}

/** The reason, if the error is about the pattern; any other is thrown again. */
function reasonOf(error: unknown): string {
  if (error instanceof RE2JSSyntaxException) return error.getDescription().trim();
  if (error instanceof RE2JSException) return error.message;
  throw error;
}
