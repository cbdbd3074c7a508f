/**
 * What one group looks like, kept up to date by what happens to it.
 */
import type { Happening, MemberLife } from './happening.ts';
import { PartitionTrack } from './partition-track.ts';
import type { GenerationMark, GroupPicture, MemberPicture, MemberState } from './picture.ts';
import { type GroupSetup, groupIdOf, type MemberName, memberNames } from './setup.ts';

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>;

const STATES: Readonly<Record<MemberLife, MemberState>> = {
  starts: 'running',
  'goes on': 'running',
  stalls: 'standing still',
  closes: 'closing',
  crashes: 'not running',
  'is gone': 'not running',
};

export class GroupTrack {
  readonly #setup: GroupSetup;
  readonly #group: number;
  readonly #members = new Map<MemberName, MemberPicture>();
  readonly #partitions: readonly PartitionTrack[];
  #phases: GroupPicture['phases'] = [];
  #generations: GroupPicture['generations'] = [];
  readonly #counts = { worked: 0, repeats: 0 };

  constructor(setup: GroupSetup, group: number) {
    this.#setup = setup;
    this.#group = group;
    this.#partitions = Array.from({ length: setup.partitions }, () => new PartitionTrack());
    for (const name of memberNames) {
      const state = 'not running';
      this.#members.set(name, {
        name,
        state,
        isCut: false,
        wasThere: false,
        generation: -1,
        owned: [],
      });
    }
  }

  /** True where a record was worked on that somebody had worked on before. */
  take(happening: Happening): boolean {
    if (happening.kind === 'note') this.#takeNote(happening);
    if (!('group' in happening) || happening.group !== this.#group) return false;
    const { repeats } = this.#counts;
    this.#take(happening);
    return this.#counts.repeats > repeats;
  }

  #take(happening: Extract<Happening, { group: number }>): void {
    if (happening.kind === 'life') this.#takeLife(happening);
    else if (happening.kind === 'network') {
      this.#change(happening.member, { isCut: happening.isCut });
    } else if (happening.kind === 'ownership') this.#takeOwnership(happening);
    else if (happening.kind === 'phase') {
      this.#phases = [...this.#phases, { phase: happening.phase, fromMs: happening.atMs }];
    } else if (happening.kind === 'generation') {
      this.#takeGeneration(happening);
    } else this.#takeRecords(happening);
  }

  /** A classic group begins a generation before that is written down: its members' shares come later. */
  #takeNote({ text, atMs }: Of<'note'>): void {
    const [, groupId, generation] = /^group (\S+) begins generation (\d+)/.exec(text) ?? [];
    if (groupId !== groupIdOf(this.#setup, this.#group)) return;
    this.#takeGeneration({ generation: Number(generation), atMs });
  }

  /** One is written down again when a static member comes back with another id. */
  #takeGeneration({ generation, atMs }: GenerationMark): void {
    if (this.#generations.at(-1)?.generation === generation) return;
    this.#generations = [...this.#generations, { generation, atMs }];
  }

  #takeRecords(happening: Happening): void {
    if (happening.kind === 'committed') {
      const track = this.#partitions[happening.partition];
      if (track !== undefined) track.committed = happening.offset;
    } else if (happening.kind === 'begins') {
      this.#partitions[happening.partition]?.begins(happening.member, happening.offset);
    } else if (happening.kind === 'given') {
      const { member, from, to } = happening;
      this.#partitions[happening.partition]?.given(member, from, to);
    } else if (happening.kind === 'processed') {
      const { member, offset, partition } = happening;
      this.#counts.worked++;
      if (this.#partitions[partition]?.worked(member, offset)) this.#counts.repeats++;
    }
  }

  #takeLife({ member, what, why, atMs }: Of<'life'>): void {
    const state = STATES[what];
    const { why: _, ...before } = this.#members.get(member) as MemberPicture;
    this.#members.set(member, {
      ...before,
      state,
      wasThere: true,
      ...(why === undefined ? {} : { why }),
    });
    if (state !== 'not running') return;
    this.#change(member, { owned: [], generation: -1 });
    for (const track of this.#partitions) track.died(member, atMs);
  }

  #takeOwnership({ member, what, partitions, generation, atMs }: Of<'ownership'>): void {
    const before = this.#members.get(member)?.owned ?? [];
    const kept = before.filter((one) => !partitions.includes(one));
    const owned = what === 'assigned' ? [...kept, ...partitions].sort((a, b) => a - b) : kept;
    this.#change(member, { owned, ...(what === 'assigned' ? { generation } : {}) });
    for (const partition of partitions) {
      if (what === 'assigned') this.#partitions[partition]?.assigned(member, generation, atMs);
      else this.#partitions[partition]?.gone(member, atMs);
    }
  }

  #change(name: MemberName, change: Partial<MemberPicture>): void {
    this.#members.set(name, { ...(this.#members.get(name) as MemberPicture), ...change });
  }

  picture(nowMs: number, ends: readonly number[]): GroupPicture {
    const partitions = this.#partitions.map((track, index) => track.picture(ends[index] ?? 0));
    return {
      groupId: groupIdOf(this.#setup, this.#group),
      kind: this.#setup.kinds[this.#group] ?? 'range',
      phase: this.#phases.at(-1)?.phase ?? 'none',
      phases: this.#phases,
      generations: this.#generations,
      members: [...this.#members.values()],
      partitions,
      ...this.#counts,
      lost: partitions.reduce((sum, { lost }) => sum + lost.length, 0),
      unreadMs: this.#partitions.reduce((sum, track) => sum + track.unreadMs(nowMs), 0),
    };
  }
}
