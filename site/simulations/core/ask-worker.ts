/**
 * Questions to a worker, and its answers.
 *
 *     page     askWorker(() => new Worker(…))   ask(question) ──► { id, question }
 *     worker   answerQuestions(answerTo)                       ◄── { id, answer } or { id, failure }
 *
 * Whoever asks makes the worker himself: the bundler looks for `new Worker(new URL(…))` as it stands.
 */
interface Asked<Question> {
  readonly id: number;
  readonly question: Question;
}

/** Answers bear the number of their question. */
type Answered<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly failure: string };

export interface AskedWorker<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  close(): void;
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

/** The worker begins with the first question; after one that could not be loaded, with the next. */
export function askWorker<Question, Answer>(start: () => Worker): AskedWorker<Question, Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | undefined;
  let asked = 0;
  const begin = (): Worker => {
    const begun = start();
    begun.addEventListener('message', ({ data }: MessageEvent<Answered<Answer>>) => {
      const one = waiting.get(data.id);
      waiting.delete(data.id);
      if ('failure' in data) one?.reject(new Error(data.failure));
      else one?.resolve(data.answer);
    });
    begun.addEventListener('error', ({ message }) => {
      const reason = new Error(message || 'The worker could not be loaded, or ended.');
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
      worker = undefined;
    });
    return begun;
  };
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker ??= begin();
        worker.postMessage({ id: asked, question } satisfies Asked<Question>);
      }),
    close: () => worker?.terminate(),
  };
}

/** In the worker: answers every question by what `answerTo` resolves to, or by why it threw. */
export function answerQuestions<Question, Answer>(
  answerTo: (question: Question) => Promise<Answer>,
): void {
  addEventListener('message', async ({ data }: MessageEvent<Asked<Question>>) => {
    const { id, question } = data;
    let answered: Answered<Answer>;
    try {
      answered = { id, answer: await answerTo(question) };
    } catch (error) {
      answered = { id, failure: (error as Error).message };
    }
    postMessage(answered);
  });
}
