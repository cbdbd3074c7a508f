/**
 * The life of a group as a text: what is done at the margin, what has to come of it indented, in any
 * order. A report shows the first command that something else came of, and all before it.
 *
 *     a joins                             a has no id yet. Words: `as X`, `static X`, `session 6000`,
 *       a: MEMBER_ID_REQUIRED a-1         `rebalance 9000`, `type T`, `knows p,q`, `says X`; `old`: a
 *     a joins                             client that needs no id, and knows no skipAssignment
 *     wait 3000                           time passes, tick by tick
 *       a: a-1 in generation 1 of range, leads a-1
 *     a syncs a-1=x b-1=y                 Words: `gen 7`, `as X`, `static X`, `protocol P`, `type T`
 *     a beats; a commits; a leaves        the same words; `a commits anonymously`
 *     admin removes b-1 static:s          LeaveGroup for many, by id or by name
 *     stores wait / stored / store fails  what is to be stored waits for a word
 *     the wall clock jumps 3600000
 *     late 20000                          time passes, and nobody ticks before its end
 *     unloaded / loaded
 *
 * `as nobody` is without an id, which is also how a name alone comes.
 */
import { ErrorCode } from 'reference:protocol/errors.ts';
import type {
  GroupAnswer,
  GroupEvent,
  GroupSettings,
  MemberIdentity,
  Stored,
} from '#groups/group-event.ts';
import { about, expectEqual, expectSameLines, withTrace } from '../../course/grading/expect.ts';
import { GroupMachine } from './group-machine.ts';

const utf8 = new TextEncoder();

/** a and b are in generation 1, and a leads. */
export const TWO = `
  a joins old
  b joins old
  wait 6000
  a syncs a-1=x b-1=y
  b syncs
  Stable
`;

/** a and b are in generation 1, a leads, and nobody has asked for an assignment. */
export const JOINED = `
  a joins old
  b joins old
  wait 6000
  CompletingRebalance
`;

export interface ScriptOptions extends Partial<GroupSettings> {
  /** Commands that come first; nothing is expected of them but the phase that they end in. */
  readonly after?: string;
}

/** Expects that the text holds. */
export function holds(text: string, { after, ...settings }: ScriptOptions = {}): void {
  const script = new Script(settings);
  withTrace(
    () => script.machine.story,
    () => {
      if (after !== undefined) script.prepare(after);
      for (const { command, outcome } of stepsOf(text)) script.expect(command, outcome);
    },
  );
}

interface Step {
  readonly command: string;
  readonly outcome: readonly string[];
}

function stepsOf(script: string): Step[] {
  const lines = script.split('\n').filter((line) => line.trim() !== '');
  const indents = lines.map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...indents);
  const steps: { command: string; outcome: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    if (indents[at] === margin) steps.push({ command: line.trim(), outcome: [] });
    else steps.at(-1)?.outcome.push(line.trim());
  }
  return steps;
}

/** Which function answers a command. */
const SYMBOLS: Readonly<Record<string, string>> = {
  beats: 'heartbeat',
  commits: 'checkCommit',
  leaves: 'leave',
  removes: 'leave',
};

interface Client {
  memberId: string;
  generationId: number;
}

class Script {
  readonly machine: GroupMachine;
  readonly #clients = new Map<string, Client>();
  readonly #askers = new Map<number, string>();
  readonly #usedIds = new Set<string>();
  #storesWait = false;
  #waiting: Stored[] = [];

  constructor(settings: Partial<GroupSettings>) {
    this.machine = new GroupMachine(settings, {
      answered: (requestId, answer) => this.#answered(requestId, answer),
      stores: ({ stored }) => {
        this.#waiting.push(stored);
      },
    });
  }

  /** Runs commands; the last line says the phase that has to be reached. */
  prepare(commands: string): void {
    const lines = stepsOf(commands).map(({ command }) => command);
    const phase = lines.pop();
    for (const line of lines) this.#run(line);
    expectEqual(this.machine.group.phase, phase, `the phase after: ${lines.join('; ')}`);
  }

  expect(command: string, outcome: readonly string[]): void {
    const symbol = this.#symbolFor(command);
    const check = () => {
      this.#run(command);
      expectSameLines(this.machine.lines, outcome, `what comes of "${command}", in any order`);
    };
    if (symbol === undefined) check();
    else about(symbol, check);
  }

  /** Whose answer it is, where one function alone decides it. */
  #symbolFor(command: string): string | undefined {
    const [, verb = ''] = command.split(' ');
    if (verb !== 'syncs') return SYMBOLS[verb];
    const { phase } = this.machine.group;
    if (phase === 'Stable') return 'syncStable';
    return phase === 'CompletingRebalance' ? 'syncCompleting' : undefined;
  }

  #run(command: string): void {
    this.machine.lines = [];
    this.machine.remark(command);
    this.#command(command.split(' '));
    while (!this.#storesWait && this.#waiting.length > 0) this.#tellStored(ErrorCode.NONE);
    const { members, pendingMembers } = this.machine.group;
    for (const id of [...members.keys(), ...pendingMembers.keys()]) this.#usedIds.add(id);
  }

  #command(words: readonly string[]): void {
    const { machine } = this;
    const [first = '', second = ''] = words;
    const last = words.at(-1) ?? '';
    if (first === 'wait') machine.passTo(machine.nowMs + Number(second));
    else if (first === 'late') {
      machine.nowMs += Number(second);
      machine.tick();
    } else if (first === 'the') machine.wallAheadMs += Number(last);
    else if (first === 'stores') this.#storesWait = true;
    else if (first === 'stored') this.#tellStored(ErrorCode.NONE);
    else if (first === 'store') this.#tellStored(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    else if (first === 'loaded') machine.take({ kind: 'loaded' });
    else if (first === 'unloaded') {
      machine.take({ kind: 'unload', errorCode: ErrorCode.NOT_COORDINATOR });
    } else machine.take(this.#eventOf(first, second, words.slice(2)));
  }

  #tellStored(errorCode: number): void {
    const stored = this.#waiting.shift();
    if (stored !== undefined) this.machine.stored(stored, errorCode);
  }

  #eventOf(name: string, verb: string, words: readonly string[]): GroupEvent {
    const word = (key: string) => (words.includes(key) ? words[words.indexOf(key) + 1] : undefined);
    const common = { ...this.#identity(name, words), requestId: this.#request(name) };
    if (verb === 'joins') {
      const metadata = utf8.encode(word('says') ?? '');
      const protocols = (word('knows') ?? 'range').split(',').filter((one) => one !== 'nothing');
      return {
        kind: 'join',
        ...common,
        clientId: name,
        clientHost: `/${name}`,
        newMemberId: this.#newId(word('static') ?? name),
        sessionTimeoutMs: Number(word('session') ?? 10_000),
        rebalanceTimeoutMs: Number(word('rebalance') ?? 60_000),
        protocolType: word('type') ?? 'consumer',
        protocols: protocols.map((one) => ({ name: one, metadata })),
        mustKnowId: !words.includes('old'),
        canSkipAssignment: !words.includes('old'),
        reason: null,
      };
    }
    if (verb === 'syncs') {
      const parts = words.filter((one) => one.includes('=')).map((one) => one.split('='));
      return {
        kind: 'sync',
        ...common,
        protocolType: word('type') ?? null,
        protocolName: word('protocol') ?? null,
        assignments: new Map(parts.map(([id = '', part]) => [id, utf8.encode(part)])),
      };
    }
    if (verb === 'beats') return { kind: 'heartbeat', ...common };
    if (verb === 'commits') return { kind: 'commit', ...common };
    const { requestId, memberId, groupInstanceId } = common;
    const members = verb === 'leaves' ? [{ memberId, groupInstanceId }] : words.map(identityOf);
    return {
      kind: 'leave',
      requestId,
      members: members.map((one) => ({ ...one, reason: null })),
    };
  }

  #identity(name: string, words: readonly string[]) {
    const client = this.#clients.get(name) ?? { memberId: '', generationId: -1 };
    this.#clients.set(name, client);
    const word = (key: string) => (words.includes(key) ? words[words.indexOf(key) + 1] : undefined);
    const groupInstanceId = word('static') ?? null;
    const said = word('as') ?? (groupInstanceId === null ? client.memberId : 'nobody');
    const memberId = said === 'nobody' ? '' : said;
    const generationId = Number(word('gen') ?? client.generationId);
    return words.includes('anonymously')
      ? { memberId: '', groupInstanceId: null, generationId: -1 }
      : { memberId, groupInstanceId, generationId };
  }

  #request(name: string): number {
    const requestId = this.machine.request(name);
    this.#askers.set(requestId, name);
    return requestId;
  }

  /** `a-1`, and `a-2` once the group has had an `a-1`. */
  #newId(name: string): string {
    let count = 1;
    while (this.#usedIds.has(`${name}-${count}`)) count++;
    return `${name}-${count}`;
  }

  #answered(requestId: number, answer: GroupAnswer): void {
    const client = this.#clients.get(this.#askers.get(requestId) ?? '');
    if (client === undefined || !('memberId' in answer)) return;
    // A request that was given up does not take from its client what it has.
    if (answer.errorCode === ErrorCode.REBALANCE_IN_PROGRESS) return;
    client.memberId = answer.memberId;
    if (answer.generationId >= 0) client.generationId = answer.generationId;
  }
}

function identityOf(word: string): MemberIdentity {
  return word.startsWith('static:')
    ? { memberId: '', groupInstanceId: word.slice('static:'.length) }
    : { memberId: word, groupInstanceId: null };
}
