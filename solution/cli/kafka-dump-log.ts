/**
 * `kafka-dump-log`: what the files of a log directory hold, a line for each batch, record or entry.
 *
 *     kafka-dump-log --files data/orders-0/00000000000000000000.log --print-data-log
 *
 * Lines are those of Kafka's DumpLogSegments. Files are never written. What does not fit together
 * (an index and its log, an offset and the next) is reported at the end, on standard error.
 */
import { type CommandLine, UsageError } from '#cli/command-line.ts';
import { dumpBatches, type OffsetGap } from '#cli/dump-batches.ts';
import { dumpOffsetIndex, dumpTimeIndex, type IndexProblems, noProblems } from '#cli/dump-index.ts';
import { requireFlags } from '#cli/flag-rules.ts';
import { readFile } from '#cli/read-file.ts';
import {
  metadataDecoder,
  offsetsDecoder,
  plainDecoder,
  type RecordDecoder,
} from '#cli/record-decoder.ts';
import { runTool } from '#cli/run-tool.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { offsetInFileName } from '#storage/log-files.ts';
import { firstSequenceOf } from '#storage/producer-entry.ts';
import { decodeProducerSnapshot } from '#storage/producer-snapshot.ts';
import { TransactionIndex } from '#storage/transaction-index.ts';

const spec = {
  name: 'kafka-dump-log',
  about:
    'This tool helps to parse a log file and dump its contents to the console, useful for ' +
    'debugging a seemingly corrupt log segment.',
  flags: {
    files: { value: 'file,…', about: 'REQUIRED: the files, of any kind a log directory has.' },
    'print-data-log': { about: 'Show keys and values too.' },
    'deep-iteration': { about: 'Show records, not only batches.' },
    'index-sanity-check': { about: 'Only say whether a broker would accept the indexes.' },
    'verify-index-only': { about: 'Check the indexes without listing them.' },
    'max-bytes': { value: 'bytes', about: 'Look at no more of a log than this.' },
    'max-message-size': { value: 'bytes', about: 'Accepted; batches of any size are read.' },
    'key-decoder-class': { value: 'class', implied: '', about: 'How to show keys.' },
    'value-decoder-class': { value: 'class', implied: '', about: 'How to show values.' },
    'cluster-metadata-decoder': { about: 'Values are records of the metadata log.' },
    'skip-record-metadata': { about: 'Show only keys and values of records.' },
    'offsets-decoder': { about: 'Keys and values are records of __consumer_offsets.' },
    'transaction-log-decoder': { about: 'Comes with transactions.' },
    'remote-log-metadata-decoder': { about: 'Tiered storage is not supported.' },
    'share-group-state-decoder': { about: 'Share groups are not supported.' },
  },
} as const;

type Line = CommandLine<keyof typeof spec.flags>;

const UNSUPPORTED = [
  'transaction-log-decoder',
  'remote-log-metadata-decoder',
  'share-group-state-decoder',
] as const;

/** What was found not to fit together, by file. */
interface Findings {
  readonly gaps: Map<string, OffsetGap[]>;
  readonly indexes: Map<string, IndexProblems>;
}

export function main(env: Env, terminal: Terminal): Promise<number> {
  return runTool(terminal, {
    spec,
    async run(line) {
      requireFlags(line, 'files');
      const refused = UNSUPPORTED.find((flag) => line.has(flag));
      if (refused !== undefined) {
        throw new UsageError(`--${refused}: ${spec.flags[refused].about}`, false);
      }
      const findings: Findings = { gaps: new Map(), indexes: new Map() };
      for (const path of (line.one('files') ?? '').split(',')) {
        dumpFile(env, terminal, line, path, findings);
      }
      report(findings, terminal);
      return 0;
    },
  });
}

function dumpFile(env: Env, terminal: Terminal, line: Line, path: string, found: Findings): void {
  terminal.out(`Dumping ${path}\n`);
  const suffix = /\.[^./]*$/.exec(path)?.[0];
  const lines = linesOf(env, line, path, suffix, found);
  if (lines === undefined) {
    terminal.err(`Ignoring unknown file ${path}\n`);
    return;
  }
  // Many short writes are slow; one per file would hold a gigabyte of text.
  let text = '';
  for (const one of lines) {
    text += `${one}\n`;
    if (text.length < 65_536) continue;
    terminal.out(text);
    text = '';
  }
  terminal.out(text);
}

/** The lines of a file by its suffix, or undefined for a file of no kind that is known. */
function linesOf(
  env: Env,
  line: Line,
  path: string,
  suffix: string | undefined,
  found: Findings,
): Iterable<string> | undefined {
  const dump = {
    sanityOnly: line.has('index-sanity-check'),
    verifyOnly: line.has('verify-index-only'),
  };
  const problems = noProblems();
  switch (suffix) {
    case '.log':
    case '.checkpoint':
      return logLines(env, line, path, found);
    case '.index':
      found.indexes.set(path, problems);
      return dumpOffsetIndex(env, path, dump, problems);
    case '.timeindex':
      found.indexes.set(path, problems);
      return dumpTimeIndex(env, path, dump, problems);
    case '.snapshot':
      return snapshotLines(env, path);
    case '.txnindex':
      return transactionLines(env, path);
    default:
      return undefined;
  }
}

function* logLines(env: Env, line: Line, path: string, found: Findings): Generator<string> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const snapshot = /^(\d{20})-(\d{10})\.checkpoint$/.exec(name);
  if (name === 'bootstrap.checkpoint') yield 'KRaft bootstrap snapshot';
  else if (snapshot !== null) {
    yield `Snapshot end offset: ${Number(snapshot[1])}, epoch: ${Number(snapshot[2])}`;
  } else yield `Log starting offset: ${offsetInFileName(name) ?? 'unknown'}`;
  const decoder = decoderOf(line);
  const gaps: OffsetGap[] = [];
  const file = env.disk.open(path, 'read');
  try {
    yield* dumpBatches(
      file,
      name,
      {
        codecs: env.codecs,
        deep: line.has('deep-iteration') || decoder !== undefined,
        decoder,
        skipRecordMetadata: line.has('skip-record-metadata'),
        maxBytes: line.integer('max-bytes', 0) ?? Number.POSITIVE_INFINITY,
      },
      gaps,
    );
  } finally {
    file.close();
  }
  if (gaps.length > 0) found.gaps.set(path, gaps);
}

/** How to show keys and values, or undefined where they are not asked for. */
function decoderOf(line: Line): RecordDecoder | undefined {
  if (line.has('offsets-decoder')) return offsetsDecoder;
  if (line.has('cluster-metadata-decoder')) return metadataDecoder;
  const keyClass = line.one('key-decoder-class');
  const valueClass = line.one('value-decoder-class');
  const wanted = line.has('print-data-log') || keyClass !== undefined || valueClass !== undefined;
  return wanted ? plainDecoder(keyClass || undefined, valueClass || undefined) : undefined;
}

function* snapshotLines(env: Env, path: string): Generator<string> {
  for (const entry of decodeProducerSnapshot(readFile(env.disk, path))) {
    const { currentTxnFirstOffset: first } = entry;
    const parts = [
      `producerId: ${entry.producerId} producerEpoch: ${entry.producerEpoch}`,
      `coordinatorEpoch: ${entry.coordinatorEpoch}`,
      `currentTxnFirstOffset: ${first < 0 ? 'OptionalLong.empty' : `OptionalLong[${first}]`}`,
      `lastTimestamp: ${entry.lastTimestamp}`,
    ];
    const batch = entry.batches[0];
    if (batch !== undefined) {
      parts.push(
        `firstSequence: ${firstSequenceOf(batch)} lastSequence: ${batch.lastSequence}`,
        `lastOffset: ${batch.lastOffset} offsetDelta: ${batch.offsetDelta}`,
        `timestamp: ${batch.timestamp}`,
      );
    }
    yield parts.join(' ');
  }
}

function* transactionLines(env: Env, path: string): Generator<string> {
  for (const aborted of new TransactionIndex(env.disk, path).entries()) {
    yield `version: 0 producerId: ${aborted.producerId} firstOffset: ${aborted.firstOffset} ` +
      `lastOffset: ${aborted.lastOffset} lastStableOffset: ${aborted.lastStableOffset}`;
  }
}

/** What did not fit together, in the order and words of Kafka's tool. */
function report({ gaps, indexes }: Findings, terminal: Terminal): void {
  const section = <T>(
    title: string,
    path: string,
    items: readonly T[],
    text: (one: T) => string,
  ) => {
    if (items.length === 0) return;
    terminal.err(`${title}${path}\n${items.map((one) => `${text(one)}\n`).join('')}`);
  };
  for (const [path, { offsetMismatches }] of indexes) {
    section(
      'Mismatches in :',
      path,
      offsetMismatches,
      ({ indexed, found }) => `  Index offset: ${indexed}, log offset: ${found}`,
    );
  }
  for (const [path, { timeMismatches }] of indexes) {
    section(
      'Found timestamp mismatch in :',
      path,
      timeMismatches,
      ({ indexed, found }) => `  Index timestamp: ${indexed}, log timestamp: ${found}`,
    );
  }
  for (const [path, { outOfOrder }] of indexes) {
    section(
      'Found out of order timestamp in :',
      path,
      outOfOrder,
      ({ indexed, previous }) =>
        `  Index timestamp: ${indexed}, Previously indexed timestamp: ${previous}`,
    );
  }
  for (const [path, { notFound }] of indexes) {
    const title = 'The following indexed offsets are not found in :';
    section(
      title,
      path,
      notFound,
      ({ indexed, found }) => `Indexed offset: ${indexed}, found log offset: ${found}`,
    );
  }
  for (const [path, pairs] of gaps) {
    section(
      'Non-consecutive offsets in ',
      path,
      pairs,
      ({ from, to }) => `  ${from} is followed by ${to}`,
    );
  }
}
