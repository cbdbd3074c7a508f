/**
 * What is on the screen, in words: for those who don't see it, and for those who want to copy it.
 */
import { troublesOf } from '../../../course/bytes/byte-node.ts';
import { howRead } from './how-read.ts';
import type { InspectorView } from './inspector.ts';
import { hexByte, pathText, rangeText, valueText } from './value-text.ts';

const MOST_TROUBLES = 8;

export function inWords({ shown, path, state, answer, waits }: InspectorView): string[] {
  if (shown === undefined) return [waits ? 'The broker is being asked.' : 'There are no bytes.'];
  const { bytes, root } = shown;
  const broken = [...troublesOf(root)];
  const more = broken.length - MOST_TROUBLES;
  return [
    `${bytes.length} bytes: ${root.kind}${shown.isInside ? ', decompressed' : ''}.`,
    ...(bytes.length === 0 ? [] : [chosenInWords({ shown, path, state })]),
    ...(broken.length === 0 ? ['Every byte is decoded, and nothing is wrong with them.'] : []),
    ...broken.slice(0, MOST_TROUBLES).map(({ name, trouble }) => `${name}: ${trouble}`),
    ...(more > 0 ? [`… and ${more} more of that kind.`] : []),
    ...(shown.edited.size > 0
      ? [`Written over: ${[...shown.edited].map(placeOf).join(', ')}.`]
      : []),
    ...(waits
      ? ['The broker is being asked.']
      : (answer?.sentences ?? []).map(({ words }) => words)),
  ];
}

/** The chosen byte and its field: short enough to be said after each step of an arrow key. */
export function chosenInWords({
  shown,
  path,
  state,
}: Pick<InspectorView, 'shown' | 'path' | 'state'>): string {
  const node = path.at(-1);
  if (shown === undefined || node === undefined) return '';
  const byte = shown.bytes[state.at];
  if (byte === undefined) return '';
  const value = valueText(node);
  const says = value === '' ? '' : `: ${value}`;
  const where = `${pathText(path)}, ${node.kind}, ${rangeText(node.at, node.end)}${says}`;
  const how = howRead(node, shown.bytes);
  return [`Byte ${state.at} is ${hexByte(byte)}. ${where}.`, node.about, how, node.trouble]
    .filter((one) => one !== undefined && one !== '')
    .join(' ');
}

function placeOf(at: number): string {
  return `byte ${at}`;
}
