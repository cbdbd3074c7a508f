/**
 * What Gregor has beside what Kafka 4.3.1 has, counted from the declarations and from what a running
 * Kafka has answered (tests/golden/).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiTable } from '#broker/api-table.ts';
import { brokerKeys } from '#config/broker-keys.ts';
import { apiName } from '#protocol/api-keys.ts';
import { allRequests } from '#protocol/messages/all.ts';
import { root } from '../../../course/view.ts';
import { html, joined } from '../html.ts';
import { relativeLink } from '../lesson-pages.ts';
import { slugOf } from '../reference/protocol.ts';

export const differenceTables: Readonly<Record<string, (page: string) => string>> = {
  apis: apisTable,
  inert: inertSentence,
};

interface KafkaApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

const GOLDEN = join(root, 'tests/golden/kafka-4.3.1/api-versions.json');

function apisTable(page: string): string {
  const { apiKeys } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { apiKeys: KafkaApi[] };
  const declared = new Set(allRequests.map(({ apiKey }) => apiKey as number));
  const rows = apiKeys.map(({ apiKey, minVersion, maxVersion }) => {
    const name = apiName(apiKey) ?? '';
    const ours = apiTable.find((one) => one.apiKey === apiKey)?.advertised;
    const href = relativeLink(page, {
      page: `reference/protocol/${slugOf(name)}`,
      anchor: undefined,
    });
    const shown = declared.has(apiKey) ? html`<a href="${href}">${name}</a>` : name;
    const kafka = `${minVersion}–${maxVersion}`;
    const gregor = ours === undefined ? 'not served' : `${ours.min}–${ours.max}`;
    const cell = gregor === kafka ? 'the same' : gregor;
    return html`<tr><td>${apiKey}</td><th scope="row">${shown}</th><td>${kafka}</td><td>${cell}</td></tr>`;
  });
  return html`<div class="table-scroll"><table class="fields beside-kafka"><thead><tr><th>Key</th><th>API</th><th>Kafka 4.3.1</th><th>Gregor</th></tr></thead><tbody>
${joined(rows, '\n')}
</tbody></table></div>`.text;
}

function inertSentence(): string {
  const keys = Object.values(brokerKeys);
  const inert = keys.filter((key) => key.inert).length;
  return `- **Of ${keys.length} keys of a broker, ${inert} are accepted and without effect**: they belong to what is not there yet, or to how a JVM works.
  An entry of the reference says so.`;
}
