/**
 * Ordered byte streams between addresses: TCP, or its simulation.
 *
 * A connection is push-based: bytes arrive in calls to `data`, in chunks that have nothing to do
 * with how the peer wrote them. `pause()` is back-pressure towards the peer, `write()` returning
 * false is back-pressure from it.
 */
export interface Network {
  /** Listens on an address (port 0: any free one); `accept` gets each new connection. */
  listen(address: Address, accept: (connection: Connection) => void): Promise<Listener>;

  /** Opens a connection, or rejects with a `NetworkError`. */
  connect(address: Address): Promise<Connection>;

  /** What others on the network call this machine: advertised where nobody says otherwise. */
  hostName(): string;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Listener {
  /** Where it really listens: the port is never 0. */
  readonly address: Address;

  /** Stops accepting; connections that exist go on. */
  close(): Promise<void>;
}

export interface Connection {
  readonly local: Address;
  readonly remote: Address;

  /** Bytes written here that the network has not taken yet. */
  readonly bufferedBytes: number;

  /** Names who hears of what arrives; to be called once, in the turn the connection was got. */
  start(events: ConnectionEvents): void;

  /**
   * Sends the chunks in order. Returns false when too much waits: stop until `drain`. The caller
   * must not change the chunks before `written` is called, which says that the network has taken
   * them; it is never called when the connection ends first. After `end` or `destroy`, writing
   * does nothing.
   */
  write(chunks: readonly Uint8Array[], written?: () => void): boolean;

  /** Stops, and lets go on, the calls to `data`. */
  pause(): void;
  resume(): void;

  /** Sends what waits, then closes. */
  end(): void;

  /** Closes at once; what waits is lost. */
  destroy(): void;
}

export interface ConnectionEvents {
  /** Bytes came. The chunk belongs to the receiver. */
  data(chunk: Uint8Array): void;

  /** What was written has gone: `write` may go on after it returned false. */
  drain?(): void;

  /** The connection is over, by either side; called exactly once, and nothing is after it. */
  close(error?: NetworkError): void;
}

export type NetworkErrorKind = 'in-use' | 'refused' | 'reset' | 'unreachable' | 'denied' | 'io';

/** A network operation failed. `message` names the address and the cause. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly kind: NetworkErrorKind;

  constructor(kind: NetworkErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}
