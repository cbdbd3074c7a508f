/**
 * What the whole broker answers to bytes that a reader has made, or broken.
 */
import { describe, expect, test } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { troublesOf } from '../../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../../course/bytes/describe-layout.ts';
import {
  answerInWords,
  answerLayout,
} from '../../../../site/simulations/byte-inspector/answer-words.ts';
import {
  askBroker,
  type BrokerAnswer,
} from '../../../../site/simulations/byte-inspector/ask-broker.ts';
import {
  CODECS,
  type ProduceForm,
  usualForm,
  VERSIONS,
} from '../../../../site/simulations/byte-inspector/produce-form.ts';
import { produceFrames } from '../../../../site/simulations/byte-inspector/produce-request.ts';

const codecs = nodeHost.codecs;
const ANY_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

/** What `change` writes over: where, and with what. */
function ask(
  form: Partial<ProduceForm>,
  change: (sent: Uint8Array) => readonly [at: number, byte: number] | undefined = () => undefined,
): Promise<BrokerAnswer> {
  const whole = { ...usualForm, ...form };
  const [at, byte] = change(produceFrames(whole, ANY_TOPIC_ID, codecs)) ?? [];
  const edits = at === undefined ? [] : [{ view: 'request' as const, at, byte: byte as number }];
  return askBroker(nodeHost, { kind: 'form', form: whole, edits });
}

function words(answer: BrokerAnswer): string[] {
  return answerInWords(answer).map((one) => one.words);
}

describe('a Produce request', () => {
  test.each(VERSIONS)('of version %d is answered without error', async (version) => {
    const answer = await ask({ version });
    expect(words(answer)).toEqual([
      `Produce v${version}, number 1: no error; the first record got offset 0.`,
    ]);
    const root = describeLayout(answerLayout(answer), answer.received);
    expect([...troublesOf(root as never)]).toEqual([]);
  });

  test.each(CODECS.filter((codec) => codec !== 'none'))(
    'in %s is kept as it came',
    async (codec) => {
      const { files } = await ask({ codec, version: 9 });
      expect(describeLayout('record-batch', files.log, { codecs })?.parts[0]?.meaning).toBe(
        `2 records, ${codec}, offsets 0 to 1`,
      );
    },
  );

  test('that is sent three times makes three batches, and entries in both indexes', async () => {
    const { files } = await ask({ times: 3 });
    expect(describeLayout('record-batch', files.log)?.parts.map(({ meaning }) => meaning)).toEqual([
      '2 records, offsets 0 to 1',
      '2 records, offsets 2 to 3',
      '2 records, offsets 4 to 5',
    ]);
    const count = (layout: 'offset-index' | 'time-index', bytes: Uint8Array) =>
      describeLayout(layout, bytes)?.parts.length;
    expect([count('offset-index', files.index), count('time-index', files.timeindex)]).toEqual([
      2, 2,
    ]);
  });

  test('with acks=0 gets no answer, and its records are there', async () => {
    const answer = await ask({ acks: 0 });
    expect(words(answer)).toEqual([
      'Produce v9, number 1: no answer, since nobody asked for one (acks=0).',
    ]);
    expect(answer.files.log.length).toBeGreaterThan(61);
  });

  test('with a changed byte in a record is refused for its CRC', async () => {
    const answer = await ask({}, (sent) => [sent.length - 6, 0x55]);
    expect(words(answer)[0]).toMatch(/^Produce v9, number 1: error 2, CORRUPT_MESSAGE\. /);
    expect(answer.files.log).toHaveLength(0);
  });

  test('of an unknown API has the connection closed', async () => {
    const answer = await ask({}, () => [4, 0x70]);
    expect(words(answer)[0]).toMatch(/no answer; it closed the connection/);
  });

  test('whose size claims more has the broker wait', async () => {
    const answer = await ask({}, (sent) => [3, (sent[3] as number) + 1]);
    expect(words(answer)).toEqual(['No answer: the broker waits for the rest of the frame.']);
  });
});

test('the same question gets the same answer, byte for byte', async () => {
  const [one, two] = [await ask({ version: 13 }), await ask({ version: 13 })];
  expect(one.received.toHex()).toBe(two.received.toHex());
  expect(one.sent.toHex()).toBe(two.sent.toHex());
});
