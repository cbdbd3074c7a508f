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
  log: {
    title: 'The log',
    description:
      'The log of one partition on a simulated machine: batches fill segments, segments roll, a sparse index ' +
      'finds offsets, retention and compaction take what is old, the power goes, and recovery cuts off ' +
      'what the disk has torn.',
    scenarios: {
      'append-and-roll': {
        title: 'Append and roll',
        tries:
          'A batch a minute. Say before each step whether it still fits into the segment, and whether ' +
          'the index gets an entry.',
      },
      compression: {
        title: 'What compression saves',
        tries:
          'Eight records in a batch, by gzip. Change the codec, and then the records in a batch: ' +
          'what is compressed is the batch, so a batch of one saves little.',
      },
      'find-an-offset': {
        title: 'Find an offset',
        tries:
          'A reader asks for offset 17: first the segment, then the index, then headers, one by one. ' +
          'Count the headers that are read, and compare with the batches that are there.',
      },
      retention: {
        title: 'Retention',
        tries:
          'Records are kept for eight minutes, and the broker looks every five. See which segment goes ' +
          'when, and why a record may well live longer than eight minutes.',
      },
      compaction: {
        title: 'Compaction and a tombstone',
        tries:
          'Four keys, written again and again. The cleaner keeps the newest record of each in rolled ' +
          'segments; key B is deleted on the way. Find where the offsets have gaps afterwards.',
      },
      'torn-tail': {
        title: 'A torn tail',
        tries:
          'The power goes while some batches are in memory alone. Step through the recovery: which ' +
          'batch is the first not to be trusted, and what do its bytes say?',
      },
    },
  },
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
  'consumer-group': {
    title: 'A consumer group',
    description:
      'Members of a group on the real broker join, close, are killed, stop polling and are cut off, while ' +
      'a producer writes. One sees who reads which partition, generation by generation, what is ' +
      'committed and how far behind the group is, and of each record whether it was worked on twice or ' +
      'never.',
    scenarios: {
      'step-by-step': {
        title: 'A rebalance, step by step',
        tries:
          'Three members come and one closes. Step through the time after 4 s: JoinGroup waits until ' +
          'everybody has come, the leader divides, SyncGroup hands out. Look at how a learns of b.',
      },
      'crash-and-repeat': {
        title: 'A crash, and what is repeated',
        tries:
          'a is killed at 9 s. Nobody hears of it until its session is over; then b reads from what is ' +
          'committed, and works again on whatever a had done since. Try a shorter auto-commit interval.',
      },
      'at-most-once': {
        title: 'Committing before the work',
        tries:
          'Members commit what a poll gave them, then work on it. When a is killed nothing is done ' +
          'twice; the records that it held are lost, and no lag shows it.',
      },
      'stopped-polling': {
        title: 'A member that stops polling',
        tries:
          'From 6 s on a stands still in its work. Its heartbeats go on, until max.poll.interval.ms is ' +
          'over and its consumer leaves the group by itself. It learns of that when it polls again.',
      },
      'cut-off': {
        title: 'A member that is cut off',
        tries:
          'From 6 s on nothing passes between a and the broker. After the session timeout b has all ' +
          'partitions, while a still believes in its own: two readers for a while. Whose commits count?',
      },
      'static-restart': {
        title: 'A static member is restarted',
        tries:
          'b has a static name. It is killed at 8 s and is back at 11 s: same partitions, same ' +
          'generation, nobody else notices. When it stays away for longer than its session, they do.',
      },
      'eager-and-cooperative': {
        title: 'Eager beside cooperative',
        tries:
          'The same happens to two groups. When c joins at 9 s look at the gaps: on one side everybody ' +
          'stops until the slowest has come, on the other only what moves is not read.',
      },
      'consumer-protocol': {
        title: 'The consumer protocol (KIP-848)',
        tries:
          'No JoinGroup and no SyncGroup: the broker has a target, and heartbeats bring each member to ' +
          'it. Look at the epochs, and at who waits for whom when c joins at 9 s.',
      },
      'coordinator-crash': {
        title: 'The coordinator crashes',
        tries:
          'The broker is killed at 8 s and is back at 11 s. It has the group and its offsets from ' +
          '__consumer_offsets; nobody has to join again.',
      },
    },
  },

  'byte-inspector': {
    title: 'A byte inspector',
    description:
      'A Produce request, the broker’s answer to it and the files that it becomes, as hexadecimal beside a ' +
      'tree of fields: each byte belongs to a field, and each field says what it is for. A byte can be ' +
      'written over; then the checksum, the tree and the broker say what has changed.',
    scenarios: {
      'a-batch': {
        title: 'From the frame to the varints',
        tries:
          'Go through the bytes by the arrow keys: size, header, topic, batch, record. Then look at .log: the ' +
          'batch lies there as it was sent, but for its first bytes. Which ones?',
      },
      'a-changed-byte': {
        title: 'One byte changed on the way',
        tries:
          'One byte of a value was written over. The checksum notices, and the broker refuses. Put it right ' +
          'by Undo; then change the base offset instead: why is that no trouble?',
      },
      compressed: {
        title: 'Compressed records',
        tries:
          'All records of a batch are compressed together; its header is not. Look inside of them, then ' +
          'try another codec, and records that have less in common.',
      },
      'an-index': {
        title: 'A log and its indexes',
        tries:
          'Twelve batches, and fewer entries: .index and .timeindex are sparse. Take a position out of .index ' +
          'and find the batch that begins there in .log.',
      },
      'a-request': {
        title: 'A request in a flexible version',
        tries:
          'An ApiVersions request. Which strings are compact, and which one never is? Write over the version ' +
          'or a length, and send it to the broker.',
      },
    },
  },

  trace: {
    title: 'A trace',
    description:
      'What happened before a behaviour or a simulation failed, as a sequence diagram: a lane for each ' +
      'machine, an arrow for each message, faults marked, step by step up to where it failed.',
    scenarios: {},
  },
};

export function isSimulation(name: string): boolean {
  return Object.hasOwn(simulations, name);
}
