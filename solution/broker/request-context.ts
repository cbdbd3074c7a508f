/**
 * What a handler knows of a request besides its body.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import type { Listener } from '#config/listeners.ts';
import type { Address } from '#env/network.ts';

export interface RequestContext {
  readonly apiKey: number;
  readonly apiVersion: number;
  /** What the client calls itself; null where it says nothing. */
  readonly clientId: string | null;
  readonly peer: Peer;
  readonly broker: BrokerServices;
}

/** Who sits at the other end of a connection. */
export interface Peer {
  /** The door the connection came through: answers that name brokers name their address there. */
  readonly listener: Listener;
  readonly remote: Address;
}
