import { expect, test } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { askBroker } from '../../../../site/simulations/byte-inspector/ask-broker.ts';
import { usualForm } from '../../../../site/simulations/byte-inspector/produce-form.ts';
import { produceFrames } from '../../../../site/simulations/byte-inspector/produce-request.ts';

test('x', async () => {
  for (const version of [3, 9, 13]) {
    const t = performance.now();
    const form = { ...usualForm, version, times: 3 };
    const answer = await askBroker(nodeHost, {
      topic: form.topic,
      send: (id) => produceFrames(form, id, nodeHost.codecs),
    });
    console.log(performance.now() - t);
    console.log(answer.received.toHex(), answer.files.index.toHex(), answer.files.timeindex.toHex(), answer.files.log.length, answer.sent.length, answer.closed);
  }
});
