/**
 * What a group must never do, watched from outside: each answer is held against those before it.
 */
import { ErrorCode } from 'reference:protocol/errors.ts';
import type { ClassicGroup } from '#groups/classic-group.ts';
import type {
  GroupAnswer,
  GroupEvent,
  JoinAnswer,
  Stored,
  SyncAnswer,
} from '#groups/group-event.ts';
import { expectEqual, expectTrue } from '../../course/grading/expect.ts';

/** What has been told of a generation. */
interface Generation {
  readonly leader: string;
  readonly protocolName: string | null;
  /** All members, as its leader was told. */
  members: string | undefined;
  assignments: ReadonlyMap<string, Uint8Array> | undefined;
}

const text = new TextDecoder();

export class GroupRules {
  readonly #group: ClassicGroup;
  readonly #generations = new Map<number, Generation>();
  /** Members that were told that they are in, and heard of in time ever since. */
  readonly #diligent = new Set<string>();
  readonly #excused = new Set<string>();
  #forgivenGeneration = 0;

  constructor(group: ClassicGroup) {
    this.#group = group;
  }

  /** That member falls silent, leaves or crashes: it may be taken for dead from now on. */
  excuse(memberId: string): void {
    this.#excused.add(memberId);
  }

  /** The broker itself was away: nobody could be heard, and this generation may be late for all. */
  forgive(): void {
    this.#diligent.clear();
    this.#forgivenGeneration = this.#group.generationId;
  }

  stored(stored: Stored): void {
    if (stored.kind !== 'assignment') return;
    const generation = this.#generations.get(stored.generationId);
    if (generation !== undefined) generation.assignments ??= stored.assignments;
  }

  answered(event: GroupEvent, answer: GroupAnswer): void {
    const { errorCode } = answer;
    if (event.kind === 'join' && errorCode === ErrorCode.NONE) this.#joined(answer as JoinAnswer);
    if (event.kind === 'sync') this.#synced(event, answer as SyncAnswer);
    if (event.kind === 'heartbeat') this.#beaten(event, errorCode);
    if (event.kind === 'commit') this.#committed(event, errorCode);
    if (event.kind !== 'leave' && errorCode === ErrorCode.UNKNOWN_MEMBER_ID) {
      const { memberId } = event as { memberId: string };
      const what = `${memberId}, which was heard of in time, is a member still`;
      expectTrue(!this.#diligent.has(memberId) || this.#excused.has(memberId), what);
    }
  }

  #joined(answer: JoinAnswer): void {
    const { generationId, memberId, leader, protocolName, members } = answer;
    const group = this.#group;
    const what = `of generation ${generationId}, as ${memberId} is told`;
    expectEqual(generationId, group.generationId, 'the generation that a member is told');
    expectTrue(group.members.has(memberId), `${memberId}, told of a generation, is a member`);
    const known = this.#generations.get(generationId);
    if (known === undefined) {
      const first = Math.max(0, ...this.#generations.keys());
      expectTrue(generationId > first, `generation ${generationId} comes after ${first}`);
    }
    const generation = known ?? {
      leader,
      protocolName,
      members: undefined,
      assignments: undefined,
    };
    this.#generations.set(generationId, generation);
    if (generationId > this.#forgivenGeneration) this.#diligent.add(memberId);
    expectEqual(leader, generation.leader, `the leader ${what}`);
    expectEqual(protocolName, generation.protocolName, `the protocol ${what}`);
    if (leader !== memberId) {
      expectEqual(members.length, 0, `the members that ${memberId} is told, which does not lead`);
      return;
    }
    const ids = members.map((one) => one.memberId).sort();
    generation.members ??= ids.join(' ');
    expectEqual(ids.join(' '), generation.members, `the members ${what}, its leader`);
    expectTrue(ids.includes(leader), `the leader is among the members ${what}`, ids);
  }

  #synced(event: Extract<GroupEvent, { kind: 'sync' }>, answer: SyncAnswer): void {
    if (answer.errorCode !== ErrorCode.NONE) return;
    const { memberId, generationId } = event;
    const told = text.decode(answer.assignment);
    expectEqual(generationId, this.#group.generationId, 'the generation of who gets an assignment');
    const assignments = this.#generations.get(generationId)?.assignments;
    const isStored = assignments !== undefined;
    expectTrue(isStored, `the assignment of generation ${generationId} is stored first`);
    const assigned = text.decode(assignments?.get(memberId) ?? new Uint8Array(0));
    expectEqual(told, assigned, `what ${memberId} gets, of what the leader assigned`);
  }

  #beaten({ memberId, generationId }: { memberId: string; generationId: number }, code: number) {
    if (code !== ErrorCode.NONE) return;
    const group = this.#group;
    expectTrue(group.members.has(memberId), `${memberId}, whose heartbeat is fine, is a member`);
    expectEqual(generationId, group.generationId, 'the generation of who may go on');
    const goesOn = group.phase === 'Stable' || group.phase === 'CompletingRebalance';
    expectTrue(goesOn, 'nobody has to join again while a heartbeat is fine', group.phase);
  }

  #committed({ memberId, generationId }: { memberId: string; generationId: number }, code: number) {
    if (code !== ErrorCode.NONE) return;
    const { phase, members } = this.#group;
    if (generationId < 0) {
      expectEqual(phase, 'Empty', 'the phase in which anybody may commit');
      return;
    }
    expectTrue(members.has(memberId), `${memberId}, which may commit, is a member`);
    expectEqual(generationId, this.#group.generationId, 'the generation of who may commit');
    expectTrue(phase !== 'CompletingRebalance', 'nobody commits before it knows its parts', phase);
  }
}
