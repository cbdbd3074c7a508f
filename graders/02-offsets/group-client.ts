/**
 * A client in a group's world: it joins, syncs, works, and does what errors tell it to, as every
 * consumer does. It may also be slow, impatient, silent or dead.
 */
import { ErrorCode, errorName } from 'reference:protocol/errors.ts';
import type { GroupAnswer, JoinAnswer, JoinEvent, SyncAnswer } from '#groups/group-event.ts';
import type { GroupWorld } from './group-world.ts';

const PARTS = ['0', '1', '2', '3'];
const PROTOCOLS = [['range'], ['range', 'sticky'], ['sticky', 'range']];
const utf8 = new TextEncoder();
const text = new TextDecoder();

export class WorldClient {
  readonly name: string;
  memberId = '';
  generationId = -1;
  /** What it works on. */
  parts: string[] = [];
  readonly #world: GroupWorld;
  #isGone = true;
  /** Goes up whenever what was asked before is of no interest any more. */
  #life = 0;
  #ids = 0;
  #leads = false;
  #protocols: string[];
  #says = 'old';

  constructor(world: GroupWorld, name: string) {
    this.#world = world;
    this.name = name;
    this.#protocols = world.pick(PROTOCOLS);
  }

  get isThere(): boolean {
    return !this.#isGone;
  }

  /** A process begins, and knows nothing of one before it. */
  start(): void {
    this.#isGone = false;
    this.#forget();
    this.#join();
  }

  #forget(): void {
    this.memberId = '';
    this.generationId = -1;
    this.parts = [];
  }

  #join(): void {
    const life = ++this.#life;
    // What it has is given up for the time of a rebalance; at rest, it only asks.
    if (!this.#world.isAtRest) this.parts = [];
    if (this.#world.maybe(0.1)) this.#says = this.#says === 'old' ? 'new' : 'old';
    const sent = { memberId: this.memberId, newMemberId: `${this.name}-${++this.#ids}` };
    const mustKnowId = !this.#world.maybe(0.2) || this.#world.options.vanish === true;
    const metadata = utf8.encode(this.#says);
    const event: Omit<JoinEvent, 'requestId'> = {
      kind: 'join',
      ...sent,
      groupInstanceId: null,
      clientId: this.name,
      clientHost: `/${this.name}`,
      sessionTimeoutMs: this.#world.sessionTimeoutMs,
      rebalanceTimeoutMs: this.#world.rebalanceTimeoutMs,
      protocolType: 'consumer',
      protocols: this.#protocols.map((name) => ({ name, metadata })),
      mustKnowId,
      canSkipAssignment: true,
      reason: null,
    };
    const as = this.memberId === '' ? 'without an id' : `as ${this.memberId}`;
    this.#world.send(
      this.name,
      `joins ${as}, says ${this.#says}`,
      (requestId) => ({ ...event, requestId }),
      (answer) => {
        if (life === this.#life) this.#joined(answer as JoinAnswer);
      },
    );
    // Without an id of its own, each attempt would be another member.
    if (this.memberId !== '' && this.#world.maybe(0.1)) {
      this.#later(life, 200 + this.#world.below(4000), () => this.#join());
    }
  }

  #joined(answer: JoinAnswer): void {
    if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.memberId = answer.memberId;
      if (this.#vanishes(0.1)) return;
      this.#join();
      return;
    }
    if (answer.errorCode !== ErrorCode.NONE) {
      this.#recover(answer.errorCode);
      return;
    }
    this.memberId = answer.memberId;
    this.generationId = answer.generationId;
    this.#leads = answer.leader === answer.memberId;
    // Between join and sync: the moment that breaks groups.
    if (this.#vanishes(0.15)) return;
    this.#sync(answer);
  }

  #sync(answer: JoinAnswer): void {
    const life = ++this.#life;
    const { memberId, generationId } = this;
    const assignments = new Map<string, Uint8Array>();
    const ids = answer.members.map((one) => one.memberId).sort();
    for (const [at, id] of ids.entries()) {
      const parts = PARTS.filter((_, part) => part % ids.length === at);
      assignments.set(id, utf8.encode(parts.join(',')));
    }
    const send = () =>
      this.#world.send(
        this.name,
        `syncs in generation ${generationId}`,
        (requestId) => ({
          kind: 'sync',
          requestId,
          memberId,
          groupInstanceId: null,
          generationId,
          protocolType: 'consumer',
          protocolName: answer.protocolName,
          assignments,
        }),
        (synced) => {
          if (life === this.#life) this.#synced(synced as SyncAnswer);
        },
      );
    this.#later(life, this.#world.maybe(0.2) ? this.#world.below(5000) : 1, send);
    if (this.#world.maybe(0.1)) this.#later(life, 500 + this.#world.below(3000), send);
    if (this.#world.options.beats) this.#beat(life);
  }

  #synced(answer: SyncAnswer): void {
    if (answer.errorCode !== ErrorCode.NONE) {
      this.#recover(answer.errorCode);
      return;
    }
    this.parts = text
      .decode(answer.assignment)
      .split(',')
      .filter((part) => part !== '');
    // Each time that a leader joins is a rebalance: once all is well, it lets things be.
    if (this.#world.options.beats || (this.#leads && this.#world.isAtRest)) return;
    const life = ++this.#life;
    this.#later(life, 4000 + this.#world.below(4000), () => this.#join());
  }

  /** Every second or two a heartbeat, now and then a commit, and what happens to processes. */
  #beat(life: number): void {
    this.#later(life, 800 + this.#world.below(800), () => {
      if (this.#vanishes(0.01)) return;
      const kind = this.parts.length > 0 && this.#world.below(4) === 0 ? 'commit' : 'heartbeat';
      this.#tell(kind, (answer) => {
        if (life !== this.#life) return;
        const waits = kind === 'commit' && answer.errorCode === ErrorCode.REBALANCE_IN_PROGRESS;
        if (answer.errorCode !== ErrorCode.NONE && !waits) this.#recover(answer.errorCode);
      });
      this.#beat(life);
    });
  }

  #tell(kind: 'heartbeat' | 'commit', receive: (answer: GroupAnswer) => void): void {
    const { memberId, generationId } = this;
    const words = kind === 'commit' ? 'commits' : 'beats';
    this.#world.send(
      this.name,
      `${words} as ${memberId} in generation ${generationId}`,
      (requestId) => ({ kind, requestId, memberId, groupInstanceId: null, generationId }),
      receive,
    );
  }

  /** Whether it crashes, leaves or falls silent; it is not itself any more then. */
  #vanishes(probability: number): boolean {
    if (!this.#world.options.vanish || !this.#world.maybe(probability)) return false;
    const life = ++this.#life;
    this.#world.rules.excuse(this.memberId);
    const fate = this.#world.pick(['crashes', 'leaves', 'falls silent']);
    this.#world.machine.remark(`${this.name} ${fate}`);
    if (fate === 'leaves') this.#leave();
    if (fate === 'falls silent') {
      this.#later(life, 2000 + this.#world.below(16_000), () => this.#wakeUp());
    } else {
      this.#isGone = true;
      this.parts = [];
      if (this.#world.maybe(0.7)) this.#world.after(this.#world.below(20_000), () => this.start());
    }
    return true;
  }

  #leave(): void {
    const members = [{ memberId: this.memberId, groupInstanceId: null, reason: null }];
    const eventOf = (requestId: number) => ({ kind: 'leave', requestId, members }) as const;
    this.#world.send(this.name, `leaves as ${this.memberId}`, eventOf, () => {});
  }

  /** It was away for long, does not know it, and goes on where it was. */
  #wakeUp(): void {
    this.#world.machine.remark(
      `${this.name} is back, and knows of generation ${this.generationId}`,
    );
    const life = this.#life;
    this.#tell('commit', () => {});
    this.#tell('heartbeat', ({ errorCode }) => {
      if (life !== this.#life) return;
      if (errorCode === ErrorCode.NONE) this.#join();
      else this.#recover(errorCode);
    });
  }

  #recover(errorCode: number): void {
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.#forget();
    const life = ++this.#life;
    this.parts = [];
    this.#world.machine.remark(`${this.name} is told ${errorName(errorCode)}, and will join again`);
    this.#later(life, 10 + this.#world.below(200), () => this.#join());
  }

  /** Does something later, if the client is still where it was. */
  #later(life: number, delayMs: number, run: () => void): void {
    this.#world.after(delayMs, () => {
      if (life === this.#life) run();
    });
  }
}
