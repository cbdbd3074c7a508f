/**
 * Everything the cluster has agreed on, as of one offset of the metadata log.
 *
 * An image is a value: it never changes, whoever holds one may keep it. Records replay into a
 * `MetadataDelta` over an image, and the delta gives the next image, which shares all that did not
 * change. Two nodes that have replayed the log to the same offset have the same image; that is the
 * whole consistency story of Kafka's metadata (KIP-631, KIP-500).
 */
import { ClusterImage } from '#metadata/cluster-image.ts';
import { ConfigsImage } from '#metadata/configs-image.ts';
import { FeaturesImage } from '#metadata/features-image.ts';
import { KeptImage } from '#metadata/kept-image.ts';
import { TopicsImage } from '#metadata/topics-image.ts';

export interface MetadataImage {
  /** The last record replayed, or -1 before the first. */
  readonly offset: number;
  /** The leader's epoch of that record. */
  readonly epoch: number;
  /** When that record was appended, in wall-clock milliseconds. */
  readonly timestampMs: number;
  readonly features: FeaturesImage;
  readonly cluster: ClusterImage;
  readonly topics: TopicsImage;
  readonly configs: ConfigsImage;
  /** The first producer id that no broker has been given yet. */
  readonly nextProducerId: number;
  /** What this broker does not act on yet, and must not lose. */
  readonly kept: KeptImage;
}

export const EMPTY_IMAGE: MetadataImage = {
  offset: -1,
  epoch: 0,
  timestampMs: 0,
  features: FeaturesImage.EMPTY,
  cluster: ClusterImage.EMPTY,
  topics: TopicsImage.EMPTY,
  configs: ConfigsImage.EMPTY,
  nextProducerId: 0,
  kept: KeptImage.EMPTY,
};
