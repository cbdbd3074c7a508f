/**
 * The byte inspector in a page.
 */
import { render } from 'preact';
import { browserCodecs, loadCodecs, loadReaders } from '../host/browser-codecs.ts';
import { createBrowserHost } from '../host/browser-host.ts';
import type { Mount, Place } from '../ui/mount.ts';
import { Inspector, type LoadCodec } from './inspector.ts';
import { InspectorPage } from './inspector-page.tsx';
import { type LinkReading, readFragment } from './link.ts';
import { recognise } from './recognise.ts';
import { scenarioState } from './scenarios.ts';

const loadCodec: LoadCodec = async (codec) => {
  if (codec !== 'none') await loadCodecs([codec]);
};

export const mount: Mount = async (element, place) => {
  await loadReaders();
  const host = { ...createBrowserHost(), codecs: browserCodecs };
  const inspector = new Inspector(host, loadCodec, readAt(place.fragment ?? '', place.scenario));
  render(<InspectorPage inspector={inspector} place={place} />, element);
  const leave = followAddress(inspector, place);
  await inspector.load();
  return () => {
    leave();
    render(null, element);
  };
};

/** What the address says; where it says nothing, the scenario that the lesson asks for. */
function readAt(fragment: string, scenario?: string): LinkReading {
  const named = fragment === '' ? scenario : new URLSearchParams(fragment).get('scenario');
  const state = scenarioState(named ?? undefined, browserCodecs);
  if (state !== undefined) return { state, complaints: [] };
  return readFragment(fragment, (bytes) => recognise(bytes)[0]?.layout);
}

/** A link to another state of this very page changes what is after `#`, and loads nothing. */
function followAddress(inspector: Inspector, { show }: Place): () => void {
  if (show === undefined) return () => {};
  const follow = () => void inspector.restart(readAt(location.hash.slice(1)));
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}
