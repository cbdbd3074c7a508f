/**
 * The life of a group as a text: what is said to it at the margin, what follows of it indented. A
 * test gives the whole text; the commands in it are carried out, and what then follows must be what
 * the text says. To record one anew, take what the failure shows.
 *
 *     a joins                          a has no id yet; `as X`, `static X`, `session 6000`,
 *       a: MEMBER_ID_REQUIRED a-1      `rebalance 9000`, `type T`, `knows p,q`, `says X`, `old`
 *     wait 3000                        time passes, deadline by deadline
 *       begins generation 1 with 1 members
 *       a: generation 1 of range, leads a-1
 *     a syncs a-1=x b-1=y              `gen 7`, `as X`, `static X`, `protocol P`
 *     a beats, a commits, a leaves     the same words; `a sends away static X`
 *     stores wait / stored / store fails NAME
 *     loaded, unloaded
 */
import { ClassicGroup } from '#groups/classic-group.ts';
import type {
  GroupAnswer,
  GroupEffect,
  GroupEvent,
  GroupSettings,
  Stored,
} from '#groups/group-event.ts';
import { step } from '#groups/group-step.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';

const WALL_MS = 1_700_000_000_000;
const utf8 = new TextEncoder();
const text = new TextDecoder();

export const SETTINGS: GroupSettings = {
  initialRebalanceDelayMs: 3000,
  minSessionTimeoutMs: 6000,
  maxSessionTimeoutMs: 1_800_000,
  maxSize: 1000,
};

interface Client {
  memberId: string;
  generationId: number;
}

/** Runs the commands of a text and gives the text as it came out. */
export function transcript(
  script: string,
  settings: Partial<GroupSettings> = {},
  group = new ClassicGroup('g', WALL_MS),
): string {
  const run = new Transcript(group, { ...SETTINGS, ...settings });
  for (const line of commandsOf(script)) run.command(line);
  return run.lines.join('\n');
}

/** The text without its margin, to compare with. */
export function plain(script: string): string {
  const lines = script.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n');
}

function commandsOf(script: string): string[] {
  return plain(script)
    .split('\n')
    .filter((line) => !line.startsWith(' '));
}

class Transcript {
  readonly lines: string[] = [];
  readonly #group: ClassicGroup;
  readonly #settings: GroupSettings;
  readonly #clients = new Map<string, Client>();
  readonly #usedIds = new Set<string>();
  readonly #requests: string[] = [];
  #nowMs = 0;
  #storesWait = false;
  #waiting: Stored[] = [];

  constructor(group: ClassicGroup, settings: GroupSettings) {
    this.#group = group;
    this.#settings = settings;
  }

  command(line: string): void {
    this.lines.push(line);
    const [first = '', second = '', ...words] = line.split(' ');
    if (first === 'wait') this.#wait(Number(second));
    else if (line === 'stores wait') this.#storesWait = true;
    else if (line === 'stored') this.#stored(ErrorCode.NONE);
    else if (first === 'store') this.#stored(ErrorCode[words[0] as keyof typeof ErrorCode]);
    else if (line === 'loaded') this.#take({ kind: 'loaded' });
    else if (line === 'unloaded') {
      this.#take({ kind: 'unload', errorCode: ErrorCode.NOT_COORDINATOR });
    } else this.#take(this.#request(first, second, words));
  }

  #request(name: string, verb: string, words: readonly string[]): GroupEvent {
    const client = this.#clients.get(name) ?? { memberId: '', generationId: -1 };
    this.#clients.set(name, client);
    const option = (word: string) =>
      words.includes(word) ? (words[words.indexOf(word) + 1] ?? '') : undefined;
    const memberId = option('as') ?? (option('static') === undefined ? client.memberId : '');
    const common = {
      requestId: this.#requests.push(name) - 1,
      memberId: memberId === 'nobody' ? '' : memberId,
      groupInstanceId: option('static') ?? null,
      generationId: Number(option('gen') ?? client.generationId),
    };
    switch (verb) {
      case 'joins': {
        const timeoutMs = Number(option('session') ?? 10_000);
        const protocols = (option('knows') ?? 'range').split(',').filter((one) => one !== '');
        const metadata = utf8.encode(option('says') ?? '');
        return {
          kind: 'join',
          ...common,
          clientId: name,
          clientHost: '/client',
          newMemberId: this.#newId(option('static') ?? name),
          sessionTimeoutMs: timeoutMs,
          rebalanceTimeoutMs: Number(option('rebalance') ?? 60_000),
          protocolType: option('type') ?? 'connect',
          protocols: protocols.map((one) => ({ name: one, metadata })),
          mustKnowId: !words.includes('old'),
          canSkipAssignment: !words.includes('old'),
          reason: null,
        };
      }
      case 'syncs': {
        const parts = words.filter((word) => word.includes('=')).map((word) => word.split('='));
        const assignments = new Map(parts.map(([id = '', part]) => [id, utf8.encode(part)]));
        const protocolName = option('protocol') ?? null;
        return {
          kind: 'sync',
          ...common,
          protocolType: null,
          protocolName,
          assignments,
        };
      }
      case 'beats':
        return { kind: 'heartbeat', ...common };
      case 'commits':
        return { kind: 'commit', ...common };
      case 'leaves':
      case 'sends':
        return { kind: 'leave', ...common, members: [{ ...common, reason: null }] };
      default:
        throw new Error(`no such command: ${name} ${verb}`);
    }
  }

  /** a-1, and a-2 once the group has seen a-1. */
  #newId(name: string): string {
    const { members, pendingMembers } = this.#group;
    for (const id of [...members.keys(), ...pendingMembers.keys()]) this.#usedIds.add(id);
    let count = 1;
    while (this.#usedIds.has(`${name}-${count}`)) count++;
    return `${name}-${count}`;
  }

  #wait(ms: number): void {
    const until = this.#nowMs + ms;
    while (this.#group.nextDeadlineMs <= until) {
      this.#nowMs = Math.max(this.#nowMs, this.#group.nextDeadlineMs);
      this.#take({ kind: 'tick' });
    }
    this.#nowMs = until;
  }

  #stored(errorCode: number): void {
    this.#storesWait = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const stored of waiting) this.#take({ kind: 'stored', stored, errorCode });
  }

  #take(event: GroupEvent): void {
    const now = { monotonicMs: this.#nowMs, wallMs: WALL_MS + this.#nowMs };
    for (const effect of step(this.#group, event, now, this.#settings)) this.#follow(effect);
  }

  #follow(effect: GroupEffect): void {
    if (effect.kind === 'note') this.lines.push(`  ${effect.text}`);
    else if (effect.kind === 'answer') this.#answered(effect.requestId, effect.answer);
    else {
      const { generation, members } = effect.value;
      const parts = members.map((one) => ` ${one.memberId}=${text.decode(one.assignment)}`);
      this.lines.push(`  store generation ${generation}:${parts.join('') || ' empty'}`);
      if (this.#storesWait) this.#waiting.push(effect.stored);
      else this.#take({ kind: 'stored', stored: effect.stored, errorCode: ErrorCode.NONE });
    }
  }

  #answered(requestId: number, answer: GroupAnswer): void {
    const name = this.#requests[requestId];
    if (name === undefined || name === 'answered') throw new Error(`answered twice: ${requestId}`);
    this.#requests[requestId] = 'answered';
    const client = this.#clients.get(name) as Client;
    if ('memberId' in answer) {
      client.memberId = answer.memberId;
      client.generationId = answer.generationId;
    }
    this.lines.push(`  ${name}: ${wordsFor(answer)}`);
  }
}

function wordsFor(answer: GroupAnswer): string {
  const error = errorName(answer.errorCode);
  if ('memberId' in answer) {
    if (answer.errorCode !== ErrorCode.NONE) return `${error} ${answer.memberId}`.trimEnd();
    const ids = answer.members.map(({ memberId }) => memberId).join(' ');
    const leads = answer.leader === answer.memberId;
    const skips = answer.skipAssignment ? ', must not assign' : '';
    const role = leads ? `leads ${ids}` : `follows ${answer.leader}`;
    return `generation ${answer.generationId} of ${answer.protocolName}, ${role}${skips}`;
  }
  if ('assignment' in answer) {
    return answer.errorCode === ErrorCode.NONE
      ? `has ${text.decode(answer.assignment) || 'nothing'}`
      : error;
  }
  if (!('members' in answer)) return error;
  const outcomes = answer.members.map((one) => errorName(one.errorCode));
  return `${error} ${outcomes.join(' ')}`.trimEnd();
}
