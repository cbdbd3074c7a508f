/**
 * Captures what the assignors of Kafka's group coordinator, uniform and range, make of random groups: a
 * question a line, and behind a tab the answer (tests/groups/assignment-lines.ts).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { assignors } from '#groups/assignors/assignors.ts';
import { questionLine } from '../../tests/groups/assignment-lines.ts';
import { differentQuestions, equalsQuestions } from '../../tests/groups/assignment-questions.ts';
import type { JavaTools } from '../kafka/java-tools.ts';

const QUESTIONS_OF_EACH_KIND = 20;

export async function captureShares(tools: JavaTools, target: string): Promise<void> {
  const sample = { numRuns: QUESTIONS_OF_EACH_KIND, seed: 2 };
  const questions = [equalsQuestions, differentQuestions].flatMap((kind) =>
    fc.sample(kind, sample),
  );
  const lines = [...assignors.keys()].flatMap((name) =>
    questions.map((question) => questionLine(name, question)),
  );
  const stdin = `${lines.join('\n')}\n`;
  const { stdout, stderr, exitCode } = await tools.run({
    tool: 'AssignPartitions',
    args: [],
    stdin,
  });
  if (exitCode !== 0) throw new Error(`AssignPartitions ended with ${exitCode}: ${stderr}`);
  const answers = stdout.trimEnd().split('\n');
  const rows = lines.map((line, index) => `${line}\t${answers[index]}\n`);
  writeFileSync(join(target, 'shares.txt'), rows.join(''));
}
