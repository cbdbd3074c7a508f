/**
 * What a page asks the workbench to do, and what it is answered.
 */
import type { Compared, Refused, Told } from '../../../course/workbench/messages.ts';

/** It was not done; the message says why. */
export class NotDone extends Error {
  readonly error: Refused['error'] | 'unreachable';

  constructor(error: Refused['error'] | 'unreachable', says: string) {
    super(says);
    this.error = error;
  }
}

export class Actions {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  hint(task: string): Promise<Told> {
    return this.#post('hint', { task });
  }

  reset(task: string): Promise<Told> {
    return this.#post('reset', { task });
  }

  diff(task: string, spoil: boolean): Promise<Compared> {
    return this.#post('diff', { task, spoil });
  }

  open(file: string, line = 1): Promise<Told> {
    return this.#post('open', { file, line });
  }

  run(what: { readonly task: string } | { readonly chapter: string }): Promise<Told> {
    return this.#post('run', what);
  }

  broker(order: 'start' | 'stop'): Promise<Told> {
    return this.#post('broker', { do: order });
  }

  /** Rejects with a NotDone. */
  async #post<Answer>(name: string, body: object): Promise<Answer> {
    let response: Response;
    try {
      response = await fetch(`/workbench/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'gregor-token': this.#token },
        body: JSON.stringify(body),
      });
    } catch {
      throw new NotDone('unreachable', 'The workbench does not answer: is `npm start` running?');
    }
    const answer = (await response.json()) as Answer & Partial<Refused>;
    if (response.ok) return answer;
    throw new NotDone(answer.error ?? 'refused', answer.says ?? 'That could not be done.');
  }
}
