/**
 * The worker in which the inspector's broker runs: a question takes it some ten milliseconds, in which the
 * page is to answer its reader.
 */
import { answerQuestions } from '../core/ask-worker.ts';
import { createBrowserHost } from '../host/browser-host.ts';
import { loadCodecs, loadReaders } from '../host/loaded-codecs.ts';
import { askBroker, type BrokerAnswer, type Question } from './ask-broker.ts';

const host = createBrowserHost();

answerQuestions(async (question: Question): Promise<BrokerAnswer> => {
  await loadFor(question);
  return askBroker(host, question);
});

/** A broker opens what is compressed; bytes that were written over or pasted may claim any codec. */
async function loadFor(question: Question): Promise<void> {
  const isForm = question.kind === 'form';
  if (isForm && question.form.codec !== 'none') await loadCodecs([question.form.codec]);
  if (!isForm || question.edits.length > 0) await loadReaders();
}
