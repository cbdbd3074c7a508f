/**
 * How `kafka-console-consumer` prints a record, by its formatter's properties.
 *
 *     CreateTime:1795379165076 <TAB> Partition:0 <TAB> Offset:7 <TAB> h:v <TAB> key <TAB> value
 *
 * Columns, their order and separators are those of Kafka's DefaultMessageFormatter. Bytes are shown
 * as UTF-8 unless a deserializer is named. `Epoch` is the batch's, where Kafka's tool can't tell.
 */
import type { Properties } from '#cli/client-properties.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { ConsumedRecord } from '#clients/partition-consumer.ts';

const utf8 = new TextDecoder();

type Decode = (bytes: Uint8Array) => string;

/** The deserializers of Kafka's that make sense in a terminal, by class name. */
const DESERIALIZERS: Readonly<Record<string, Decode>> = {
  String: (bytes) => utf8.decode(bytes),
  Short: (bytes) => String(viewOf(bytes, 2).getInt16(0)),
  Integer: (bytes) => String(viewOf(bytes, 4).getInt32(0)),
  Long: (bytes) => String(viewOf(bytes, 8).getBigInt64(0)),
  Float: (bytes) => String(viewOf(bytes, 4).getFloat32(0)),
  Double: (bytes) => String(viewOf(bytes, 8).getFloat64(0)),
};
const CLASS_NAME = /^org\.apache\.kafka\.common\.serialization\.(\w+)Deserializer$/;

/** The text of a record, its line end included. */
export type RecordFormat = (record: ConsumedRecord) => string;

/** @throws ToolFailure when a deserializer is named that there is not. */
export function recordFormat(properties: Properties): RecordFormat {
  const shows = (what: string, byDefault = false) => {
    const text = properties.get(`print.${what}`);
    return text === undefined ? byDefault : text.trim().toLowerCase() === 'true';
  };
  const between = properties.get('key.separator') ?? '\t';
  const atEnd = properties.get('line.separator') ?? '\n';
  const betweenHeaders = properties.get('headers.separator') ?? ',';
  const nullLiteral = properties.get('null.literal') ?? 'null';
  const decoder = (property: string) => {
    const decode = deserializer(properties.get(property));
    return (bytes: Uint8Array | null) => (bytes === null ? nullLiteral : decode(bytes));
  };
  const keyText = decoder('key.deserializer');
  const valueText = decoder('value.deserializer');
  const headerText = decoder('headers.deserializer');
  const columns: RecordFormat[] = [];
  if (shows('timestamp')) {
    columns.push(({ timestampType, timestamp }) => `${timestampType}:${timestamp}`);
  }
  if (shows('partition')) columns.push(({ partition }) => `Partition:${partition}`);
  if (shows('offset')) columns.push(({ offset }) => `Offset:${offset}`);
  if (shows('delivery')) columns.push(() => 'Delivery:NOT_PRESENT');
  if (shows('epoch')) columns.push(({ leaderEpoch }) => `Epoch:${leaderEpoch}`);
  if (shows('headers')) {
    columns.push(({ headers }) =>
      headers.length === 0
        ? 'NO_HEADERS'
        : headers.map(({ key, value }) => `${key}:${headerText(value)}`).join(betweenHeaders),
    );
  }
  if (shows('key')) columns.push(({ key }) => keyText(key));
  if (shows('value', true)) columns.push(({ value }) => valueText(value));
  return (record) =>
    columns.length === 0 ? '' : columns.map((column) => column(record)).join(between) + atEnd;
}

function deserializer(className: string | undefined): Decode {
  if (className === undefined) return (bytes) => utf8.decode(bytes);
  const found = DESERIALIZERS[CLASS_NAME.exec(className)?.[1] ?? ''];
  if (found !== undefined) return found;
  const known = Object.keys(DESERIALIZERS).map(
    (name) => `org.apache.kafka.common.serialization.${name}Deserializer`,
  );
  throw new ToolFailure(`There is no deserializer ${className}. There are: ${known.join(', ')}.`);
}

function viewOf(bytes: Uint8Array, size: number): DataView {
  if (bytes.length === size) return new DataView(bytes.buffer, bytes.byteOffset, size);
  throw new ToolFailure(`A value has ${bytes.length} bytes; its deserializer wants ${size}.`);
}
