/**
 * The course's own graders, on a real broker: every behaviour that shows on the wire holds on Kafka
 * (`--target kafka`), or the course would teach something else than Kafka; and on ours.
 */
import assert from 'node:assert/strict';
import { loadChapters } from '../../course/chapters.ts';
import { gradeWire, reportWire } from '../../course/grading/grade-wire.ts';
import { type Check, type CheckContext, check } from '../check.ts';
import type { BrokerProcess } from '../kafka/broker-process.ts';

async function tryAll({ host, port }: Pick<BrokerProcess, 'host' | 'port'>): Promise<string> {
  const address = { host, port };
  let tried = 0;
  for (const chapter of await loadChapters()) {
    const graded = await gradeWire(chapter, address);
    assert.equal(graded.failed.length, 0, reportWire(graded, address));
    tried += graded.tried.length;
  }
  assert.ok(tried > 0, 'no chapter has a behaviour that shows on the wire');
  return `${tried} behaviours hold`;
}

export const wireBehaviourChecks: Check[] = [
  check('graders', 'every behaviour that shows on the wire holds', [], (context: CheckContext) =>
    tryAll(context.world.broker),
  ),
  check(
    'graders',
    'real Kafka passes every behaviour that shows on the wire',
    ['jars'],
    async (context: CheckContext) => tryAll(await context.world.realKafka()),
  ),
];
