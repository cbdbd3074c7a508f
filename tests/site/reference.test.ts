/**
 * The reference pages: nothing that is declared is missing, and what stands there is what is declared.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { apiTable } from '#broker/api-table.ts';
import { brokerKeys } from '#config/broker-keys.ts';
import { groupConfigKeys } from '#config/group-config.ts';
import { topicKeys } from '#config/topic-keys.ts';
import { errorTable } from '#protocol/error-table.ts';
import type { Fields, FieldType } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import {
  allConsumerProtocol,
  allDataStructures,
  allGroupRecords,
  allMetadataRecords,
} from '#protocol/records/all.ts';
import { array, data, int32, string } from '#protocol/schema.ts';
import {
  configurationIndex,
  configurationPages,
} from '../../site/build/reference/configuration-pages.ts';
import { errorsPage } from '../../site/build/reference/errors-page.ts';
import { fieldTable } from '../../site/build/reference/field-table.ts';
import { inWords } from '../../site/build/reference/in-words.ts';
import { slugOf } from '../../site/build/reference/protocol.ts';
import { protocolIndex, protocolPages } from '../../site/build/reference/protocol-pages.ts';
import { annotatedSource } from '../../site/build/source/source-pages.ts';

const { index } = await annotatedSource();
const configuration = new Map(
  (await configurationPages(index)).map(({ id, body }) => [id, body.text]),
);
const protocol = new Map(protocolPages(index).map(({ id, body }) => [id, body.text]));

describe('the configuration', () => {
  const all = [...configuration.values()].join('\n');

  test('has an entry for every key of brokers, topics and groups', async () => {
    const names = [...Object.keys(brokerKeys), ...Object.keys(groupConfigKeys)];
    const topic = configuration.get('reference/configuration/of-a-topic') ?? '';
    const listed = await configurationIndex();
    expect(names.filter((name) => !all.includes(`<h2 id="${name}">`))).toEqual([]);
    expect(Object.keys(topicKeys).filter((name) => !topic.includes(`id="${name}"`))).toEqual([]);
    expect(names.filter((name) => !listed.includes(`/#${name}"`))).toEqual([]);
  });

  test('says of a key what is declared, and which others count before and after it', () => {
    const page = configuration.get('reference/configuration/log') ?? '';
    const entry = /<section class="entry"><h2 id="log.retention.ms">.*?<\/section>/s.exec(
      page,
    )?.[0];
    expect(entry).toContain('<dt>Type</dt><dd>long</dd>');
    expect(entry).toContain('<dt>Default</dt><dd>none</dd>');
    expect(entry).toContain('while it runs, for all brokers or for one');
    expect(entry).toContain('<a href="../of-a-topic/#retention.ms">retention.ms</a>');
    const topic = configuration.get('reference/configuration/of-a-topic') ?? '';
    expect(topic).toContain('<code>604800000</code> (7 days)');
    expect(topic).toContain('<a href="../log/#log.retention.hours">log.retention.hours</a>');
    const namesake = '#min.insync.replicas">min.insync.replicas</a>';
    expect(topic).toContain(`<a href="../topics/${namesake} of the broker`);
    const topics = configuration.get('reference/configuration/topics') ?? '';
    expect(topics).toContain(`<a href="../of-a-topic/${namesake} of a topic`);
  });

  test('names the files that read a key', () => {
    const groups = configuration.get('reference/configuration/groups') ?? '';
    expect(groups).toContain('groups/coordinator-settings.ts</a>');
  });
});

describe('numbers in words', () => {
  test.each([
    ['log.retention.ms', '604800000', '7 days'],
    ['x.interval.ms', '60000', '1 minute'],
    ['x.interval.ms', '1500', undefined],
    ['segment.bytes', '1073741824', '1 GiB'],
    ['message.max.bytes', '1048588', undefined],
    ['fetch.max.bytes', '57671680', '55 MiB'],
    ['log.retention.ms', '-1', undefined],
    ['num.partitions', '1', undefined],
    ['flush.ms', '9223372036854775807', undefined],
  ])('%s=%s is %s', (name, text, words) => {
    expect(inWords(name, text)).toBe(words);
  });
});

describe('the protocol', () => {
  const records: readonly Message[] = [
    ...allMetadataRecords,
    ...allGroupRecords,
    ...allConsumerProtocol,
    ...allDataStructures,
  ] as unknown as Message[];

  test('has a page for every API, with every field of its request and its response', () => {
    const missing = (allRequests as readonly unknown[] as Message[]).flatMap((request, at) => {
      const name = request.name.replace(/Request$/, '');
      const page = protocol.get(`reference/protocol/${slugOf(name)}`) ?? '';
      const response = allResponses[at] as unknown as Message;
      const fields = [
        ...fieldNames(request.fields, 'request'),
        ...fieldNames(response.fields, 'response'),
      ];
      return fields.filter((id) => !page.includes(`<tr id="${id}">`)).map((id) => `${name}: ${id}`);
    });
    expect(missing).toEqual([]);
  });

  test('has a page for every record and struct', () => {
    const missing = records.filter(
      ({ name }) => !protocol.has(`reference/protocol/records/${slugOf(name)}`),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
    expect(protocol.size).toBe(records.length + allRequests.length);
  });

  test('lists all of them, with the versions that are served', () => {
    const listed = protocolIndex(index);
    for (const id of protocol.keys()) {
      expect(listed).toContain(`href="${id.replace('reference/protocol/', '')}/"`);
    }
    expect(listed).toContain('href="fetch/">Fetch</a></th><td>4–18</td><td>12+</td>');
    expect(listed.match(/not served/g)).toHaveLength(allRequests.length - apiTable.length);
  });

  test('links the handler that answers an API, and says where there is none', () => {
    expect(protocol.get('reference/protocol/fetch')).toContain(
      '<a href="../../../source/broker/handlers/01-fetch/">broker/handlers/01-fetch.ts</a>',
    );
    const served = [...protocol].filter(([, body]) => body.includes('broker/handlers/'));
    expect(served.length).toBeGreaterThanOrEqual(apiTable.length);
    expect(protocol.get('reference/protocol/broker-heartbeat')).toContain('does not serve it');
  });

  test('has pages that are small enough', () => {
    const large = [...protocol].filter(([, body]) => gzipSync(body).length > 14_000);
    expect(large.map(([id]) => id)).toEqual([]);
  });
});

function fieldNames(fields: Fields, anchor: string): string[] {
  return Object.entries(fields).flatMap(([name, { type }]) => [
    `${anchor}.${name}`,
    ...fieldNames(innerFields(type), `${anchor}.${name}`),
  ]);
}

function innerFields(type: FieldType): Fields {
  if (type.kind === 'struct') return type.fields;
  return type.kind === 'array' ? innerFields(type.element) : {};
}

test('a table of fields shows versions, nulls, tags and defaults as they are declared', () => {
  const message = data({
    ...{ name: 'Sample', versions: '2-5', flexible: '4+' },
    fields: {
      old: int32('0-3', 'Gone <soon>.'),
      names: array('2+', string, { nullable: '4+' }, 'The names.'),
      inner: array(
        '3+',
        { id: int32('3+', 'Its id.'), late: int32('5+', { default: -1 }, 'Later.') },
        { tag: 7, tagged: '4+' },
        'The inner ones.',
      ),
    },
  });
  const rows = fieldTable(message as unknown as Message, 'fields')
    .text.split('\n')
    .filter((line) => line.startsWith('<tr'))
    .map((row) => row.replaceAll(/<\/t[dh]>/g, '|').replaceAll(/<[^>]*>/g, ''));
  expect(rows).toEqual([
    'old|int32|2-3||Gone &lt;soon&gt;.|',
    'names|array of string or null (4+)|||The names.|',
    'inner|array|3+ tag 7 in 4+||The inner ones.|',
    'id|int32|||Its id.|',
    'late|int32|5+|-1|Later.|',
  ]);
});

test('every error code has its row', () => {
  const page = errorsPage(index);
  for (const [name, { code }] of Object.entries(errorTable)) {
    expect(page).toContain(`<tr id="${name}"><td>${code}</td>`);
  }
  expect(page).toContain('<td>retry</td><td>This server does not host this topic-partition.');
});
