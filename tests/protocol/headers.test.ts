import { describe, expect, test } from 'vitest';
import { ApiKey, apiName, requestHeaderVersion } from '#protocol/api-keys.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest, RequestHeader, readRequestHeader } from '#protocol/request-header.ts';
import { encodeResponse, ResponseHeader, readResponseHeader } from '#protocol/response-header.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';
import { fromHex, hex } from './hex.ts';

const header = { correlationId: 7, clientId: 'cli' };

function whole(chunks: readonly Uint8Array[]): string {
  return chunks.map(hex).join('');
}

describe('request headers', () => {
  test('version 1 stands before a classic body', () => {
    const frame = whole(encodeRequest(ApiVersionsRequest, 0, header, {}));
    expect(frame).toBe('0000000d 0012 0000 00000007 0003 636c69'.replaceAll(' ', ''));
  });

  test('version 2 adds a tagged section, and its client id is still not compact', () => {
    const body = { topics: [], allowAutoTopicCreation: false };
    const frame = whole(encodeRequest(MetadataRequest, 9, header, body));
    expect(frame.startsWith('00000013 0003 0009 00000007 0003 636c69 00'.replaceAll(' ', ''))).toBe(
      true,
    );
  });

  test('are read up to the body, the tagged section included', () => {
    const reader = new Reader(fromHex('0003 0009 00000007 ffff 01 05 02 aaaa bb'));
    expect(readRequestHeader(reader)).toEqual({
      requestApiKey: 3,
      requestApiVersion: 9,
      correlationId: 7,
      clientId: null,
    });
    expect(reader.remaining()).toBe(1);
  });

  test('are read for versions that nobody serves, so that these can be refused politely', () => {
    const reader = new Reader(fromHex('0012 0063 00000007 0003 636c69 00'));
    expect(readRequestHeader(reader)).toMatchObject({ requestApiVersion: 99, clientId: 'cli' });
  });

  test.each([
    '0005 0000 00000007 ffff',
    '03e8 0000 00000007 ffff',
    'ffff 0000 00000007 ffff',
    '00',
  ])('an API key that Kafka does not have is a DecodeError: %s', (bytes) => {
    expect(() => readRequestHeader(new Reader(fromHex(bytes)))).toThrow(DecodeError);
  });
});

describe('response headers', () => {
  test('version 0 stands before a classic body', () => {
    const frame = whole(encodeResponse(MetadataResponse, 0, 7, { brokers: [], topics: [] }));
    expect(frame).toBe('0000000c 00000007 00000000 00000000'.replaceAll(' ', ''));
  });

  test('version 1 adds a tagged section', () => {
    const frame = whole(encodeResponse(MetadataResponse, 9, 7, { brokers: [], topics: [] }));
    expect(frame.slice(8, 18)).toBe('0000000700');
  });

  test('that of ApiVersions is 0 in every version', () => {
    for (let version = 0; version <= ApiVersionsResponse.versions.max; version++) {
      expect(ApiVersionsResponse.headerVersion(version)).toBe(0);
    }
  });
});

describe('headers read and written by hand are those that are declared', () => {
  const fields = { requestApiKey: 3, correlationId: 7, clientId: 'cli' };

  test.each([
    [1, 8],
    [2, 9],
  ])('a request header of version %i', (headerVersion, requestApiVersion) => {
    const declared = { ...fields, requestApiVersion };
    const writer = new Writer();
    RequestHeader.codec(headerVersion).write(writer, declared);
    expect(readRequestHeader(new Reader(writer.bytes()))).toEqual(declared);
    const body = { topics: [] };
    const frame = whole(encodeRequest(MetadataRequest, requestApiVersion, fields, body));
    const reader = new Reader(fromHex(frame.slice(8)));
    expect(RequestHeader.codec(headerVersion).read(reader)).toEqual(declared);
  });

  test.each([
    [0, 8],
    [1, 9],
  ])('a response header of version %i', (headerVersion, version) => {
    const writer = new Writer();
    ResponseHeader.codec(headerVersion).write(writer, { correlationId: 7 });
    const reader = new Reader(writer.bytes());
    expect(readResponseHeader(reader, headerVersion)).toEqual({ correlationId: 7 });
    expect(reader.remaining()).toBe(0);
    const frame = whole(encodeResponse(MetadataResponse, version, 7, { brokers: [], topics: [] }));
    expect(frame.slice(8, 8 + 2 * writer.size)).toBe(hex(writer.bytes()));
  });
});

describe('API keys', () => {
  test('have names', () => {
    expect(ApiKey.Fetch).toBe(1);
    expect(apiName(ApiKey.DescribeTopicPartitions)).toBe('DescribeTopicPartitions');
    expect(apiName(4)).toBeUndefined();
    expect(requestHeaderVersion(4, 0)).toBeUndefined();
  });

  test('agree with the declared messages on which versions are flexible', () => {
    for (const message of [...allRequests, ...allResponses]) {
      const name = message.name.replace(/Re(quest|sponse)$/, '');
      expect(apiName(message.apiKey)).toBe(name);
      for (let version = message.versions.min; version <= message.versions.max; version++) {
        const flexible = requestHeaderVersion(message.apiKey, version) === 2;
        expect(`${message.name} ${version} ${message.isFlexible(version)}`).toBe(
          `${message.name} ${version} ${flexible}`,
        );
      }
    }
  });
});
