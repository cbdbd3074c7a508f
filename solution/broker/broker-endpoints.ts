/**
 * Where clients find each broker: the address it advertises at the door the client came through.
 * A broker without that door can't be reached from there, and is left out.
 */
import type { BrokerImage } from '#metadata/cluster-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';

export interface BrokerEndpoint {
  readonly broker: BrokerImage;
  readonly host: string;
  readonly port: number;
}

/** The endpoints of all brokers, fenced ones too, by ascending id. */
export function endpointsAt(image: MetadataImage, listenerName: string): BrokerEndpoint[] {
  return [...image.cluster.brokers.values()]
    .sort((a, b) => a.id - b.id)
    .flatMap((broker) => {
      const endpoint = broker.endpoints.find(({ name }) => name === listenerName);
      return endpoint ? [{ broker, host: endpoint.host, port: endpoint.port }] : [];
    });
}

/** The endpoints of the brokers that take requests. */
export function aliveEndpointsAt(image: MetadataImage, listenerName: string): BrokerEndpoint[] {
  return endpointsAt(image, listenerName).filter(({ broker }) => !broker.fenced);
}
