/**
 * The log on its machine, a step at a time: the next append, the next thing that time brings, or the next
 * moment of a look-up or a recovery.
 */
import { SimWorld } from '#env/sim/sim-world.ts';
import type { Act, Happening, Offer, Setup, Stage } from '../core/simulation.ts';
import type { Host } from '../host/browser-host.ts';
import { changesBetween } from './changes.ts';
import type { FileState } from './disk-view.ts';
import { LogNode } from './log-node.ts';
import { type SegmentState, segmentsIn } from './picture.ts';
import { Producer } from './producer.ts';
import { lookUp, type Moment, type Pointer, recovery } from './scripts.ts';
import { APPEND_EVERY_MS, doIt, type OptionFields, type Options } from './setup.ts';

export interface LogState {
  readonly running: boolean;
  readonly segmentBytes: number;
  readonly start: number;
  readonly end: number;
  /** All below is known to be on the disk. */
  readonly recoveryPoint: number;
  readonly segments: readonly SegmentState[];
  readonly files: readonly FileState[];
  /** Appended so far, and how many will be. */
  readonly appended: number;
  readonly batches: number;
  readonly pointer: Pointer | undefined;
}

/** How closely time is watched between two appends. */
const SLICE_MS = 15_000;
/** So long after the last append, whatever time would bring has come. */
const QUIET_MS = 3_600_000;

export class LogStage implements Stage<LogState> {
  readonly #world: SimWorld;
  readonly #options: Options;
  readonly #node: LogNode;
  readonly #producer: Producer;
  #script: Generator<Moment, void, undefined> | undefined;
  #restarting = false;
  #recoveryPoint = 0;
  #appended = 0;
  #nextAppendAtMs = 0;
  #quietAtMs = QUIET_MS;
  #happenings: Happening[] = [];
  #state: LogState;

  private constructor(world: SimWorld, options: Options) {
    this.#world = world;
    this.#options = options;
    this.#node = new LogNode(world, options);
    this.#producer = new Producer(options, world.random.fork('producer'));
    this.#state = this.#look(undefined);
  }

  static async start({ seed, options }: Setup<OptionFields>, host: Host): Promise<LogStage> {
    const stage = new LogStage(new SimWorld({ seed, ...host }), options);
    await stage.#node.format();
    await stage.#node.start();
    // The names of a log's first files are on the disk before anything is worth losing.
    await stage.#node.sync();
    stage.#nextAppendAtMs = Math.ceil(stage.nowMs / APPEND_EVERY_MS) * APPEND_EVERY_MS;
    stage.#state = stage.#look(undefined);
    return stage;
  }

  get nowMs(): number {
    return this.#world.nowMs;
  }

  get traceHash(): string {
    return this.#world.traceHash;
  }

  async advance(): Promise<boolean> {
    if (await this.#nextMoment()) return true;
    if (this.#node.log === undefined) {
      this.#beginRecovery();
      if (await this.#nextMoment()) return true;
      await this.#restart();
      return true;
    }
    return this.#nextChange();
  }

  async act({ name, args }: Act): Promise<void> {
    const { log } = this.#node;
    if (log === undefined) return this.#say('broker', 'note', 'Is down: it has to start first.');
    this.#script = undefined;
    if (name === 'append') this.#append(this.#producer.next());
    else if (name === 'tombstone') this.#append([{ key: String(args.key), value: undefined }]);
    else if (name === 'find') {
      this.#script = lookUp(log, Number(args.offset));
      await this.#nextMoment();
      return;
    } else if (name === 'sync') await this.#sync();
    else this.#crash(name === 'power');
    this.#quietAtMs = Math.max(this.#quietAtMs, this.nowMs + QUIET_MS);
    this.#see(undefined);
  }

  state(): LogState {
    return this.#state;
  }

  takeHappenings(): Happening[] {
    const taken = this.#happenings;
    this.#happenings = [];
    return taken;
  }

  offers(): Offer[] {
    const { running, start, end, segments } = this.#state;
    if (!running) return [];
    const middle = Math.floor((start + end) / 2);
    const keys = new Set(segments.flatMap(({ batches }) => batches.flatMap(keysOf)));
    const [key = 'A'] = [...keys].sort();
    return [
      { act: doIt('append'), label: 'Append a batch', group: 'Producer' },
      { act: doIt('tombstone', { key }), label: `Delete key ${key}`, group: 'Producer' },
      ...[...new Set([middle, end])].map((offset) => ({
        act: doIt('find', { offset }),
        label: `Find offset ${offset}`,
        group: 'Reader',
      })),
      { act: doIt('sync'), label: 'fsync', group: 'Machine' },
      { act: doIt('kill'), label: 'Kill the process', group: 'Machine' },
      { act: doIt('power'), label: 'Cut the power', group: 'Machine' },
    ];
  }

  /** The next moment of what is gone through slowly; false where it is over. */
  async #nextMoment(): Promise<boolean> {
    const next = this.#script?.next();
    if (next === undefined || next.done === true) {
      this.#script = undefined;
      return false;
    }
    const { where, words, pointer } = next.value;
    this.#say(where, pointer.kind, words);
    this.#state = this.#look(pointer);
    return true;
  }

  /** The next append, or what time brings before it. */
  async #nextChange(): Promise<boolean> {
    const before = this.#state;
    for (;;) {
      const more = this.#appended < this.#options.batches;
      if (more && this.nowMs >= this.#nextAppendAtMs) {
        this.#append(this.#producer.next());
        this.#nextAppendAtMs += APPEND_EVERY_MS;
        this.#quietAtMs = this.nowMs + QUIET_MS;
        break;
      }
      if (!more && this.nowMs >= this.#quietAtMs) return false;
      await this.#world.run(Math.min(this.nowMs + SLICE_MS, this.#nextStop(more)));
      if (changesBetween(before, this.#look(undefined)).length > 0) break;
      if (!more && this.nowMs >= this.#quietAtMs) {
        this.#say('broker', 'note', 'An hour later: nothing changes any more by itself.');
        break;
      }
    }
    this.#see(undefined);
    return true;
  }

  #nextStop(more: boolean): number {
    return more ? this.#nextAppendAtMs : this.#quietAtMs;
  }

  #append(records: Parameters<LogNode['append']>[0]): void {
    this.#node.append(records);
    this.#appended += 1;
  }

  async #sync(): Promise<void> {
    await this.#node.sync();
    this.#say('broker', 'sync', 'fsync: all that was appended is on the disk now.');
  }

  #crash(losePower: boolean): void {
    this.#recoveryPoint = this.#node.log?.recoveryPoint ?? 0;
    this.#node.crash(losePower);
    const words = losePower
      ? 'The power goes: what was not synced may be gone, cut, or half there.'
      : 'The process is killed: what it has written is the kernel’s now, and safe.';
    this.#say('broker', 'crash', words);
  }

  #beginRecovery(): void {
    if (this.#restarting) return;
    this.#restarting = true;
    this.#recoveryPoint = this.#node.boot();
    this.#script = recovery(this.#node.disk, this.#recoveryPoint);
    this.#say(
      'broker',
      'restart',
      `Starts: no clean shutdown, so from offset ${this.#recoveryPoint} on all is checked.`,
    );
  }

  async #restart(): Promise<void> {
    this.#restarting = false;
    const { logStartOffset, logEndOffset } = await this.#node.start();
    this.#nextAppendAtMs = Math.ceil(this.nowMs / APPEND_EVERY_MS) * APPEND_EVERY_MS;
    const holds =
      logStartOffset === logEndOffset
        ? 'the log is empty'
        : `the log has offsets ${logStartOffset} to ${logEndOffset - 1}`;
    const { recoveryPoint } = this.#node.log ?? this.#state;
    const mended =
      recoveryPoint < this.#recoveryPoint
        ? ` What was mended is not synced yet: the recovery point goes back to ${recoveryPoint}.`
        : '';
    this.#say('broker', 'restart', `Is back: ${holds}.${mended}`);
    this.#see(undefined);
  }

  /** Takes the new picture, and says what has changed. */
  #see(pointer: Pointer | undefined): void {
    const before = this.#state;
    this.#state = this.#look(pointer);
    for (const { where, kind, words } of changesBetween(before, this.#state)) {
      this.#say(where, kind, words);
    }
  }

  #look(pointer: Pointer | undefined): LogState {
    const { log, disk, env } = this.#node;
    const segments = segmentsIn(disk, env.codecs, log);
    const last = segments.at(-1)?.batches.at(-1);
    return {
      running: log !== undefined,
      segmentBytes: this.#options.segment,
      start: log?.logStartOffset ?? segments[0]?.baseOffset ?? 0,
      end: log?.logEndOffset ?? (last === undefined ? 0 : last.lastOffset + 1),
      recoveryPoint: log?.recoveryPoint ?? this.#recoveryPoint,
      segments,
      files: disk.files(),
      appended: this.#appended,
      batches: this.#options.batches,
      pointer,
    };
  }

  #say(where: string, kind: string, words: string): void {
    this.#happenings.push({ atMs: this.nowMs, where, kind, words });
  }
}

function keysOf({ records }: SegmentState['batches'][number]): string[] {
  return records.filter(({ tombstone }) => !tombstone).map(({ key }) => key);
}
