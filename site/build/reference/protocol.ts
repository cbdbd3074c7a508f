/**
 * Every declared message as the reference shows it: the APIs, each with its request, its response and
 * the handler that answers it; and the records and structs that lie in logs.
 */
import { apiTable } from '#broker/api-table.ts';
import type { ApiHandler } from '#broker/handler.ts';
import type { ApiMessage, Message } from '#protocol/message.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import {
  allConsumerProtocol,
  allDataStructures,
  allGroupRecords,
  allMetadataRecords,
} from '#protocol/records/all.ts';
import type { SourceIndex } from '../source/source-index.ts';

export interface ReferenceApi {
  readonly name: string;
  readonly slug: string;
  readonly apiKey: number;
  readonly request: ApiMessage;
  readonly response: ApiMessage;
  /** The file that declares both. */
  readonly file: string;
  /** What answers it, with its file; undefined where this broker does not serve it. */
  readonly handler: ApiHandler | undefined;
  readonly handlerFile: string | undefined;
}

export interface ReferenceRecord {
  readonly name: string;
  readonly slug: string;
  readonly message: Message;
  /** The record type or kind that is written before it; undefined for a struct without one. */
  readonly number: number | undefined;
  readonly file: string;
}

export interface RecordGroup {
  readonly title: string;
  readonly about: string;
  readonly records: readonly ReferenceRecord[];
}

export function referenceApis(index: SourceIndex): ReferenceApi[] {
  const files = declaringFiles(index, 'protocol/messages/');
  return (allRequests as readonly unknown[] as readonly ApiMessage[]).map((request, at) => {
    const name = request.name.replace(/Request$/, '');
    const { apiKey } = request;
    return {
      ...{ name, slug: slugOf(name), apiKey, request },
      response: allResponses[at] as unknown as ApiMessage,
      file: files.get(request.name) ?? '',
      handler: apiTable.find((one) => one.apiKey === apiKey),
      handlerFile: handlerFile(apiKey, index),
    };
  });
}

export function recordGroups(index: SourceIndex): RecordGroup[] {
  const files = declaringFiles(index, 'protocol/records/');
  const group = (title: string, about: string, messages: readonly unknown[]) => ({
    ...{ title, about },
    records: (messages as readonly Message[]).map((message) => ({
      name: message.name,
      slug: slugOf(message.name),
      message,
      number: (message as Partial<ApiMessage>).apiKey,
      file: files.get(message.name) ?? '',
    })),
  });
  return [
    group(
      'Records of the metadata log',
      'What `__cluster_metadata` holds: the image of the cluster is replayed from these.',
      allMetadataRecords,
    ),
    group(
      'Records of the group coordinator',
      'The keys and values of `__consumer_offsets`.',
      allGroupRecords,
    ),
    group(
      'Between consumers',
      'What the members of a classic group say to each other, through a broker that need not read it.',
      allConsumerProtocol,
    ),
    group(
      'Control records and files',
      'The values of control records, and the file `quorum-state`.',
      allDataStructures,
    ),
  ];
}

/** `ListOffsets` as `list-offsets`, `KRaftVersionRecord` as `kraft-version-record`. */
export function slugOf(name: string): string {
  const words = name.replace('KRaft', 'Kraft').replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-');
  return words.toLowerCase();
}

/** The file of each message, by the name that its declaration gives. */
function declaringFiles(index: SourceIndex, folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { file, text } of index.files) {
    if (!file.startsWith(folder)) continue;
    for (const [, name = ''] of text.matchAll(/^ {2}name: '(\w+)',$/gm)) found.set(name, file);
  }
  return found;
}

/** Handlers are named by number: `broker/handlers/01-fetch.ts`. */
function handlerFile(apiKey: number, index: SourceIndex): string | undefined {
  const start = `broker/handlers/${String(apiKey).padStart(2, '0')}-`;
  return [...index.files].find(({ file }) => file.startsWith(start))?.file;
}
