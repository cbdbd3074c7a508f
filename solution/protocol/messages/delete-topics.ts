/**
 * DeleteTopics (key 20): an admin client asks the controller to delete topics, by name or by id.
 * The answer comes when the deletion is in the metadata; brokers rename the directories at once
 * and remove the files later.
 *
 * Versions: 1 adds the throttle time (KIP-124), from 2 on the broker answers before it throttles
 * (KIP-219), 3 may say TOPIC_DELETION_DISABLED (KIP-322), 4 is flexible (KIP-482), 5 adds error
 * messages and may say THROTTLING_QUOTA_EXCEEDED (KIP-599), 6 takes topic ids beside names
 * (KIP-516).
 */
import {
  array,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
  uuid,
} from '#protocol/schema.ts';

/** The topics to delete. */
export const DeleteTopicsRequest = request({
  name: 'DeleteTopicsRequest',
  apiKey: 20,
  versions: '1-6',
  flexible: '4+',
  fields: {
    topics: array(
      '6+',
      {
        name: string(
          '6+',
          { nullable: '6+', default: null },
          "The topic's name, or null to go by the id.",
        ),
        topicId: uuid('6+', "The topic's id, which is looked at when the name is null."),
      },
      'The topics, each by its name or by its id.',
    ),
    topicNames: array('0-5', string, { ignorable: true }, 'The names of the topics.'),
    timeoutMs: int32('0+', 'How long to wait until they are gone.'),
  },
});
export type DeleteTopicsRequest = MessageOf<typeof DeleteTopicsRequest>;

/** What became of each topic. */
export const DeleteTopicsResponse = response({
  name: 'DeleteTopicsResponse',
  apiKey: 20,
  versions: '1-6',
  flexible: '4+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    responses: array(
      '0+',
      {
        name: string(
          '0+',
          { nullable: '6+', mapKey: true },
          "The topic's name; null when it was asked for by an id that nobody knows.",
        ),
        topicId: uuid('6+', { ignorable: true }, "The topic's id."),
        errorCode: int16('0+', '0 if it was deleted.'),
        errorMessage: string(
          '5+',
          { nullable: '5+', default: null, ignorable: true },
          'What is wrong, or null.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type DeleteTopicsResponse = MessageOf<typeof DeleteTopicsResponse>;
