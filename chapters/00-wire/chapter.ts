/**
 * Chapter 00, wire: how Kafka's messages become bytes, and the two that every client sends first.
 */
import { defineChapter } from '../../course/chapter.ts';
import { task as numbers } from './tasks/0-1-numbers.ts';
import { task as varints } from './tasks/0-2-varints.ts';
import { task as stringsBytesAndArrays } from './tasks/0-3-strings-bytes-and-arrays.ts';
import { task as frames } from './tasks/0-4-frames.ts';
import { task as headersAndTaggedFields } from './tasks/0-5-headers-and-tagged-fields.ts';
import { task as messages } from './tasks/0-6-messages.ts';
import { task as apiVersionsAndMetadata } from './tasks/0-7-apiversions-and-metadata.ts';
import { task as aClientsFirstMinute } from './tasks/0-8-a-clients-first-minute.ts';

export const chapter = defineChapter({
  folder: '00-wire',
  title: 'The wire',
  tasks: [
    numbers,
    varints,
    stringsBytesAndArrays,
    frames,
    headersAndTaggedFields,
    messages,
    apiVersionsAndMetadata,
    aClientsFirstMinute,
  ],
});
