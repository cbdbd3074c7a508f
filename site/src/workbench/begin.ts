/**
 * What every page runs: it looks whether a workbench has served it, and only then loads the client.
 * A published page has no such mark in its head, and loads nothing.
 */
const mark = document.querySelector<HTMLMetaElement>('meta[name="gregor-workbench"]');

if (mark !== null) {
  void import('./client.ts').then(({ beginWorkbench }) => beginWorkbench(mark.content));
}
