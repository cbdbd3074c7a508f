/**
 * The log as a picture: a bar for each segment, as wide as its bytes, with the batches in it; below it the
 * entries of its index, each where it points.
 */
import type { JSX } from 'preact';
import type { ViewProps } from '../ui/run-page.tsx';
import { wearStyles } from '../ui/wear-styles.ts';
import { packedShare } from './packed-share.ts';
import type { BatchState, SegmentState } from './picture.ts';
import type { Evidence, Pointer } from './scripts.ts';
import type { LogState } from './stage.ts';
import styles from './view.css?inline';

wearStyles(styles);

export function LogView({ frame: { state }, before }: ViewProps<LogState>): JSX.Element {
  const { segments, segmentBytes, start, end, recoveryPoint, running, pointer } = state;
  const widest = Math.max(segmentBytes, ...segments.map(({ bytes }) => bytes));
  const oldEnd = before?.state.end ?? 0;
  const share = packedShare(segments);
  return (
    <div class="lo" data-running={running}>
      <p class="lo-ends">
        <span>
          log start <b>{start}</b>
        </span>
        <span>
          recovery point <b>{recoveryPoint}</b>
        </span>
        <span>
          log end <b>{end}</b>
        </span>
        {share === undefined ? null : (
          <span>
            compressed to <b>{share} %</b>
          </span>
        )}
        {running ? null : <strong class="lo-down">the broker is down</strong>}
      </p>
      {segments.length === 0 ? <p>There is no segment on the disk.</p> : null}
      {segments.map((segment) => (
        <SegmentBar
          segment={segment}
          widest={widest}
          newFrom={oldEnd}
          pointer={pointer?.segment === segment.baseOffset ? pointer : undefined}
        />
      ))}
      {pointer?.evidence === undefined ? null : <Bytes evidence={pointer.evidence} />}
      <Legend />
      <Files files={state.files} />
    </div>
  );
}

interface SegmentProps {
  readonly segment: SegmentState;
  readonly widest: number;
  /** Offsets from here on are new in this step. */
  readonly newFrom: number;
  readonly pointer: Pointer | undefined;
}

function SegmentBar({ segment, widest, newFrom, pointer }: SegmentProps): JSX.Element {
  const { baseOffset, bytes, active, batches, rest, index } = segment;
  const share = (size: number) => `${(100 * size) / widest}%`;
  return (
    <div class={`lo-segment${pointer === undefined ? '' : ' lo-chosen'}`}>
      <p class="lo-file">
        <b>{baseOffset}.log</b> {bytes.toLocaleString('en')} bytes{active ? ', active' : ''}
      </p>
      <div class="lo-bar" style={{ width: active ? '100%' : share(Math.max(bytes, 1)) }}>
        {batches.map((batch) => (
          <Batch
            batch={batch}
            width={active ? share(batch.bytes) : `${(100 * batch.bytes) / bytes}%`}
            fresh={batch.baseOffset >= newFrom}
            pointer={pointer}
          />
        ))}
        {rest === 0 ? null : (
          <span
            class="lo-batch lo-rest"
            style={{ width: active ? share(rest) : `${(100 * rest) / bytes}%` }}
          >
            {rest} B
          </span>
        )}
      </div>
      <div class="lo-index">
        {index.map(({ offset, position }) => (
          <span
            class={position === pointer?.entry ? 'lo-pin lo-used' : 'lo-pin'}
            style={{ insetInlineStart: share(position) }}
          >
            {offset}→{position}
          </span>
        ))}
      </div>
    </div>
  );
}

interface BatchProps {
  readonly batch: BatchState;
  readonly width: string;
  readonly fresh: boolean;
  readonly pointer: Pointer | undefined;
}

function Batch({ batch, width, fresh, pointer }: BatchProps): JSX.Element {
  const { baseOffset, lastOffset, bytes, codec } = batch;
  const packed = codec === 'none' ? '' : ` ${codec}`;
  return (
    <span class={batchClass(batch, fresh, pointer)} style={{ width }}>
      <b>
        {baseOffset}
        {baseOffset === lastOffset ? null : <span class="lo-to">–{lastOffset}</span>}
      </b>
      <small>
        {bytes} B{packed}
      </small>
      <small class="lo-keys">{contentOf(batch)}</small>
    </span>
  );
}

/** What the signs in the picture mean. */
function Legend(): JSX.Element {
  return (
    <p class="lo-legend">
      <span>
        <i class="lo-batch">0–2</i> a batch: its offsets, bytes, the keys of its records
      </span>
      <span>
        <i class="lo-batch lo-fresh">9</i> new
      </span>
      <span>
        <i class="lo-batch lo-at">9</i> looked at
      </span>
      <span>
        <i class="lo-batch lo-passed">9</i> read and passed
      </span>
      <span>
        <i class="lo-batch lo-keys">B✕</i> a tombstone: key B is deleted
      </span>
      <span>
        <i class="lo-sample">8→902</i> in the index: offset 8 ends the batch at byte 902
      </span>
    </p>
  );
}

function contentOf({ sound, records }: BatchState): string {
  if (!sound) return 'CRC wrong';
  return records.length === 0 ? 'no records' : records.map(recordSign).join(' ');
}

/** Its key; a tombstone with a cross through it. */
function recordSign({ key, tombstone }: BatchState['records'][number]): string {
  return tombstone ? `${key}✕` : key;
}

function batchClass({ position, sound }: BatchState, fresh: boolean, pointer?: Pointer): string {
  const names = ['lo-batch'];
  if (fresh) names.push('lo-fresh');
  if (!sound) names.push('lo-broken');
  if (pointer?.passed.includes(position) === true) names.push('lo-passed');
  if (pointer?.at === position) names.push('lo-at');
  if (pointer?.kind === 'lookup' && pointer.found === position) names.push('lo-found');
  if (pointer?.kind === 'recovery' && pointer.found !== undefined && position >= pointer.found) {
    names.push('lo-broken');
  }
  return names.join(' ');
}

/** The bytes at which a recovery ends: sixteen a row, as `xxd` shows them. */
function Bytes({ evidence: { pieces, end, why } }: { evidence: Evidence }): JSX.Element {
  return (
    <div class="lo-evidence">
      <p>
        <b>The bytes at the cut:</b> {why}
      </p>
      <pre>{[...pieces.flatMap(rows), `${address(end)}  the file ends here`].join('\n')}</pre>
    </div>
  );
}

const ROW = 16;

function rows({ from, bytes }: Evidence['pieces'][number], at: number): string[] {
  const lines = Array.from({ length: Math.ceil(bytes.length / ROW) }, (_, row) => {
    const some = bytes.slice(row * ROW, (row + 1) * ROW);
    const hex = some.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `${address(from + row * ROW)}  ${hex.padEnd(3 * ROW)} ${some.map(sign).join('')}`;
  });
  return at === 0 ? lines : ['     …', ...lines];
}

function address(position: number): string {
  return position.toString().padStart(6);
}

function sign(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

function Files({ files }: { files: LogState['files'] }): JSX.Element {
  return (
    <details class="lo-files">
      <summary>The directory readings-0: {files.length} files</summary>
      <ul>
        {files.map(({ name, bytes }) => (
          <li>
            <code>{name}</code> {bytes.toLocaleString('en')} bytes
          </li>
        ))}
      </ul>
    </details>
  );
}
