/**
 * How the headers of chapter 00 are laid out, byte by byte.
 */
import { defineLayouts } from '../../course/lesson/byte-layout.ts';

export const layouts = defineLayouts({
  'request-header': {
    title: 'The header of a request',
    source: 'clients/src/main/resources/common/message/RequestHeader.json',
    fields: [
      { name: 'requestApiKey', bytes: 2, type: 'int16', note: 'which API is asked: 3 is Metadata' },
      {
        name: 'requestApiVersion',
        bytes: 2,
        type: 'int16',
        note: 'in which version; with the key it decides what follows',
      },
      { name: 'correlationId', bytes: 4, type: 'int32', note: 'the answer will carry it' },
      {
        name: 'clientId',
        bytes: '2 + length',
        type: 'nullable string',
        note: 'never compact; length -1 is null',
      },
      {
        name: 'tagged section',
        bytes: '1 or more',
        type: 'tags',
        note: 'in version 2 alone',
      },
    ],
  },
  'response-header': {
    title: 'The header of a response',
    source: 'clients/src/main/resources/common/message/ResponseHeader.json',
    fields: [
      { name: 'correlationId', bytes: 4, type: 'int32', note: 'that of the request' },
      {
        name: 'tagged section',
        bytes: '1 or more',
        type: 'tags',
        note: 'in version 1 alone; ApiVersions has version 0 always',
      },
    ],
  },
});
