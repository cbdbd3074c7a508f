/**
 * The byte inspector in a page.
 */
/// <reference path="../host/packages.d.ts" />

// The page decodes what the broker encodes: they share the code.
import brokerWorker from 'worker-url:./broker-worker.ts';
import { render } from 'preact';
import { askWorker } from '../core/ask-worker.ts';
import { ReadingCodecs } from '../host/reading-codecs.ts';
import type { Mount, Place } from '../ui/mount.ts';
import type { BrokerAnswer, Question } from './ask-broker.ts';
import { Inspector } from './inspector.ts';
import { InspectorPage } from './inspector-page.tsx';
import { type LinkReading, readFragment } from './link.ts';
import { recognise } from './recognise.ts';
import { FIRST_SCENARIO, scenarioState } from './scenarios.ts';

export const mount: Mount = async (element, place) => {
  const broker = askWorker<Question, BrokerAnswer>(
    () => new Worker(brokerWorker, { type: 'module' }),
  );
  const reading = readAt(place.fragment ?? '', place.scenario);
  const inspector = new Inspector(broker.ask, new ReadingCodecs(), reading);
  render(<InspectorPage inspector={inspector} place={place} />, element);
  const leave = followAddress(inspector, place);
  await inspector.load();
  return () => {
    leave();
    broker.close();
    render(null, element);
  };
};

/** What the address says; where it says nothing, the scenario that the lesson asks for. */
function readAt(fragment: string, scenario = FIRST_SCENARIO): LinkReading {
  const fields = new URLSearchParams(fragment);
  const named = fragment === '' ? scenario : fields.get('scenario');
  fields.delete('scenario');
  const begins = named === null ? undefined : scenarioState(named);
  if (begins !== undefined && fields.size === 0) return { state: begins, complaints: [] };
  const { state, complaints } = readFragment(`${fields}`, (bytes) => recognise(bytes)[0]?.layout);
  if (named === null) return { state, complaints };
  if (begins !== undefined) return { state: { ...state, scenario: named }, complaints };
  return { state, complaints: [`There is nothing to try called “${named}”.`, ...complaints] };
}

/** A link to another state of this very page changes what is after `#`, and loads nothing. */
function followAddress(inspector: Inspector, { show }: Place): () => void {
  if (show === undefined) return () => {};
  const follow = () => void inspector.restart(readAt(location.hash.slice(1)));
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}
