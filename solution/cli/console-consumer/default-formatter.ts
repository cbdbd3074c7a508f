/**
 * How `kafka-console-consumer` prints a record unless told otherwise, by the formatter's properties.
 *
 *     CreateTime:1795379165076 <TAB> Partition:0 <TAB> Offset:7 <TAB> h:v <TAB> key <TAB> value
 *
 * Columns, their order and separators are those of Kafka's DefaultMessageFormatter. Bytes are printed as
 * they are unless a deserializer is named. `Epoch` is the batch's, where Kafka's tool can't tell.
 */
import type { Properties } from '#cli/client-properties.ts';
import type { MessageFormatter, Piece } from '#cli/console-consumer/message-formatter.ts';
import { javaDoubleText, javaFloatText } from '#cli/java-float-text.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

type Decode = (bytes: Uint8Array) => Piece;

/** The deserializers of Kafka's that make sense in a terminal, by class name. */
const DESERIALIZERS: Readonly<Record<string, Decode>> = {
  String: (bytes) => utf8.decode(bytes),
  Short: (bytes) => String(viewOf(bytes, 2).getInt16(0)),
  Integer: (bytes) => String(viewOf(bytes, 4).getInt32(0)),
  Long: (bytes) => String(viewOf(bytes, 8).getBigInt64(0)),
  Float: (bytes) => javaFloatText(viewOf(bytes, 4).getFloat32(0)),
  Double: (bytes) => javaDoubleText(viewOf(bytes, 8).getFloat64(0)),
  Boolean: (bytes) => String(viewOf(bytes, 1).getUint8(0) === 1),
};
const CLASS_NAME = /^org\.apache\.kafka\.common\.serialization\.(\w+)Deserializer$/;

type Column = (record: ConsumedRecord) => readonly Piece[];

/** @throws ToolFailure when a deserializer is named that there is not. */
export function defaultFormatter(properties: Properties): MessageFormatter {
  const columns = columnsOf(properties);
  // As bytes, once: most records are nothing but bytes and these.
  const between = encoder.encode(properties.get('key.separator') ?? '\t');
  const atEnd = encoder.encode(properties.get('line.separator') ?? '\n');
  return (record) =>
    columns.flatMap((column, at) => [
      ...column(record),
      at === columns.length - 1 ? atEnd : between,
    ]);
}

function columnsOf(properties: Properties): Column[] {
  const shows = (what: string, byDefault = false) => {
    const text = properties.get(`print.${what}`);
    return text === undefined ? byDefault : text.trim().toLowerCase() === 'true';
  };
  const decoder = decoders(properties);
  const keyPiece = decoder('key.deserializer');
  const valuePiece = decoder('value.deserializer');
  const columns: readonly (readonly [isShown: boolean, column: Column])[] = [
    [shows('timestamp'), ({ timestampType, timestamp }) => [`${timestampType}:${timestamp}`]],
    [shows('partition'), ({ partition }) => [`Partition:${partition}`]],
    [shows('offset'), ({ offset }) => [`Offset:${offset}`]],
    [shows('delivery'), () => ['Delivery:NOT_PRESENT']],
    [shows('epoch'), ({ leaderEpoch }) => [`Epoch:${leaderEpoch}`]],
    [shows('headers'), headersColumn(properties, decoder('headers.deserializer'))],
    [shows('key'), ({ key }) => [keyPiece(key)]],
    [shows('value', true), ({ value }) => [valuePiece(value)]],
  ];
  return columns.filter(([isShown]) => isShown).map(([, column]) => column);
}

function headersColumn(
  properties: Properties,
  valuePiece: (bytes: Uint8Array | null) => Piece,
): Column {
  const between = properties.get('headers.separator') ?? ',';
  return ({ headers }) => {
    if (headers.length === 0) return ['NO_HEADERS'];
    return headers.flatMap(({ key, value }, at) => {
      return [at === 0 ? '' : between, `${key}:`, valuePiece(value)];
    });
  };
}

/** By the name of a property, how bytes are shown. */
function decoders(properties: Properties) {
  const nullLiteral = properties.get('null.literal') ?? 'null';
  return (property: string) => {
    const decode = deserializer(properties.get(property));
    return (bytes: Uint8Array | null): Piece => (bytes === null ? nullLiteral : decode(bytes));
  };
}

function deserializer(className: string | undefined): Decode {
  if (className === undefined) return (bytes) => bytes;
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
