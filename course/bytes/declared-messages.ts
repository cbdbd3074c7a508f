/**
 * Every declared message by its name: requests, responses, records, and the data inside of them.
 */
import type { ApiMessage, Message } from '#protocol/message.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import {
  allConsumerProtocol,
  allDataStructures,
  allGroupRecords,
  allMetadataRecords,
} from '#protocol/records/all.ts';

/** What is asked of a declaration here, with the types of its fields forgotten. */
export type Declared = Pick<Message, 'name' | 'fields' | 'isFlexible' | 'versions'> & {
  readonly apiKey?: number;
};

const every = [
  allRequests,
  allResponses,
  allGroupRecords,
  allConsumerProtocol,
  allMetadataRecords,
  allDataStructures,
].flat() as unknown as readonly Declared[];

const byName = new Map(every.map((one) => [one.name, one]));

export function declaredMessage(name: string): Declared | undefined {
  return byName.get(name);
}

export const declaredRequests = allRequests as unknown as readonly ApiMessage[];
export const declaredResponses = allResponses as unknown as readonly ApiMessage[];
