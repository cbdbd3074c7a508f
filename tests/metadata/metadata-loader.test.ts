/** Records become an image: every type of them, and transactions of them. */
import { describe, expect, test } from 'vitest';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { MetadataLoader } from '#metadata/metadata-loader.ts';
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  METADATA_RECORDS,
  type NewMetadataRecord,
  UnreadableMetadata,
} from '#metadata/metadata-record.ts';

class Log {
  readonly loader = new MetadataLoader();
  #offset = 0;
  append(...records: NewMetadataRecord[]): MetadataImage {
    const baseOffset = this.#offset;
    this.#offset += records.length;
    const values = records.map(encodeMetadataRecord);
    const lastOffset = this.#offset - 1;
    return this.loader.replay({ baseOffset, lastOffset, epoch: 1, timestampMs: 0, values });
  }
}

const id = (name: string) => `${name.padEnd(21, '0')}A`;
const topic = (name: string): NewMetadataRecord => ({
  name: 'TopicRecord',
  version: 0,
  data: { name, topicId: id(name) },
});
const begin: NewMetadataRecord = {
  name: 'BeginTransactionRecord',
  version: 0,
  data: { name: 'x' },
};
const end: NewMetadataRecord = { name: 'EndTransactionRecord', version: 0, data: {} };
const abort: NewMetadataRecord = {
  name: 'AbortTransactionRecord',
  version: 0,
  data: { reason: 'x' },
};
const topics = (image: MetadataImage) => [...image.topics.byName.keys()];

describe('a transaction', () => {
  test('shows at its end, as a whole, however many batches it spans', () => {
    const log = new Log();
    log.append(topic('before'));
    expect(topics(log.append(topic('also'), begin, topic('a')))).toEqual(['before', 'also']);
    expect(topics(log.append(topic('b')))).toEqual(['before', 'also']);
    expect(log.loader.inTransaction).toBe(true);
    const image = log.append(topic('c'), end, topic('after'));
    expect(topics(image)).toEqual(['before', 'also', 'a', 'b', 'c', 'after']);
    expect(image.offset).toBe(7);
    expect(log.loader.inTransaction).toBe(false);
  });

  test('leaves nothing behind when it is aborted', () => {
    const log = new Log();
    log.append(topic('before'), begin, topic('a'));
    expect(topics(log.append(topic('b'), abort, topic('after')))).toEqual(['before', 'after']);
  });

  test('inside of another, or that ends without having begun, is a broken log', () => {
    expect(() => new Log().append(begin, begin)).toThrow('inside another at offset 1');
    expect(() => new Log().append(end)).toThrow('EndTransactionRecord outside of one at offset 0');
  });
});

describe('an image', () => {
  test('is not changed by the records that come after it', () => {
    const log = new Log();
    const first = log.append(topic('a'));
    const second = log.append(topic('b'));
    expect([topics(first), topics(second)]).toEqual([['a'], ['a', 'b']]);
    expect(second.configs).toBe(first.configs);
    expect(second.cluster).toBe(first.cluster);
  });

  test('has another topic when one is made anew under its name', () => {
    const log = new Log();
    log.append(topic('a'));
    log.append({ name: 'RemoveTopicRecord', version: 0, data: { topicId: id('a') } });
    const image = log.append({
      name: 'TopicRecord',
      version: 0,
      data: { name: 'a', topicId: id('b') },
    });
    expect([...image.topics.byId.keys()]).toEqual([id('b')]);
  });
});

describe('what this broker does not act on', () => {
  const user = { name: 'bob', mechanism: 1 };
  const secret = { salt: bytes(1), storedKey: bytes(2), serverKey: bytes(3), iterations: 8192 };
  const acl = {
    resourceType: 2,
    resourceName: 't',
    patternType: 3,
    principal: 'User:a',
    host: '*',
    operation: 2,
    permissionType: 3,
  };
  const token = {
    owner: 'User:a',
    requester: 'User:a',
    renewers: [],
    issueTimestamp: 1,
    maxTimestamp: 2,
    expirationTimestamp: 3,
  };
  const quota = {
    entity: [{ entityType: 'user', entityName: null }],
    key: 'producer_byte_rate',
    value: 1.5,
  };
  const kept: [NewMetadataRecord, NewMetadataRecord][] = [
    [
      { name: 'UserScramCredentialRecord', version: 0, data: { ...user, ...secret } },
      { name: 'RemoveUserScramCredentialRecord', version: 0, data: user },
    ],
    [
      { name: 'AccessControlEntryRecord', version: 0, data: { id: id('acl'), ...acl } },
      { name: 'RemoveAccessControlEntryRecord', version: 0, data: { id: id('acl') } },
    ],
    [
      { name: 'DelegationTokenRecord', version: 0, data: { tokenId: 'x', ...token } },
      { name: 'RemoveDelegationTokenRecord', version: 0, data: { tokenId: 'x' } },
    ],
    [
      { name: 'ClientQuotaRecord', version: 0, data: { ...quota, remove: false } },
      { name: 'ClientQuotaRecord', version: 0, data: { ...quota, remove: true } },
    ],
  ];
  test.each(kept)('is kept as $name until it is removed', (record, removal) => {
    const log = new Log();
    log.append(record);
    const [found] = log.append(record).kept.records.values();
    expect(encodeMetadataRecord(found as NewMetadataRecord)).toEqual(encodeMetadataRecord(record));
    expect(log.append(removal).kept.records.size).toBe(0);
  });
});

describe('a value', () => {
  test('of each of the 26 types that Kafka 4.3 has is known by its key', () => {
    const keys = Object.values(METADATA_RECORDS).map(({ apiKey }) => apiKey);
    expect(keys.toSorted((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    ]);
  });

  const unreadable: [string, number[], RegExp][] = [
    ['of a type that is none', [1, 99, 0], /type 99, which Kafka 4.3 does not know/],
    ['in another frame', [2, 2, 0], /frame version 2; only 1 is known/],
    ['of a version to come', [1, 2, 7], /can't be read: .*TopicRecord.*7/],
    ['that ends too early', [1, 2, 0, 5, 97], /can't be read/],
    ['that is empty', [], /can't be read/],
    ['with bytes after it', [1, 20, 0, 0, 1], /can't be read: .*garbage/],
  ];
  test.each(unreadable)('%s is refused', (_, value, reason) => {
    const decoding = () => decodeMetadataRecord(Uint8Array.from(value));
    expect(decoding).toThrow(UnreadableMetadata);
    expect(decoding).toThrow(reason);
  });
});

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}
