/**
 * Replays registrations of brokers and controllers over a `ClusterImage`.
 */
import {
  type BrokerImage,
  ClusterImage,
  type ControllerImage,
  type VersionRange,
} from '#metadata/cluster-image.ts';
import { MapDraft } from '#metadata/map-draft.ts';
import type { BrokerRegistrationChangeRecord } from '#protocol/records/broker-registration-change-record.ts';
import type { RegisterBrokerRecord } from '#protocol/records/register-broker-record.ts';
import type { RegisterControllerRecord } from '#protocol/records/register-controller-record.ts';

/** The small integers by which a `BrokerRegistrationChangeRecord` says what changes. */
export const FencingChange = { UNFENCE: -1, NONE: 0, FENCE: 1 } as const;
export const ControlledShutdownChange = { NONE: 0, IN_CONTROLLED_SHUTDOWN: 1 } as const;

export class ClusterDraft {
  readonly #base: ClusterImage;
  readonly #brokers: MapDraft<number, BrokerImage>;
  readonly #controllers: MapDraft<number, ControllerImage>;

  constructor(base: ClusterImage) {
    this.#base = base;
    this.#brokers = new MapDraft(base.brokers);
    this.#controllers = new MapDraft(base.controllers);
  }

  replayRegisterBroker(record: RegisterBrokerRecord): void {
    this.#brokers.set(record.brokerId, {
      id: record.brokerId,
      epoch: record.brokerEpoch,
      incarnationId: record.incarnationId,
      endpoints: record.endPoints,
      features: featuresOf(record.features),
      rack: record.rack,
      fenced: record.fenced,
      inControlledShutdown: record.inControlledShutdown,
      directories: record.logDirs,
      cordonedDirectories: record.cordonedLogDirs,
      isMigratingZkBroker: record.isMigratingZkBroker,
    });
  }

  replayUnregisterBroker(brokerId: number, brokerEpoch: number): void {
    this.#registered(brokerId, brokerEpoch, 'UnregisterBrokerRecord');
    this.#brokers.delete(brokerId);
  }

  /** For `FenceBrokerRecord` and `UnfenceBrokerRecord`, which Kafka wrote before 3.3. */
  replayFencing(brokerId: number, brokerEpoch: number, fenced: boolean): void {
    const recordName = fenced ? 'FenceBrokerRecord' : 'UnfenceBrokerRecord';
    const broker = this.#registered(brokerId, brokerEpoch, recordName);
    this.#brokers.set(brokerId, { ...broker, fenced });
  }

  replayRegistrationChange(record: BrokerRegistrationChangeRecord): void {
    const { brokerId, brokerEpoch } = record;
    const broker = this.#registered(brokerId, brokerEpoch, 'BrokerRegistrationChangeRecord');
    this.#brokers.set(brokerId, {
      ...broker,
      fenced: record.fenced === FencingChange.NONE ? broker.fenced : record.fenced > 0,
      inControlledShutdown: broker.inControlledShutdown || record.inControlledShutdown > 0,
      directories: record.logDirs.length > 0 ? record.logDirs : broker.directories,
      cordonedDirectories: record.cordonedLogDirs ?? broker.cordonedDirectories,
    });
  }

  replayRegisterController(record: RegisterControllerRecord): void {
    this.#controllers.set(record.controllerId, {
      id: record.controllerId,
      incarnationId: record.incarnationId,
      endpoints: record.endPoints,
      features: featuresOf(record.features),
      zkMigrationReady: record.zkMigrationReady,
    });
  }

  finish(): ClusterImage {
    const [brokers, controllers] = [this.#brokers.finish(), this.#controllers.finish()];
    if (brokers === this.#base.brokers && controllers === this.#base.controllers) return this.#base;
    return new ClusterImage(brokers, controllers);
  }

  /** The registration that a record is about. One about another life of the broker is an error. */
  #registered(brokerId: number, brokerEpoch: number, recordName: string): BrokerImage {
    const broker = this.#brokers.get(brokerId);
    if (broker === undefined) {
      throw new Error(`A ${recordName} names broker ${brokerId}, which is not registered.`);
    }
    if (broker.epoch !== brokerEpoch) {
      throw new Error(
        `A ${recordName} names epoch ${brokerEpoch} of broker ${brokerId}; it is ${broker.epoch}.`,
      );
    }
    return broker;
  }
}

function featuresOf(
  features: readonly { name: string; minSupportedVersion: number; maxSupportedVersion: number }[],
): ReadonlyMap<string, VersionRange> {
  return new Map(
    features.map(({ name, minSupportedVersion: min, maxSupportedVersion: max }) => [
      name,
      { min, max },
    ]),
  );
}
