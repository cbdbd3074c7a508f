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
 * Source: https://github.com/google/re2/wiki/Syntax. RE2/J, which Kafka uses, accepts a few patterns
 * that are refused here for their size: those that spell out more than 1000 repetitions, or nest
 * parentheses more than 1000 deep.
 */
import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/** What is wrong with a pattern, in Kafka's words; undefined for one that can be matched. */
export function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
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

function compileOrNothing(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
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
