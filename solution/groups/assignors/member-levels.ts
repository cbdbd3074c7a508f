/**
 * Who has most partitions and who has fewest, while partitions move from the one to the other.
 *
 *                            most
 *               │ fewest               #       Members by how many they have. Those that have fewest
 *               │             ┌──◄┐   ##       are a range that grows to the right: each of it gets
 *     partitions│            #│###│   ##       one, then it is a level higher and takes in those
 *               │ ┌►──┐   ####│###│   ##       that stand there already. The range of those that
 *               │ │###│#######│###│   ##       have most grows to the left, as they give.
 *               └─────────────────────────
 *                  members            └─ have none to give, and are left out
 *
 * So no search is needed for each partition: sorting once, and a step. Source: Kafka's
 * UniformHeterogeneousAssignmentBuilder.
 */
export class MemberLevels {
  /** How many each member has, by its number: the caller's, who changes it as partitions move. */
  readonly #sizes: Int32Array;
  #members: number[] = [];
  /** Those that have fewest are before `#leastEnd`; each had `#leastLevel` when its turn came. */
  #leastEnd = 0;
  #leastLevel = 0;
  #nextLeast = 0;
  /** Those that have most are from `#mostStart` to before `#mostEnd`. */
  #mostStart = 0;
  #mostEnd = 0;
  #mostLevel = 0;
  #nextMost = 0;

  constructor(sizes: Int32Array) {
    this.#sizes = sizes;
  }

  /** Begins with other members; gives by how many partitions they differ. There must be one. */
  start(members: readonly number[]): number {
    const sizes = this.#sizes;
    this.#members = [...members].sort(
      (one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0) || one - other,
    );
    const fewest = this.#sizeAt(0);
    const most = this.#sizeAt(members.length - 1);
    this.#leastEnd = 0;
    this.#leastLevel = fewest - 1;
    this.#nextLeast = 0;
    this.#mostStart = members.length;
    this.#mostEnd = members.length;
    this.#mostLevel = most + 1;
    this.#nextMost = members.length - 1;
    return most - fewest;
  }

  /** The member that is to get the next partition. It is taken to get it. */
  nextLeast(): number {
    if (this.#nextLeast >= this.#leastEnd) {
      this.#leastLevel++;
      while (this.#leastEnd < this.#members.length && this.#leastEndIsOnLevel()) this.#leastEnd++;
      this.#nextLeast = 0;
    }
    return this.#members[this.#nextLeast++] as number;
  }

  /** The member that is to give the next partition; undefined if nobody is left who can. */
  nextMost(): number | undefined {
    if (this.#nextMost < this.#mostStart) this.#growMost();
    return this.#nextMost < 0 ? undefined : this.#members[this.#nextMost--];
  }

  /** The member that `nextMost` gave has none to give: it is not asked again. */
  excludeMost(): void {
    const at = this.#nextMost + 1;
    const last = this.#mostEnd - 1;
    const excluded = this.#members[at] as number;
    this.#members[at] = this.#members[last] as number;
    this.#members[last] = excluded;
    this.#mostEnd--;
  }

  /** Whether moving one more from who has most to who has fewest would make nothing more even. */
  get areEven(): boolean {
    return this.#mostLevel - this.#leastLevel <= 1;
  }

  #growMost(): void {
    const isEmpty = this.#mostEnd <= this.#mostStart && this.#mostStart > 0;
    // All of the range had none to give: go on at the level of the next member, however low.
    this.#mostLevel = isEmpty ? this.#sizeAt(this.#mostStart - 1) : this.#mostLevel - 1;
    while (this.#mostStart > 0 && this.#sizeAt(this.#mostStart - 1) === this.#mostLevel) {
      this.#mostStart--;
    }
    this.#nextMost = this.#mostEnd - 1;
  }

  #leastEndIsOnLevel(): boolean {
    return this.#sizeAt(this.#leastEnd) === this.#leastLevel;
  }

  #sizeAt(position: number): number {
    return this.#sizes[this.#members[position] as number] ?? 0;
  }
}
