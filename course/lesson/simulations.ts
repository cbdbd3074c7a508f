/**
 * The simulations of the site: what each is called, what it shows in words, and its scenarios.
 *
 * Lessons name them (`<Simulation name="log" scenario="torn-tail" />`), the terminal shows the words, and
 * the pages under /simulations/ are made of this list. What a scenario sets is in the simulation's
 * model (site/simulations/NAME/model.ts); a test compares the names.
 *
 * Plain data without imports: the page of a simulation loads it too.
 */
export interface SimulationScenario {
  readonly title: string;
  /** What to try, and what to look at meanwhile: one or two sentences. */
  readonly tries: string;
}

export interface DeclaredSimulation {
  readonly title: string;
  /** What somebody would see, for those who don't: one or two sentences. */
  readonly description: string;
  /** By name, the first one first. A simulation that runs nothing has none. */
  readonly scenarios: Readonly<Record<string, SimulationScenario>>;
}

export const simulations: Readonly<Record<string, DeclaredSimulation>> = {
  'log-and-queue': {
    title: 'A log and a queue',
    description:
      'The same messages go through a partition of the real broker and through a queue that deletes what ' +
      'is acknowledged. Readers come late, are slow, crash and read again: side by side one sees who ' +
      'still finds what.',
    scenarios: {
      'late-reader': {
        title: 'A late reader',
        tries:
          'Let it run until both sides have read all, then see the audit join. On the left it reads ' +
          'from offset 0; on the right there is nothing left for it.',
      },
      replay: {
        title: 'Reading again after a bug',
        tries:
          'The billing reader seeks back to offset 0 and reads all once more. Look for the button that ' +
          'would do the same for the queue.',
      },
      'slow-reader': {
        title: 'A slow reader',
        tries:
          'One reader is five times slower. In the log only its own lag grows; in the queue the workers ' +
          'share the messages, and order is lost as soon as one is slow.',
      },
      'worker-crash': {
        title: 'A crash before the acknowledgement',
        tries:
          'A worker takes a message and dies. The queue hands it out again after its timeout; the log’s ' +
          'reader comes back at its committed offset. Both repeat work: neither loses it.',
      },
      retention: {
        title: 'What the log forgets',
        tries:
          'The log keeps bytes for a time, read or not: old segments go, and a reader that slept too ' +
          'long finds its offset below the log’s start.',
      },
    },
  },
};

export function isSimulation(name: string): boolean {
  return Object.hasOwn(simulations, name);
}
