/**
 * UpdateFeatures (key 57, versions 0-2): raises or lowers the levels of the cluster's features
 * (KIP-584). What this broker can't do is refused by Kafka's error; version 2 has one error for
 * the whole request.
 */
import { handler } from '#broker/handler.ts';
import {
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
} from '#protocol/messages/update-features.ts';

export const updateFeaturesHandler = handler(
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
  (request, { apiVersion }, broker) => broker.controller.updateFeatures(request, apiVersion),
);
