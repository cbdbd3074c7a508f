/** The declared protocol against Kafka's own jars: specs field by field, bytes both ways. */
import { type Check, check } from '../check.ts';
import type { Result } from '../message-specs/spec-check.ts';

function words(results: readonly Result[]): string {
  const wrong = results.filter(({ ok }) => !ok);
  if (wrong.length === 0) return results.map(({ detail }) => detail).join('; ');
  throw new Error(wrong.map(({ name, detail }) => `${name}:\n${detail}`).join('\n'));
}

export const specChecks: Check[] = [
  check('message specs', 'declared messages = the specs in Kafka’s jars', ['jars'], async () => {
    const specs = await import('../message-specs/spec-check.ts');
    return words(await specs.check());
  }),
  check(
    'message specs',
    'Kafka’s classes decode and re-encode random values',
    ['jars'],
    async () => {
      const roundTrip = await import('../message-specs/round-trip.ts');
      return words(await roundTrip.check());
    },
  ),
];
