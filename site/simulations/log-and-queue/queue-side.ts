/**
 * The other side: a queue for each application, as classic brokers keep them (a small model of one; the log
 * is the real thing).
 *
 *     producer ──► exchange ──┬──► billing's queue  | 7 8 9 | ──► worker 1: 5, worker 2: 6
 *                             └──► search's queue   …
 *
 * A message is copied into every queue that is bound when it is published. It is handed to one worker, and
 * deleted when that worker acknowledges it. When a worker's connection ends before, the message goes
 * back to its old place, marked as redelivered. So a queue has no past: what is acknowledged is gone.
 */
import type { Application } from './setup.ts';
import { type Pace, RESTART_MS, type Say } from './work.ts';

export interface QueuedMessage {
  readonly message: number;
  readonly redelivered: boolean;
}

export interface WorkerState {
  readonly name: string;
  readonly status: 'waits' | 'works' | 'asleep' | 'down';
  readonly slow: boolean;
  readonly holds: QueuedMessage | undefined;
}

export interface QueueState {
  readonly name: Application;
  /** The first message that was published after it was bound. */
  readonly boundAt: number;
  readonly waiting: readonly QueuedMessage[];
  readonly workers: readonly WorkerState[];
  /** What its workers have done, in the order in which it was done. */
  readonly done: readonly number[];
  /** Acknowledged, and deleted. */
  readonly deleted: readonly number[];
}

export class Queue {
  readonly name: Application;
  readonly #boundAt: number;
  readonly #workers: Worker[];
  readonly #say: Say;
  readonly #waiting: QueuedMessage[] = [];
  readonly #done: number[] = [];
  readonly #deleted: number[] = [];

  constructor(name: Application, boundAt: number, paces: readonly Pace[], say: Say) {
    this.name = name;
    this.#boundAt = boundAt;
    this.#say = say;
    this.#workers = paces.map((pace, at) => new Worker(`${name}-${at + 1}`, pace));
  }

  publish(message: number): void {
    this.#waiting.push({ message, redelivered: false });
  }

  tick(nowMs: number): void {
    for (const worker of this.#workers) {
      if (nowMs < worker.readyAtMs) continue;
      if (worker.down) this.#restart(worker);
      if (worker.holds !== undefined) this.#acknowledge(worker, worker.holds);
      if (!worker.asleep) this.#deliver(worker, nowMs);
    }
  }

  get idle(): boolean {
    const stuck = this.#waiting.length === 0 || this.#workers.every(({ asleep }) => asleep);
    return stuck && this.#workers.every(({ down, holds }) => !down && holds === undefined);
  }

  /** There is nothing to read again. */
  replay(): void {
    const words = `Cannot read again: ${this.#deleted.length} messages were acknowledged, and deleted.`;
    this.#say(`${this.name}'s queue`, 'replay', words);
  }

  /** Its first worker dies after the work on its message, before the acknowledgement. */
  crash(nowMs: number): void {
    const worker = this.#first();
    worker.down = true;
    worker.readyAtMs = nowMs + RESTART_MS;
    const { holds } = worker;
    worker.holds = undefined;
    if (holds !== undefined) {
      this.#done.push(holds.message);
      this.#putBack(holds.message);
    }
    const about =
      holds === undefined
        ? ''
        : ` It had done ${holds.message} and not acknowledged it, so that goes back into the queue.`;
    this.#say(worker.name, 'crash', `Its process dies.${about}`);
  }

  toggleSlow(): void {
    const { pace, name } = this.#first();
    pace.slow = !pace.slow;
    this.#say(name, 'pace', pace.slow ? 'Works five times slower.' : 'Works at its old pace.');
  }

  toggleSleep(): void {
    const asleep = !this.#first().asleep;
    for (const worker of this.#workers) worker.asleep = asleep;
    this.#say(`${this.name}'s queue`, 'pace', asleep ? 'Its workers stop.' : 'Its workers go on.');
  }

  state(): QueueState {
    return {
      name: this.name,
      boundAt: this.#boundAt,
      waiting: [...this.#waiting],
      workers: this.#workers.map((worker) => worker.state()),
      done: [...this.#done],
      deleted: [...this.#deleted],
    };
  }

  #first(): Worker {
    return this.#workers[0] as Worker;
  }

  #deliver(worker: Worker, nowMs: number): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    worker.holds = next;
    worker.readyAtMs = nowMs + worker.pace.nextMs();
    const again = next.redelivered ? ', redelivered' : '';
    this.#say(worker.name, 'read', `Is handed message ${next.message}${again}.`);
  }

  #acknowledge(worker: Worker, { message }: QueuedMessage): void {
    worker.holds = undefined;
    this.#done.push(message);
    this.#deleted.push(message);
    this.#say(worker.name, 'deleted', `Acknowledges ${message}: the queue deletes it.`);
  }

  #putBack(message: number): void {
    const at = this.#waiting.findIndex((other) => other.message > message);
    const place = at === -1 ? this.#waiting.length : at;
    this.#waiting.splice(place, 0, { message, redelivered: true });
  }

  #restart(worker: Worker): void {
    worker.down = false;
    this.#say(worker.name, 'restart', 'Is back, and takes what the queue hands it.');
  }
}

class Worker {
  readonly name: string;
  readonly pace: Pace;
  holds: QueuedMessage | undefined;
  readyAtMs = 0;
  down = false;
  asleep = false;

  constructor(name: string, pace: Pace) {
    this.name = name;
    this.pace = pace;
  }

  state(): WorkerState {
    const { name, holds, down, asleep, pace } = this;
    const status = down ? 'down' : holds !== undefined ? 'works' : asleep ? 'asleep' : 'waits';
    return { name, status, slow: pace.slow, holds };
  }
}
