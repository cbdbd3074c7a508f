/**
 * Requests that wait for their answers, by their numbers. An answer may come while its request is still
 * being taken, and then it is given without a promise: most heartbeats are answered so.
 */
export class PendingAnswers<A> {
  readonly #waiting = new Map<number, (answer: A) => void>();
  #count = 0;

  /** Takes a number, puts the request, and gives its answer: at once, or when it comes. */
  ask<B extends A>(put: (requestId: number) => void): B | Promise<B> {
    const requestId = this.#count++;
    let answered: B | undefined;
    let resolve: ((answer: B) => void) | undefined;
    this.#waiting.set(requestId, (answer) => {
      if (resolve === undefined) answered = answer as B;
      else resolve(answer as B);
    });
    put(requestId);
    if (answered !== undefined) return answered;
    return new Promise<B>((settle) => {
      resolve = settle;
    });
  }

  give(requestId: number, answer: A): void {
    this.#waiting.get(requestId)?.(answer);
    this.#waiting.delete(requestId);
  }
}
