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
          'Let it run until both applications have read all, then see the audit join. The log gives it ' +
          'everything from offset 0; a queue has nothing left for it.',
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
          'A worker has done its work on message 2 and dies before it says so. The queue hands 2 to another ' +
          'worker; the log’s reader comes back at its committed offset. Both do it twice, neither loses it.',
      },
      retention: {
        title: 'What the log forgets',
        tries:
          'The log keeps what is younger than ten seconds, read or not, and the search application sleeps ' +
          'too long: its offset is below the log’s start. Its queue has kept everything for it.',
      },
    },
  },
};

export function isSimulation(name: string): boolean {
  return Object.hasOwn(simulations, name);
}
