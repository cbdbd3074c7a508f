/**
 * What must hold of a group, and is looked at after each event. A violation ends the run.
 *
 * By the log of `__consumer_offsets` (groups-ledger.ts) and the coordinator:
 *   forward    a committed offset never goes back, unless somebody resets it or power is lost
 *   covered    when an offset is committed, every record before it has been worked off by a member
 *   durable    what a member was told is committed is in the log, and the log never loses it: nothing
 *              when a process dies, and with the power only what was not synced (which, with one
 *              replica, Kafka does not promise either)
 *   honest     the coordinator's memory holds what the log says, also after loading it: so what it
 *              answers is durable. Who asks is told what was committed while it waited
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
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { CommitPromises, type Moment, type Offsets, type Remembered } from './groups-commits.ts';
import { Grants } from './groups-grants.ts';
import { OffsetsLedger } from './groups-ledger.ts';
import { type Member, UNKNOWN_AGE } from './groups-member.ts';

/** The network holds bytes back for no longer (groups-faults.ts). */
const LONGEST_ON_THE_WAY_MS = 22_000;

export class Violation extends Error {}

export class GroupPromises {
  /** How often generations began to be counted anew. */
  age = 0;
  readonly commits = new CommitPromises((...one) => this.#expect(...one));
  readonly ledger = new OffsetsLedger((records) => this.#take(records));
  readonly #groupId: string;
  readonly #grants = new Grants();
  readonly #members: Member[] = [];
  readonly #now: () => number;
  readonly #tell: (text: string) => void;
  #oldUntilMs = 0;
  /** Since the broker was last started: its memory agrees with the log. */
  #hasCheckedMemory = false;
  #broken: unknown;

  constructor(groupId: string, now: () => number, tell: (text: string) => void) {
    this.#groupId = groupId;
    this.#now = now;
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
    if (memory !== undefined) {
      this.#hasCheckedMemory = true;
      this.commits.checkMemory(memory);
    }
    this.commits.checkAcknowledged();
    this.#checkOwners();
  }

  /** Whether an answer may still arrive that was sent before power was lost. */
  get mayHearOfOld(): boolean {
    return this.#now() < this.#oldUntilMs;
  }

  powerLost(): void {
    this.age += 1;
    this.#oldUntilMs = this.#now() + LONGEST_ON_THE_WAY_MS;
    for (const member of this.#members) if (member.state !== 'out') member.outlivesPower();
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
    this.#grants.clear();
    const left = new Map<number, number>();
    for (const all of this.ledger.history()) {
      const records = this.#ofGroup(all);
      this.#grants.take(records);
      for (const record of records) {
        if (record.kind === 'offset') left.set(record.partition, record.offset?.offset ?? 0);
      }
    }
    this.commits.restore(left);
  }

  /** What is committed now, for somebody who is about to ask. */
  moment(): Moment {
    return this.commits.moment(this.age);
  }

  /** What the coordinator says is committed, -1 for nothing. */
  told(before: Moment, found: Offsets): void {
    if (this.#isOfNow(before)) this.commits.told(before, found);
  }

  assigned(member: Member, partitions: readonly number[]): void {
    const { name, memberId, generation, owned } = member;
    for (const partition of partitions) member.begins.set(partition, this.moment());
    this.note(`${name} (${memberId}) owns ${[...owned.keys()]} in ${generation}: +${partitions}`);
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

  /** A member was told so; since it asked, power may have been lost, or an offset set back. */
  acknowledged({ name }: Member, offsets: Offsets, asked: Moment): void {
    this.note(`${name} has committed ${[...offsets].map((one) => one.join(': ')).join(', ')}`);
    if (this.#isOfNow(asked)) this.commits.acknowledge(name, offsets);
  }

  #isOfNow(then: Moment): boolean {
    return then.age === this.age && this.commits.isSame(then);
  }

  #ofGroup(records: readonly CoordinatorRecord[]): CoordinatorRecord[] {
    return records.filter(({ groupId }) => groupId === this.#groupId);
  }

  #take(all: readonly CoordinatorRecord[]): void {
    const records = this.#ofGroup(all);
    for (const record of records) {
      if (record.kind !== 'offset') continue;
      this.note(`the log: ${record.partition} is committed to ${record.offset?.offset}`);
      this.commits.take(record.partition, record.offset?.offset);
    }
    const { complaint, hasRestarted, told } = this.#grants.take(records);
    if (hasRestarted) this.age += 1;
    if (told !== '') this.note(`the log: ${told}`);
    this.#expect(complaint === undefined, () => `apart: ${complaint}`);
  }

  #checkOwners(): void {
    const owners = new Map<string, Member>();
    for (const member of this.#members) {
      if (member.age === UNKNOWN_AGE) continue;
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
    const then = begins.get(partition);
    const least = then?.committed.get(partition) ?? 0;
    const isOfNow = then !== undefined && this.#isOfNow(then);
    this.#expect(!isOfNow || offset >= least, () => {
      return `begin: ${name} begins ${partition} at ${offset}; ${least} is committed`;
    });
    this.#expect(offset === 0 || this.commits.wasCommitted(partition, offset), () => {
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
