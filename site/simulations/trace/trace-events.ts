/**
 * A trace's lines as events of a sequence diagram: when, in whose lane, from whom to whom.
 *
 *     12.345 m0 starts                                    m0 │ starts
 *     sent JoinGroupRequest v9, correlation id 3      client ├──────────► broker
 *     came 46 bytes: 00 00 00 03 …                    client ◄──────────┤ broker
 *     the broker was killed                                              ⚡ broker
 *     1200 ms: committed 8                                   │ committed 8
 *     a: has x                                             a │ has x
 *     a record is stored                                       a record is stored
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
/** Whom everybody's arrows go to: their lanes are the last. */
const ENDS = ['log', 'group', 'coordinator', BROKER];

/** So many lanes can be told apart; of more, those who did something last: nearest to what failed. */
const MOST_LANES = 10;

const FAULT =
  /\b(killed|kill|crash(es|ed)?|power|cut( off)?|stands still|fail(s|ed)?|lost|torn|closed the connection|partition of the network|stopped|clock of \S+ (jumps|runs))\b/;

/** Words that lines begin with and that nobody is called. */
const NOBODY: ReadonlySet<string> = new Set(
  (
    'the a an it all in at on of to no and then from what who with after before sent came generation ' +
    'is wait late loaded unloaded store stored stores nothing nobody every one expected'
  ).split(' '),
);

/** `a joins`, `a was killed`: what someone does or suffers. `a record`, `a process` is a thing. */
const DEED = /^\S+ (?:is|was|has|\p{L}+[^\Ws]s)\b/u;

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
  const [, end] = /^the (\S+?)(?:['’]s)?[\s:]/.exec(text) ?? [];
  if (end === 'power') return { kind, lane: BROKER, text };
  if (end !== undefined && ENDS.includes(end)) return { kind, lane: end, text };
  const other = /^the (?:network to|clock of) ([^\s:]+)/.exec(text);
  if (other !== null) return { kind: 'fault', lane: other[1] as string, text };
  const first = subjectOf(text);
  if (first === undefined || !subjects.has(first)) return { kind, text };
  return { kind, lane: first, text: text.slice(first.length).replace(/^:?\s+/, '') };
}

/** Names of machines, members, groups: those that lines call so, and words that several begin with. */
function subjectsOf(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const named = new Set<string>();
  for (const text of texts) {
    const first = subjectOf(text);
    if (first === undefined) continue;
    counts.set(first, (counts.get(first) ?? 0) + 1);
    if (isNamed(text, first)) named.add(first);
  }
  return new Set([...counts.keys()].filter((name) => named.has(name) || counts.get(name) !== 1));
}

/** Who a line may be about. A member called “a” is told from the article by what follows. */
function subjectOf(text: string): string | undefined {
  const [, name, colon] = /^(\p{L}[\p{L}\p{N}_′-]{0,19})(:?)(?:\s|$)/u.exec(text) ?? [];
  if (name === undefined || colon === ':') return name;
  if (name === 'a') return DEED.test(text) ? name : undefined;
  return NOBODY.has(name.toLowerCase()) ? undefined : name;
}

/** `b: has x`, and of names that are no words, `b leaves` and `m-0 joins`: one such line is enough. */
function isNamed(text: string, name: string): boolean {
  return text.startsWith(`${name}:`) || (/^\p{L}$|\d$/u.test(name) && DEED.test(text));
}

/** In the order of appearance, and the ends behind all others. */
function lanesOf(events: readonly Read[]): string[] {
  const lastAt = new Map<string, number>();
  for (const [at, { lane, from, to }] of events.entries()) {
    for (const one of [lane, from, to]) if (one !== undefined) lastAt.set(one, at);
  }
  const ends = ENDS.filter((lane) => lastAt.delete(lane));
  const [oldest = 0] = [...lastAt.values()].sort((one, other) => one - other).slice(-MOST_LANES);
  const lanes = [...lastAt].filter(([, at]) => at >= oldest).map(([lane]) => lane);
  return [...lanes.slice(-MOST_LANES), ...ends];
}
