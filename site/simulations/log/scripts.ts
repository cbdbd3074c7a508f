/**
 * What is worth going through slowly: a look-up, and a recovery. Each is a script of moments; at each the
 * picture has something to point at, and a sentence says what was done.
 *
 * The moments come from the functions that the broker itself calls, one after the other.
 */
import type { DiskFile } from '#env/disk.ts';
import { computeBatchCrc, isCrcValid } from '#storage/batch-checksum.ts';
import { BATCH_HEADER_SIZE, CRC_AT } from '#storage/batch-header.ts';
import { wholeBatches } from '#storage/batch-scan.ts';
import { LOG_SUFFIX } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { DiskView } from './disk-view.ts';
import { shortName } from './picture.ts';

/** What the picture points at. */
export interface Pointer {
  readonly kind: 'lookup' | 'recovery';
  /** Base offset of the segment. */
  readonly segment: number;
  /** Position that an index entry gave, where the scan begins. */
  readonly entry: number | undefined;
  /** Position of the batch that is looked at just now. */
  readonly at: number | undefined;
  /** Positions of batches that were looked at and passed. */
  readonly passed: readonly number[];
  /** Position of what was looked for: the batch, or the place of the cut. */
  readonly found: number | undefined;
  /** Bytes around the place of the cut. */
  readonly evidence?: Evidence;
}

/** The bytes at which a recovery ends, for everybody to see. */
export interface Evidence {
  /** Where the bytes begin, and where a place that was never written begins. */
  readonly pieces: readonly { readonly from: number; readonly bytes: readonly number[] }[];
  /** Where the file ends. */
  readonly end: number;
  readonly why: string;
}

export interface Moment {
  readonly where: string;
  readonly words: string;
  readonly pointer: Pointer;
}

const SHOWN_BYTES = 64;
/** So many zeros in a row were never written. */
const UNWRITTEN = 32;
const NOTHING = { entry: undefined, at: undefined, passed: [], found: undefined };

/** Finds an offset as `Segment.batchHolding` does, a step at a time. */
export function* lookUp(log: PartitionLog, offset: number): Generator<Moment, void, undefined> {
  const segment = log.segments.floor(offset) ?? log.segments.first;
  const { baseOffset, offsetIndex } = segment;
  const point = (rest: Partial<Pointer>): Pointer => {
    return { ...NOTHING, kind: 'lookup', segment: baseOffset, ...rest };
  };
  const where = `offset ${offset}`;
  const outside = offset < log.logStartOffset || offset >= log.logEndOffset;
  const bounds = `the log has ${log.logStartOffset} to ${log.logEndOffset - 1}`;
  if (outside) {
    return yield { where, words: `OFFSET_OUT_OF_RANGE: ${bounds}.`, pointer: point({}) };
  }
  yield {
    where,
    words: `First the file: of the segments that begin at or before ${offset}, the last one is ${baseOffset}.log.`,
    pointer: point({}),
  };
  const entry = offsetIndex.lookup(offset);
  const from = [...offsetIndex.all()].findLast((one) => one.offset <= offset);
  const said =
    from === undefined
      ? 'no entry is low enough, so the scan begins at byte 0'
      : `the last entry up to ${offset} is ${from.offset} → ${entry}, so the scan begins at byte ${entry}`;
  yield { where, words: `Then its index, by binary search: ${said}.`, pointer: point({ entry }) };
  const scan = segment.scanFrom(entry);
  const passed: number[] = [];
  for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
    const { position: found, baseOffset: first, lastOffset: last } = batch;
    const holds = last >= offset;
    const verdict = holds
      ? `here it is: ${passed.length + 1} headers were read`
      : `it ends before ${offset}, so on to the next`;
    yield {
      where,
      words: `The header at byte ${found} says offsets ${first} to ${last}; ${verdict}.`,
      pointer: point({ entry, at: found, passed: [...passed], ...(holds ? { found } : {}) }),
    };
    if (holds) return;
    passed.push(found);
  }
}

/** Checks segments as `recoverLog` does, a batch at a time, on the files that the crash has left. */
export function* recovery(
  disk: DiskView,
  recoveryPoint: number,
): Generator<Moment, void, undefined> {
  const files = disk.files().filter(({ name }) => name.endsWith(LOG_SUFFIX));
  const bases = files.map(({ name }) => Number.parseInt(name, 10));
  let end: number | undefined;
  for (const [at, { name, bytes: size }] of files.entries()) {
    const segment = bases[at] as number;
    // Below the recovery point all is known to be on the disk.
    if ((bases[at + 1] ?? Number.POSITIVE_INFINITY) <= recoveryPoint) continue;
    if (end !== undefined && segment !== end) {
      const words = `Can't follow: the log ends at offset ${end}, and this begins at ${segment}. It is removed, with all after it.`;
      yield {
        where: shortName(name),
        words,
        pointer: { ...NOTHING, kind: 'recovery', segment, found: 0 },
      };
      return;
    }
    end = yield* recoverOne(disk.open(name), disk.bytes(name), segment, size);
  }
}

/** Goes through one segment; returns the offset at which it ends. */
function* recoverOne(
  file: DiskFile,
  content: Uint8Array,
  segment: number,
  size: number,
): Generator<Moment, number, undefined> {
  const where = shortName(file.path);
  const passed: number[] = [];
  let end = 0;
  let expected = segment;
  const point = (): Pointer => ({ ...NOTHING, kind: 'recovery', segment, passed: [...passed] });
  for (const { header, bytes, position } of wholeBatches(file, 0, size)) {
    const { baseOffset: first, lastOffset: last } = header;
    if (first < expected || last < first || !isCrcValid(bytes, header)) break;
    passed.push(position);
    end = position + bytes.length;
    expected = last + 1;
    const words = `The batch at byte ${position}, offsets ${first} to ${last}: its CRC is right, so it stays.`;
    yield { where, words, pointer: { ...point(), at: position } };
  }
  if (end < size) {
    const evidence = evidenceAt(content, end);
    const words = `At byte ${end}: ${evidence.why} The file is cut there: ${size - end} bytes go.`;
    yield { where, words, pointer: { ...point(), found: end, evidence } };
  }
  return expected;
}

/** Why no batch that can be trusted begins at `at`, and the bytes that say so. */
function evidenceAt(file: Uint8Array, at: number): Evidence {
  const piece = (from: number) => ({ from, bytes: [...file.subarray(from, from + SHOWN_BYTES)] });
  const pieces = [piece(at)];
  const hole = unwrittenFrom(file, at);
  const shown = hole === undefined ? at : Math.max(at, (hole & ~15) - SHOWN_BYTES / 2);
  if (shown >= at + SHOWN_BYTES) pieces.push(piece(shown));
  return { pieces, end: file.length, why: reason(file.subarray(at)) };
}

/** Where the first long run of zeros begins. */
function unwrittenFrom(file: Uint8Array, at: number): number | undefined {
  let zeros = 0;
  for (let position = at; position < file.length; position += 1) {
    zeros = file[position] === 0 ? zeros + 1 : 0;
    if (zeros === UNWRITTEN) return position - UNWRITTEN + 1;
  }
  return undefined;
}

function reason(rest: Uint8Array): string {
  if (rest.every((byte) => byte === 0)) return 'only zeros, a place that was never written.';
  if (rest.length < BATCH_HEADER_SIZE) return `${rest.length} bytes, and a header alone has 61.`;
  const view = new DataView(rest.buffer, rest.byteOffset, rest.length);
  const size = view.getInt32(8) + 12;
  if (size < BATCH_HEADER_SIZE) return `a batch that claims to have ${size} bytes.`;
  if (size > rest.length) return `a batch of ${size} bytes, of which ${rest.length} are there.`;
  const [says, has] = [view.getUint32(CRC_AT), computeBatchCrc(rest, 0, size)];
  if (says !== has) return `the header says CRC ${hex(says)}, the bytes have ${hex(has)}.`;
  return 'a batch that can not come next.';
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
