/**
 * A trace's lines as events of a sequence diagram: when, in whose lane, from whom to whom.
 *
 *     12.345 m0 starts                                    m0 │ starts
 *     sent JoinGroupRequest v9, correlation id 3      client ├──────────► broker
 *     came 46 bytes: 00 00 00 03 …                    client ◄──────────┤ broker
 *     the broker was killed                                              ⚡ broker
 *     1200 ms: committed 8                                   │ committed 8
 *
 * Lines are written for people, by graders and simulations of many kinds, so this reads what it
 * knows and shows the rest as it is: a line is never lost, at worst it has no lane.
 */

export type EventKind = 'message' | 'fault' | 'note';

export interface TraceEvent {
  readonly index: number;
  readonly atMs: number | undefined;
  readonly kind: EventKind;
  /** Of a message: both ends. */
  readonly from?: string;
  readonly to?: string;
  /** Of anything else: whose it is; absent for what concerns all. */
  readonly lane?: string;
  readonly text: string;
}

export interface Sequence {
  readonly lanes: readonly string[];
  readonly events: readonly TraceEvent[];
}

type Read = Omit<TraceEvent, 'index' | 'atMs'>;

const CLIENT = 'client';
const BROKER = 'broker';

/** So many lanes can be told apart; whoever comes later has none. */
const MOST_LANES = 8;

const FAULT =
  /\b(killed|kill|crash(es|ed)?|power|cut( off)?|stands still|fail(s|ed)?|lost|torn|closed the connection|partition of the network|stopped|clock of \S+ (jumps|runs))\b/;

/** Words that lines begin with and that nobody is called. */
const NOBODY: ReadonlySet<string> = new Set(
  'the a an it all in at on of to no and then what who with after before sent came generation is'.split(
    ' ',
  ),
);

export function sequenceOf(lines: readonly string[]): Sequence {
  const timed = lines.map(timeOf);
  const subjects = subjectsOf(timed.map(({ text }) => text));
  const events = timed.map(({ atMs, text }, index) => ({
    index,
    atMs,
    ...readLine(text, subjects),
  }));
  return { lanes: lanesOf(events), events };
}

/** `12.345 text`, `12 ms: text`, `1.200 s  text`, or without a time: `12 records` has none. */
function timeOf(line: string): { atMs: number | undefined; text: string } {
  const found = /^\s*(?:(\d+(?:\.\d+)?) (ms|s):?|(\d+\.\d+))\s+(\S.*)$/s.exec(line);
  if (found === null) return { atMs: undefined, text: line.trim() };
  const [, counted, unit, bare, text = ''] = found;
  return { atMs: Number(bare ?? counted) * (unit === 's' ? 1000 : 1), text };
}

function readLine(text: string, subjects: ReadonlySet<string>): Read {
  const kind = FAULT.test(text) ? 'fault' : 'note';
  if (/^sent\b/.test(text)) return { kind: 'message', from: CLIENT, to: BROKER, text };
  if (/^came\b/.test(text)) return { kind: 'message', from: BROKER, to: CLIENT, text };
  const wire = /^(\S+) (\w+ v\d+:|\w+ answer:) ?(.*)$/s.exec(text);
  if (wire !== null) {
    const [, who = '', what = '', says = ''] = wire;
    const isAnswer = what.endsWith('answer:');
    const ends = isAnswer ? { from: BROKER, to: who } : { from: who, to: BROKER };
    return { kind: 'message', ...ends, text: `${what} ${says}` };
  }
  const named = /^(?:member|reader|consumer) (\S+?):? (.*)$/s.exec(text);
  if (named !== null) return { kind, lane: named[1] as string, text: named[2] as string };
  if (/^the (broker|power|coordinator)\b/.test(text)) return { kind, lane: BROKER, text };
  const other = /^the (?:network to|clock of) ([^\s:]+)/.exec(text);
  if (other !== null) return { kind: 'fault', lane: other[1] as string, text };
  const [first = ''] = text.split(/[\s:]/, 1);
  if (!subjects.has(first)) return { kind, text };
  return { kind, lane: first, text: text.slice(first.length).replace(/^:?\s+/, '') };
}

/** Words that several lines begin with: names of machines, members, groups. */
function subjectsOf(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const first = /^([\p{L}][\p{L}\p{N}_′-]{0,19}):?\s/u.exec(text)?.[1];
    if (first === undefined || NOBODY.has(first.toLowerCase())) continue;
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const often = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  return new Set(often.slice(0, MOST_LANES).map(([name]) => name));
}

/** In the order of appearance, the broker last: everybody's arrows go to it. */
function lanesOf(events: readonly Read[]): string[] {
  const lanes = new Set<string>();
  for (const { lane, from, to } of events) {
    for (const one of [lane, from, to]) if (one !== undefined) lanes.add(one);
  }
  const others = [...lanes].filter((lane) => lane !== BROKER).slice(0, MOST_LANES);
  return lanes.has(BROKER) ? [...others, BROKER] : others;
}
