/**
 * The nodes of a cluster: brokers and controllers as they registered themselves.
 *
 * A broker is fenced until it has caught up with the metadata, and again when it falls silent or
 * shuts down: it stays registered, but leads nothing and is in no set of in-sync replicas.
 * KIP-631 describes the life of a registration.
 */
export interface EndpointImage {
  /** The listener's name. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL. */
  readonly securityProtocol: number;
}

export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

export interface BrokerImage {
  readonly id: number;
  /** The offset of the registration's record: grows with each life of the broker. */
  readonly epoch: number;
  /** Random, new at each start of the process. */
  readonly incarnationId: string;
  readonly endpoints: readonly EndpointImage[];
  /** The levels of each feature that it can run with. */
  readonly features: ReadonlyMap<string, VersionRange>;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
  /** The ids of its online log directories. */
  readonly directories: readonly string[];
  /** Directories that take no new partitions; null until the broker has said. */
  readonly cordonedDirectories: readonly string[] | null;
  readonly isMigratingZkBroker: boolean;
}

export interface ControllerImage {
  readonly id: number;
  readonly incarnationId: string;
  readonly endpoints: readonly EndpointImage[];
  readonly features: ReadonlyMap<string, VersionRange>;
  readonly zkMigrationReady: boolean;
}

export class ClusterImage {
  static readonly EMPTY = new ClusterImage(new Map(), new Map());

  readonly brokers: ReadonlyMap<number, BrokerImage>;
  readonly controllers: ReadonlyMap<number, ControllerImage>;

  constructor(
    brokers: ReadonlyMap<number, BrokerImage>,
    controllers: ReadonlyMap<number, ControllerImage>,
  ) {
    this.brokers = brokers;
    this.controllers = controllers;
  }

  /** True when the broker may lead partitions and be in sync. */
  isActive(brokerId: number): boolean {
    const broker = this.brokers.get(brokerId);
    return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
  }
}
