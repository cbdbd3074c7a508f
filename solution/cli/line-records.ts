/**
 * From lines of text to records: what `kafka-console-producer` reads.
 *
 *     h1:v1,h2:v2 <TAB> key <TAB> value       parse.headers=true and parse.key=true
 *     key <TAB> value                         parse.key=true
 *     value                                   neither
 *
 * Properties, defaults and complaints are those of Kafka's LineMessageReader. A part that equals
 * `null.marker` is null.
 */
import type { Properties } from '#cli/client-properties.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { RecordInput } from '#storage/batch-writer.ts';

const utf8 = new TextEncoder();

export interface LineFormat {
  readonly parseKey: boolean;
  readonly parseHeaders: boolean;
  readonly keySeparator: string;
  readonly headersDelimiter: string;
  readonly headersSeparator: string;
  readonly headersKeySeparator: string;
  /** Take a line without its separators as a value alone. */
  readonly ignoreError: boolean;
  readonly nullMarker: string | undefined;
}

/** @throws ToolFailure when two separators are the same. */
export function lineFormat(properties: Properties): LineFormat {
  const isTrue = (key: string) => properties.get(key)?.trim().toLowerCase() === 'true';
  const format = {
    parseKey: isTrue('parse.key'),
    parseHeaders: isTrue('parse.headers'),
    keySeparator: properties.get('key.separator') ?? '\t',
    headersDelimiter: properties.get('headers.delimiter') ?? '\t',
    headersSeparator: properties.get('headers.separator') ?? ',',
    headersKeySeparator: properties.get('headers.key.separator') ?? ':',
    ignoreError: isTrue('ignore.error'),
    nullMarker: properties.get('null.marker'),
  };
  refuseEqual(format);
  return format;
}

/** The record in a line; `lineNumber` counts from 1. */
export function recordOfLine(line: string, lineNumber: number, format: LineFormat): RecordInput {
  const { parseHeaders, parseKey, headersDelimiter, keySeparator } = format;
  const part = (enabled: boolean, from: number, separator: string, name: string) => {
    if (!enabled) return undefined;
    const end = line.indexOf(separator, from);
    if (end >= 0) return line.slice(from, end);
    if (format.ignoreError) return undefined;
    throw new ToolFailure(`No ${name} found on line number ${lineNumber}: '${line}'`);
  };
  const headers = part(parseHeaders, 0, headersDelimiter, 'headers delimiter');
  const keyStart = headers === undefined ? 0 : headers.length + headersDelimiter.length;
  const key = part(parseKey, keyStart, keySeparator, 'key separator');
  const valueStart = key === undefined ? keyStart : keyStart + key.length + keySeparator.length;
  return {
    key: key === undefined ? null : bytesOf(key, format),
    value: bytesOf(line.slice(valueStart), format),
    headers:
      headers === undefined || headers === format.nullMarker
        ? []
        : parseHeaderList(headers, lineNumber, format),
  };
}

function parseHeaderList(
  text: string,
  lineNumber: number,
  format: LineFormat,
): { key: string; value: Uint8Array | null }[] {
  const { headersSeparator, headersKeySeparator, nullMarker } = format;
  return text.split(headersSeparator).map((pair) => {
    const end = pair.indexOf(headersKeySeparator);
    if (end < 0 && format.ignoreError) return { key: pair, value: null };
    if (end < 0) {
      throw new ToolFailure(
        `No header key separator found in pair '${pair}' on line number ${lineNumber}`,
      );
    }
    const key = pair.slice(0, end);
    if (key === nullMarker) {
      throw new ToolFailure(
        `Header keys should not be equal to the null marker '${nullMarker}' as they can't be null`,
      );
    }
    return { key, value: bytesOf(pair.slice(end + headersKeySeparator.length), format) };
  });
}

function bytesOf(text: string, { nullMarker }: LineFormat): Uint8Array | null {
  return text === nullMarker ? null : utf8.encode(text);
}

/** What would make a line ambiguous. */
function refuseEqual(format: LineFormat): void {
  const pairs = [
    ['headers.delimiter', format.headersDelimiter, 'headers.separator', format.headersSeparator],
    [
      'headers.delimiter',
      format.headersDelimiter,
      'headers.key.separator',
      format.headersKeySeparator,
    ],
    [
      'headers.separator',
      format.headersSeparator,
      'headers.key.separator',
      format.headersKeySeparator,
    ],
    ['null.marker', format.nullMarker, 'key.separator', format.keySeparator],
    ['null.marker', format.nullMarker, 'headers.separator', format.headersSeparator],
    ['null.marker', format.nullMarker, 'headers.delimiter', format.headersDelimiter],
    ['null.marker', format.nullMarker, 'headers.key.separator', format.headersKeySeparator],
  ];
  for (const [name, value, otherName, other] of pairs) {
    if (value === other) throw new ToolFailure(`${name} and ${otherName} may not be equal`);
  }
}
