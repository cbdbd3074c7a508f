/**
 * What has become of each record: a row for each partition with its newest records, and the numbers
 * that matter beside it.
 *
 *     0   a a b 2b ▲ ? - -     committed 5   position 6   end 8   lag 3
 */
import type { JSX } from 'preact';
import { Scroller } from '../ui/scroller.tsx';
import { type GroupPicture, lagOf, ownersOf, type PartitionPicture } from './picture.ts';

/** So many of the newest records are shown; where it is narrow, only those that are newer than `OLD`. */
const SHOWN = 22;
const OLD = 8;

export function Records({
  group,
  ends,
}: {
  readonly group: GroupPicture;
  readonly ends: readonly number[];
}): JSX.Element {
  return (
    <div class="cg-records">
      <Scroller label="Records and offsets">
        <table>
          <caption>What becomes of the records</caption>
          <thead>
            <tr>
              <th scope="col">
                <abbr title="partition">p.</abbr>
              </th>
              <th scope="col">reader</th>
              <th scope="col">committed</th>
              <th scope="col">position</th>
              <th scope="col">end</th>
              <th scope="col">lag</th>
              <th scope="col">the newest records, by who worked on them</th>
            </tr>
          </thead>
          <tbody>
            {group.partitions.map((partition, index) => (
              <Row partition={partition} index={index} ends={ends} />
            ))}
          </tbody>
        </table>
      </Scroller>
      <p class="cg-legend">
        <span>
          <i class="cg-cell" data-member="a">
            a
          </i>{' '}
          worked on by a
        </span>{' '}
        <span>
          <i class="cg-cell" data-member="a" data-again>
            a<sup>2</sup>
          </i>{' '}
          twice
        </span>{' '}
        <span>
          <i class="cg-cell" data-held>
            …
          </i>{' '}
          given, not done
        </span>{' '}
        <span>
          <i class="cg-cell" data-lost>
            ✕
          </i>{' '}
          lost
        </span>{' '}
        <span>
          <i class="cg-cell" data-committed /> the line: committed up to here
        </span>
      </p>
    </div>
  );
}

interface RowProps {
  readonly partition: PartitionPicture;
  readonly index: number;
  readonly ends: readonly number[];
}

function Row({ partition, index, ends }: RowProps): JSX.Element {
  const { committed, position, workers } = partition;
  const first = Math.max(0, workers.length - SHOWN);
  const offsets = Array.from({ length: workers.length - first }, (_, i) => first + i);
  return (
    <tr>
      <th scope="row">{index}</th>
      <td class="cg-reader">
        {ownersOf(partition).map((owner) => (
          <i class="cg-cell" data-member={owner}>
            {owner}
          </i>
        ))}
      </td>
      <td>{committed ?? '–'}</td>
      <td>{position ?? '–'}</td>
      <td>{ends[index] ?? 0}</td>
      <td>{lagOf(ends, index, partition)}</td>
      <td class="cg-cells" aria-hidden="true">
        {first > 0 ? <span class="cg-older">{first} older</span> : null}
        {offsets.map((offset) => (
          <Cell partition={partition} offset={offset} />
        ))}
        {committed === workers.length ? <i class="cg-line" /> : null}
      </td>
    </tr>
  );
}

function Cell({ partition, offset }: { partition: PartitionPicture; offset: number }) {
  const { workers, times, lost, committed } = partition;
  const worker = workers[offset] ?? '-';
  const isLost = lost.includes(offset);
  const count = Number(times[offset] ?? 0);
  const marks = {
    ...(/[a-f]/.test(worker) ? { 'data-member': worker } : {}),
    ...(count > 1 ? { 'data-again': '' } : {}),
    ...(worker === '?' ? { 'data-held': '' } : {}),
    ...(isLost ? { 'data-lost': '' } : {}),
    ...(workers.length - offset > OLD ? { 'data-old': '' } : {}),
    ...(committed === offset ? { 'data-committed': '' } : {}),
  };
  return (
    <i class="cg-cell" title={`offset ${offset}`} {...marks}>
      {isLost ? '✕' : textOf(worker, count)}
    </i>
  );
}

/** Who worked on a record, and how often; “²” as a character would be a face of its own to load. */
function textOf(worker: string, count: number): JSX.Element | string {
  if (worker === '?') return '…';
  if (worker === '-') return '';
  return (
    <>
      {worker}
      {count > 1 ? <sup>{count}</sup> : null}
    </>
  );
}
