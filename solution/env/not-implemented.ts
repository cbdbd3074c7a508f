/**
 * What an unwritten task of the course throws.
 *
 * The reference has nothing unwritten and never throws it; it lives here because a learner's file
 * may import only what `#…` names. Graders know it by its name and say "not started" where they
 * would otherwise say "wrong".
 */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
  /** The task, as in `0.1`. */
  readonly task: string;
  /** What is to be written: a function, or `Class.method`. */
  readonly symbol: string;

  constructor(task: string, symbol: string) {
    super(`${symbol} is not written yet: it is task ${task}.`);
    this.task = task;
    this.symbol = symbol;
  }
}
