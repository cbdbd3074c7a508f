/**
 * What a page shows of the broker: how it is, whose parts it is made of, and what to try with it.
 */
import type { Chapter } from '../../chapter.ts';
import { whoseParts } from '../../learner/whose-parts.ts';
import { integratedView } from '../../learner-views.ts';
import type { BrokerNews } from '../messages.ts';
import type { BrokerProcess } from './broker-process.ts';

/** Which parts of a broker that was started now would be the learner's, in lines. */
export function brokerParts(tree: string, chapters: readonly Chapter[]): string[] {
  try {
    const view = integratedView(tree);
    // What only clients use, the broker has no use for.
    const learnerFiles = view.learnerFiles.filter((file) => !file.startsWith('clients/'));
    return whoseParts({ ...view, learnerFiles }, chapters);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

export function brokerNews(
  broker: BrokerProcess,
  parts: readonly string[],
  savedSince: readonly string[],
): BrokerNews {
  const { state, address, says } = broker;
  return {
    state,
    address,
    parts,
    savedSince: state === 'running' ? savedSince : [],
    commands: commandsFor(address),
    ...(says === undefined ? {} : { says }),
  };
}

function commandsFor(address: string): BrokerNews['commands'] {
  const at = `--bootstrap-server ${address}`;
  // Without a key, a record may lie in any of the three.
  const files = [0, 1, 2].map((one) => `data/greetings-${one}/${'0'.repeat(20)}.log`);
  return [
    {
      does: 'Create a topic',
      command: `npx kafka-topics ${at} --create --topic greetings --partitions 3`,
    },
    {
      does: 'Write into it',
      command: `echo hello | npx kafka-console-producer ${at} --topic greetings`,
    },
    {
      does: 'Read it from its beginning',
      command: `npx kafka-console-consumer ${at} --topic greetings --from-beginning --max-messages 1`,
    },
    {
      does: 'Ask a foreign client what there is, if you have kcat',
      command: `kcat -b ${address} -L`,
    },
    {
      does: 'Look into the files: it lies in one of them',
      command: `npx kafka-dump-log --print-data-log --files ${files.join(',')}`,
    },
  ];
}
