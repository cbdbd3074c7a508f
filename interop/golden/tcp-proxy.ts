/**
 * A proxy between clients and a broker that writes down every Kafka frame in both directions.
 *
 * It pairs answers with requests by correlation id (a connection is answered in order, and clients
 * count up), so that an answer knows which API and version it has to be decoded with.
 *
 * Invariant: bytes are forwarded as they came; recording never changes, delays or drops any.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface RecordedExchange {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly clientId: string;
  /** Frames without their size field. `response` is undefined for acks=0, or when cut off. */
  readonly request: Buffer;
  response: Buffer | undefined;
}

export interface TcpProxy {
  readonly port: number;
  /** All exchanges until now, in the order of the requests. */
  readonly exchanges: RecordedExchange[];
  close(): void;
}

/** Listens on `port` and forwards to `target` on loopback. */
export async function startProxy(port: number, target: number): Promise<TcpProxy> {
  const exchanges: RecordedExchange[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const broker = connect({ host: '127.0.0.1', port: target });
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    }
    const waiting = new Map<number, RecordedExchange>();
    client.on(
      'data',
      frames((frame) => recordRequest(frame, waiting, exchanges)),
    );
    broker.on(
      'data',
      frames((frame) => recordResponse(frame, waiting)),
    );
    client.pipe(broker);
    broker.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, exchanges, close };
}

function recordRequest(
  frame: Buffer,
  waiting: Map<number, RecordedExchange>,
  exchanges: RecordedExchange[],
): void {
  const clientIdLength = frame.readInt16BE(8);
  const exchange = {
    apiKey: frame.readInt16BE(0),
    apiVersion: frame.readInt16BE(2),
    clientId: clientIdLength < 0 ? '' : frame.toString('utf8', 10, 10 + clientIdLength),
    request: frame,
    response: undefined,
  };
  waiting.set(frame.readInt32BE(4), exchange);
  exchanges.push(exchange);
}

function recordResponse(frame: Buffer, waiting: Map<number, RecordedExchange>): void {
  const correlationId = frame.readInt32BE(0);
  const exchange = waiting.get(correlationId);
  if (exchange !== undefined) exchange.response = frame;
  waiting.delete(correlationId);
}

/** Cuts a byte stream into size-prefixed frames. */
function frames(onFrame: (frame: Buffer) => void): (piece: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const size = rest.readInt32BE(0);
      onFrame(Buffer.from(rest.subarray(4, 4 + size)));
      rest = rest.subarray(4 + size);
    }
  };
}
