/**
 * Both sides as two tables of the same shape: a column for each message, a row for each application. In the
 * upper the messages stay and the rows fill; in the lower they go.
 */
import type { JSX } from 'preact';
import type { ViewProps } from '../ui/run-page.tsx';
import { Scroller } from '../ui/scroller.tsx';
import { wearStyles } from '../ui/wear-styles.ts';
import type { ReaderState } from './log-reader.ts';
import type { QueueState, WorkerState } from './queue-side.ts';
import type { BothState } from './stage.ts';
import styles from './view.css?inline';

wearStyles(styles);

export function BothView({ frame: { state } }: ViewProps<BothState>): JSX.Element {
  return (
    <div class="lq">
      <LogTable state={state} />
      <QueueTable state={state} />
    </div>
  );
}

/** What a cell shows; its sign says the same without colour. */
interface Cell {
  readonly kind: 'kept' | 'gone' | 'done' | 'works' | 'waits' | 'none' | 'missed';
  readonly sign: string;
}

function Cells({ cells, marker }: { cells: readonly Cell[]; marker?: number }): JSX.Element {
  return (
    <>
      {cells.map(({ kind, sign }, at) => (
        <span class={`lq-cell lq-${kind}${marker === at ? ' lq-marker' : ''}`}>{sign}</span>
      ))}
    </>
  );
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

function LogTable({ state: { log, messages } }: { state: BothState }): JSX.Element {
  return (
    <section>
      <p class="gs-title">The log</p>
      <p>One partition of the real broker. Reading takes nothing away; only retention does.</p>
      <Scroller label="The log, as a picture: the same in words is below">
        <div class="lq-table" style={{ '--lq-messages': messages }}>
          <span class="lq-name">orders-0</span>
          <Cells cells={numbers(messages).map((offset) => logCell(log, offset))} />
          <span class="lq-name">segments</span>
          {log.start > 0 ? <i style={{ gridColumn: `span ${log.start}` }} /> : null}
          {log.segments.map(({ baseOffset, nextOffset, bytes, active }) =>
            nextOffset === baseOffset ? null : (
              <span
                class={`lq-segment${active ? ' lq-active' : ''}`}
                style={{ gridColumn: `span ${nextOffset - baseOffset}` }}
              >
                {bytes} B
              </span>
            ),
          )}
          {log.readers.map((reader) => (
            <ReaderRow reader={reader} messages={messages} />
          ))}
        </div>
      </Scroller>
      <p class="lq-key">
        <Sample kind="kept" sign="3" words="kept" />
        <Sample kind="done" sign="✓" words="done" />
        <Sample kind="works" sign="…" words="being worked on" />
        <Sample kind="missed" sign="×" words="removed unread" />
        <Sample kind="none" sign="" words="next after the committed" marker />
      </p>
    </section>
  );
}

interface SampleProps extends Cell {
  readonly words: string;
  readonly marker?: boolean;
}

function Sample({ kind, sign, words, marker = false }: SampleProps): JSX.Element {
  return (
    <span>
      <span class={`lq-cell lq-${kind}${marker ? ' lq-marker' : ''}`}>{sign}</span> {words}
    </span>
  );
}

function logCell({ start, end }: BothState['log'], offset: number): Cell {
  if (offset >= end) return { kind: 'none', sign: '' };
  return { kind: offset < start ? 'gone' : 'kept', sign: String(offset) };
}

function ReaderRow({ reader, messages }: { reader: ReaderState; messages: number }): JSX.Element {
  const { name, status, slow, committed } = reader;
  const cells = numbers(messages).map((offset) => readerCell(reader, offset));
  return (
    <>
      <span class="lq-name lq-who" data-status={status}>
        {name} <small>{statusWords(status, slow)}</small>
      </span>
      <Cells cells={cells} marker={committed} />
    </>
  );
}

function readerCell({ current, done, missed }: ReaderState, offset: number): Cell {
  if (offset === current) return { kind: 'works', sign: '…' };
  if (missed.includes(offset)) return { kind: 'missed', sign: '×' };
  return doneCell(done, offset);
}

function doneCell(done: readonly number[], message: number): Cell {
  const times = done.filter((one) => one === message).length;
  if (times === 0) return { kind: 'none', sign: '' };
  return { kind: 'done', sign: times === 1 ? '✓' : `${times}×` };
}

function QueueTable({ state: { queues, messages, published } }: { state: BothState }): JSX.Element {
  return (
    <section>
      <p class="gs-title">Queues</p>
      <p>A queue for each application. What a worker acknowledges is deleted.</p>
      <Scroller label="The queues, as a picture: the same in words is below">
        <div class="lq-table" style={{ '--lq-messages': messages }}>
          {queues.map((queue) => (
            <QueueRows queue={queue} messages={messages} published={published} />
          ))}
        </div>
      </Scroller>
      <p class="lq-key">
        <Sample kind="waits" sign="3" words="waits" />
        <Sample kind="works" sign="1" words="held by worker 1" />
        <Sample kind="gone" sign="3" words="acknowledged, deleted" />
        <Sample kind="missed" sign="" words="never reached it" />
      </p>
    </section>
  );
}

interface QueueRowProps {
  readonly queue: QueueState;
  readonly messages: number;
  readonly published: number;
}

function QueueRows({ queue, messages, published }: QueueRowProps): JSX.Element {
  const cells = numbers(messages).map((message) => queueCell(queue, message, published));
  return (
    <>
      <span class="lq-name">{queue.name}’s queue</span>
      <Cells cells={cells} />
      <span class="lq-name lq-who">done</span>
      <Cells cells={numbers(messages).map((message) => doneCell(queue.done, message))} />
      <span class="lq-workers">
        {queue.workers.map((worker) => (
          <WorkerCard worker={worker} />
        ))}
      </span>
    </>
  );
}

function queueCell(queue: QueueState, message: number, published: number): Cell {
  if (message < queue.boundAt) return { kind: 'missed', sign: '' };
  const worker = queue.workers.findIndex(({ holds }) => holds?.message === message);
  if (worker !== -1) return { kind: 'works', sign: String(worker + 1) };
  const waiting = queue.waiting.find((one) => one.message === message);
  if (waiting !== undefined)
    return { kind: 'waits', sign: `${waiting.redelivered ? '↻' : ''}${message}` };
  return message < published ? { kind: 'gone', sign: String(message) } : { kind: 'none', sign: '' };
}

function WorkerCard({
  worker: { name, status, slow, holds },
}: {
  worker: WorkerState;
}): JSX.Element {
  const again = holds?.redelivered === true ? ' again' : '';
  return (
    <span class="lq-worker" data-status={status}>
      {name}:{' '}
      {holds === undefined ? statusWords(status, slow) : `works on ${holds.message}${again}`}
    </span>
  );
}

function statusWords(status: ReaderState['status'], slow: boolean): string {
  const words = { waits: 'waits', works: 'works', asleep: 'asleep', down: 'crashed' }[status];
  return slow ? `${words}, slow` : words;
}
