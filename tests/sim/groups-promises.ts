/**
 * What must hold of a group, and is looked at after each event. A violation ends the run.
 *
 * By the log of `__consumer_offsets` (groups-ledger.ts) and the coordinator:
 *   forward    a committed offset never goes back, unless somebody resets it or power is lost
 *   covered    when an offset is committed, every record before it has been worked off by a member
 *   durable    what a member was told is committed is in the log, and the log never loses it: nothing
 *              when a process dies, and with the power only what was not synced (which, with one
 *              replica, Kafka does not promise either)
 *   honest     the coordinator's memory holds what the log says, also after loading it: what it
 *              answers is durable
 *   apart      no generation gives a partition to two members, and generations count up. In a group
 *              of the consumer protocol: at no time are two members given the same partition, where
 *              what a member has yet to give up counts as its own (groups-grants.ts)
 *
 * By the members:
 *   own        no partition is owned by two members that believe in the same generation. Of
 *              different generations two may own it for a while: one that was sent away and has not
 *              heard of it. The protocol promises only that its commits are refused, which `forward`
 *              and `covered` see. A static name counts as one member, though its old process may
 *              live on for as long as it hears nothing.
 *   granted    a member owns nothing but what the log gives it in the generation that it believes in.
 *              For the consumer protocol this is the stronger promise: while the coordinator knows a
 *              member in its epoch, nobody else of those owns what it owns
 *   begin      a member begins at an offset that was committed, no earlier than the one that was
 *              when it got the partition; at 0 where there was none
 *   go on      it is then given each record, one after the other
 *
 * Power that is lost may take a generation's record, too, and its number comes again; and a group that
 * begins anew counts anew. Generations are compared within an `age`, the time between two of these.
 */

import type { CoordinatorRecord, OffsetRecord } from '#groups/coordinator-record.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { Grants } from './groups-grants.ts';
import { OffsetsLedger } from './groups-ledger.ts';
import type { Member } from './groups-member.ts';

export class Violation extends Error {}

/** What the coordinator has in memory for a partition; undefined where it can't be asked now. */
export type Remembered = ((partition: number) => number | undefined) | undefined;

export class GroupPromises {
  /** How often generations began to be counted anew. */
  age = 0;
  readonly groupId: string;
  readonly ledger = new OffsetsLedger((records) => this.#take(records));
  /** What the log says: offsets by partition, and who has which partitions. */
  readonly committed = new Map<number, number>();
  readonly #grants = new Grants();
  readonly #members: Member[] = [];
  /** Every offset that was ever committed, by partition. */
  readonly #ever = new Map<number, Set<number>>();
  readonly #acknowledged = new Map<number, number>();
  readonly #processed = new Map<number, Set<number>>();
  /** All before it has been worked off. */
  readonly #processedTo = new Map<number, number>();
  readonly #resets = new Map<number, number>();
  readonly #tell: (text: string) => void;
  #isReplay = false;
  /** Since the broker was last started: its memory agrees with the log. */
  #hasCheckedMemory = false;
  #broken: unknown;

  constructor(groupId: string, tell: (text: string) => void) {
    this.groupId = groupId;
    this.#tell = tell;
  }

  watch(member: Member): void {
    this.#members.push(member);
  }

  /** A line for the story of the run. */
  note(text: string): void {
    this.#tell(text);
  }

  /** What went wrong, inside of a member's program or out. */
  fail(error: unknown): void {
    this.#broken ??= error;
  }

  /** Looks at all that can be seen from outside, after an event. */
  check(log: PartitionLog | undefined, remembered: () => Remembered): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (log === undefined) return;
    const isNew = log.logEndOffset !== this.ledger.nextOffset;
    if (!isNew && this.#hasCheckedMemory) return;
    // To ask makes the coordinator write what it has gathered, so the log is read afterwards.
    const memory = remembered();
    this.ledger.follow(log);
    this.#checkMemory(memory);
    this.#checkOwners();
  }

  /** The broker is back; `durableTo` is how far the log must still reach. */
  checkRestart(log: PartitionLog, durableTo: number): void {
    const { keptTo, isShorter } = this.ledger.reopen(log);
    this.#hasCheckedMemory = false;
    this.#expect(keptTo >= durableTo, () => {
      return `durable: of __consumer_offsets ${keptTo} records are left, ${durableTo} were durable`;
    });
    if (!isShorter) return;
    this.note(`the log of __consumer_offsets has lost what came after ${keptTo}`);
    this.#isReplay = true;
    this.committed.clear();
    this.#grants.clear();
    for (const records of this.ledger.history()) this.#take(records);
    this.#isReplay = false;
    for (const [partition, offset] of this.#acknowledged) {
      this.#acknowledged.set(partition, Math.min(offset, this.committed.get(partition) ?? 0));
    }
  }

  /** An administrator is about to set an offset anew. */
  expectReset(partition: number, offset: number): void {
    this.#resets.set(partition, offset);
  }

  assigned(member: Member, partitions: readonly number[]): void {
    const { name, memberId, generation } = member;
    for (const partition of partitions) {
      member.begins.set(partition, { age: this.age, offset: this.committed.get(partition) ?? 0 });
    }
    this.note(
      `${name} (${memberId}) owns ${[...member.owned.keys()]}: +${partitions}, ${generation}`,
    );
    this.#checkOwners();
  }

  delivered(member: Member, partition: number, offset: number): void {
    const { name, owned } = member;
    this.#expect(owned.has(partition), () => `own: ${name} reads ${partition}, which it has not`);
    const expected = owned.get(partition);
    if (expected === undefined) this.#checkBegin(member, partition, offset);
    else {
      this.#expect(offset === expected, () => {
        return `go on: ${name} got ${offset} of ${partition} after ${expected - 1}`;
      });
    }
    owned.set(partition, offset + 1);
  }

  processed(_member: Member, partition: number, offset: number): void {
    const done = setOf(this.#processed, partition);
    done.add(offset);
    let next = this.#processedTo.get(partition) ?? 0;
    while (done.has(next)) next++;
    this.#processedTo.set(partition, next);
  }

  acknowledged({ name }: Member, offsets: ReadonlyMap<number, number>): void {
    this.note(`${name} has committed ${[...offsets].map((one) => one.join(': ')).join(', ')}`);
    for (const [partition, offset] of offsets) {
      this.#expect(this.#ever.get(partition)?.has(offset) === true, () => {
        return `durable: ${name} was told that ${offset} is committed in ${partition}; it is not`;
      });
      const least = Math.max(offset, this.#acknowledged.get(partition) ?? 0);
      this.#acknowledged.set(partition, least);
    }
    this.#checkAcknowledged();
  }

  processedTo(partition: number): number {
    return this.#processedTo.get(partition) ?? 0;
  }

  #take(all: readonly CoordinatorRecord[]): void {
    const records = all.filter(({ groupId }) => groupId === this.groupId);
    for (const record of records) if (record.kind === 'offset') this.#takeOffset(record);
    const { complaint, hasRestarted, told } = this.#grants.take(records);
    if (hasRestarted) this.age += 1;
    if (!this.#isReplay && told !== '') this.note(`the log: ${told}`);
    this.#expect(complaint === undefined, () => `apart: ${complaint}`);
  }

  #takeOffset({ partition, offset: value }: OffsetRecord): void {
    const offset = value?.offset;
    const before = this.committed.get(partition) ?? 0;
    if (offset === undefined) {
      this.#expect(this.#isReplay, () => `forward: the offset of ${partition} was deleted`);
      this.committed.delete(partition);
      return;
    }
    this.committed.set(partition, offset);
    if (this.#isReplay) return;
    this.note(`the log: ${partition} is committed to ${offset}`);
    if (offset < before) {
      this.#expect(this.#resets.get(partition) === offset, () => {
        return `forward: partition ${partition} was committed to ${before}, and now to ${offset}`;
      });
      this.#acknowledged.set(partition, offset);
    }
    setOf(this.#ever, partition).add(offset);
    const worked = this.#processedTo.get(partition) ?? 0;
    this.#expect(offset <= worked, () => {
      return `covered: ${offset} is committed in ${partition}; ${worked} is not worked off`;
    });
  }

  /** Compares the coordinator's memory with the log. */
  #checkMemory(remembered: Remembered): void {
    if (remembered === undefined) return;
    this.#hasCheckedMemory = true;
    for (const [partition, offset] of this.committed) {
      const known = remembered(partition);
      this.#expect(known === offset, () => {
        return `honest: the coordinator has ${known} for partition ${partition}, the log ${offset}`;
      });
    }
  }

  #checkAcknowledged(): void {
    for (const [partition, offset] of this.#acknowledged) {
      const has = this.committed.get(partition) ?? 0;
      this.#expect(has >= offset, () => {
        return `durable: ${offset} was acknowledged in ${partition}; committed is ${has}`;
      });
    }
  }

  #checkOwners(): void {
    const owners = new Map<string, Member>();
    for (const member of this.#members) {
      this.#checkGranted(member);
      for (const partition of member.owned.keys()) {
        const at = `${member.age} ${member.generation} ${partition}`;
        const other = owners.get(at);
        owners.set(at, member);
        this.#expect(other === undefined || other.identity === member.identity, () => {
          const who = `${other?.name} and ${member.name}`;
          return `own: ${who} both own ${partition} in generation ${member.generation}`;
        });
      }
    }
  }

  #checkGranted(member: Member): void {
    if (member.owned.size === 0 || member.age !== this.age) return;
    const granted = this.#grants.of(member.memberId, member.epoch);
    if (granted === undefined) return;
    for (const partition of member.owned.keys()) {
      this.#expect(granted.has(partition), () => {
        const what = `in ${member.epoch} it has only ${[...granted]}`;
        return `granted: ${member.name} owns ${partition}; ${what}`;
      });
    }
  }

  #checkBegin({ name, begins }: Member, partition: number, offset: number): void {
    const least = begins.get(partition);
    const isKnown = least?.age === this.age && !this.#resets.has(partition);
    this.#expect(!isKnown || offset >= least.offset, () => {
      return `begin: ${name} begins ${partition} at ${offset}; ${least?.offset} is committed`;
    });
    const ever = this.#ever.get(partition);
    this.#expect(offset === 0 || ever?.has(offset) === true, () => {
      return `begin: ${name} begins ${partition} at ${offset}, which was never committed`;
    });
  }

  #expect(holds: boolean, violation: () => string): void {
    if (holds) return;
    const found = new Violation(violation());
    // A consumer may swallow what its listener throws.
    this.fail(found);
    throw found;
  }
}

function setOf(map: Map<number, Set<number>>, key: number): Set<number> {
  const known = map.get(key) ?? new Set<number>();
  map.set(key, known);
  return known;
}
