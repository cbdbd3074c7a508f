/**
 * "Log against queue" in words.
 */
import type { ReaderState } from './log-reader.ts';
import type { QueueState } from './queue-side.ts';
import type { BothState } from './stage.ts';
import { isOutOfOrder, repeats } from './work.ts';

export function inWords({ published, messages, log, queues }: BothState): string[] {
  const held =
    log.start === log.end ? 'holds nothing' : `holds offsets ${log.start} to ${log.end - 1}`;
  return [
    `${published} of ${messages} messages are published.`,
    `The log ${held}, in ${counted(log.segments.length, 'segment')}.`,
    ...log.readers.map((reader) => readerInWords(reader, log.end)),
    ...queues.map(queueInWords),
  ];
}

const STATUS = { waits: 'waits', works: 'works', asleep: 'is asleep', down: 'is down' } as const;

function readerInWords(reader: ReaderState, end: number): string {
  const { name, status, slow, current, position, done, missed } = reader;
  const what = current === undefined ? STATUS[status] : `works on offset ${current}`;
  const lag = Math.max(0, end - position);
  return [
    `Log, ${name}: ${what}${slow ? ', slowly' : ''}; position ${position}, lag ${lag}`,
    repeated(done),
    missed.length === 0 ? '' : `; never saw ${listed(missed)}`,
    '.',
  ].join('');
}

function queueInWords({ name, waiting, workers, done, deleted, boundAt }: QueueState): string {
  const held = workers.flatMap(({ name: worker, holds }) =>
    holds === undefined ? [] : [`${worker} holds ${holds.message}`],
  );
  return [
    `Queue of ${name}: ${waiting.length === 0 ? 'nothing waits' : `${listed(waiting.map(({ message }) => message))} wait`}`,
    held.length === 0 ? '' : `; ${held.join(', ')}`,
    `; ${deleted.length} deleted`,
    boundAt === 0 ? '' : `; what came before ${boundAt} never reached it`,
    repeated(done),
    isOutOfOrder(done) ? `; not in order: ${done.join(' ')}` : '',
    '.',
  ].join('');
}

function repeated(done: readonly number[]): string {
  const twice = repeats(done);
  if (twice.length === 0) return '';
  return twice.length > 3 ? `; did ${twice.length} messages twice` : `; did ${listed(twice)} twice`;
}

export function listed(numbers: readonly number[]): string {
  return numbers.length <= 8 ? numbers.join(', ') : `${numbers.slice(0, 8).join(', ')} …`;
}

export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
