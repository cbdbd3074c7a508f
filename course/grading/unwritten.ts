/**
 * `NotImplemented` as graders load it in the place of `#env/not-implemented.ts`: the same error,
 * and each one that is made is noted.
 *
 * A broker catches what its handlers throw and closes the connection, so a behaviour that meets an
 * unwritten body may see no more than silence. The note tells "not started" from "wrong".
 */
import { NotImplemented as Plain } from 'reference:env/not-implemented.ts';
import type { Unwritten } from './failure.ts';

const met: Unwritten[] = [];

export class NotImplemented extends Plain {
  constructor(task: string, symbol: string) {
    super(task, symbol);
    met.push({ task, symbol });
  }
}

/** The unwritten bodies that were met since this was last asked, each once. */
export function takeUnwritten(): Unwritten[] {
  const each = new Map(met.map((one) => [`${one.task} ${one.symbol}`, one]));
  met.length = 0;
  return [...each.values()];
}
