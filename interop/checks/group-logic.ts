/**
 * What the group coordinator computes, against the classes of Kafka's own: the assignors of consumer
 * groups, and the topics that regular expressions stand for. No broker takes part.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { assignors } from '#groups/assignors/assignors.ts';
import { matchTopics, patternProblem } from '#groups/consumer-group/topic-patterns.ts';
import { answerLine, questionLine } from '../../tests/groups/assignment-lines.ts';
import { anyQuestions } from '../../tests/groups/assignment-questions.ts';
import { type Check, type CheckContext, check } from '../check.ts';

const QUESTIONS = 2_000;

async function compareAssignors(context: CheckContext): Promise<string> {
  const questions = fc.sample(anyQuestions, { numRuns: QUESTIONS, seed: 1 });
  const asked = [...assignors].flatMap(([name, assignor]) =>
    questions.map((question) => ({ name, assignor, question })),
  );
  const lines = asked.map(({ name, question }) => questionLine(name, question));
  const { stdout } = await context.program('AssignPartitions', [], {
    stdin: `${lines.join('\n')}\n`,
  });
  const answers = stdout.trimEnd().split('\n');
  asked.forEach(({ assignor, question }, index) => {
    const ours = answerLine(question, assignor.assign(question));
    assert.equal(ours, answers[index], `the answer to ${lines[index]}`);
  });
  return `${asked.length} questions`;
}

const TOPICS = [
  ...['a', 'A', 'ab', 'abc', 'aaaa', 'abab', 'b', '123', 'x1', 'a1b2', '__consumer_offsets'],
  ...['orders', 'Orders', 'orders.eu', 'orders-2026', 'foo_bar', 'foo-bar', 'topic.with.dots'],
];

/** What may follow each other in a pattern. */
const PIECES = [
  ...['a', 'b', 'orders', '.', '.*', '\\.', '*', '+', '?', '??', '|', '(', ')', '(?:', '(?i)', '-'],
  ...[
    '[a-z]',
    '[^a]',
    '[',
    ']',
    '[[:alpha:]]',
    '{2}',
    '{2,}',
    '{3,1}',
    '{',
    '^',
    '$',
    '\\d',
    '\\w+',
  ],
  ...['\\b', '\\A', '\\z', '\\Z', '\\1', '\\', '\\Q.\\E', '\\pL', '\\p{Greek}', '\\x61', '(?P<n>'],
  ...['(?<n>', '(?=', '(?!', '(?<=', '(?s)', '(?x)', '[\\w.]+', '_', ' ', '\\C', '\\pN', '(?U)'],
];

const patterns = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''))
  .filter((pattern) => !LITERAL_BRACE.test(pattern));

/** RE2/J takes a brace that repeats nothing for a letter, and then forgets that it may be repeated. */
const LITERAL_BRACE = /\{[*+?{]/;

/** RE2/J calls a parenthesis too many an internal error; everything else it says is said here, too. */
const UNSAID = 'regexp/syntax: internal error';

async function comparePatterns(context: CheckContext): Promise<string> {
  const all = [...new Set([...PIECES, ...fc.sample(patterns, { numRuns: QUESTIONS, seed: 1 })])];
  const lines = [TOPICS.join(' '), ...all.map((one) => Buffer.from(one).toString('hex'))];
  const { stdout } = await context.program('MatchTopics', [], { stdin: `${lines.join('\n')}\n` });
  const answers = stdout.split('\n');
  let refused = 0;
  all.forEach((pattern, index) => {
    const problem = patternProblem(pattern);
    if (problem !== undefined) refused++;
    const why = problem?.split(' is not a valid regular expression: ').at(-1)?.slice(0, -1);
    const topics = [...(matchTopics([pattern], TOPICS).get(pattern) ?? [])].join(' ');
    const kafkas = answers[index]?.replace(UNSAID, 'unexpected )');
    assert.equal(why === undefined ? topics : `ERROR ${why}`, kafkas, `the pattern ${pattern}`);
  });
  return `${all.length} patterns, ${refused} of them refused`;
}

export const groupLogicChecks: Check[] = [
  check('group logic', 'uniform and range assign as Kafka’s do', ['jars'], compareAssignors),
  check('group logic', 'patterns match and are refused as in Kafka', ['jars'], comparePatterns),
];
