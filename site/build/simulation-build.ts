/**
 * How code of simulations is bundled, in the page and in its worker: `#` as everywhere, nothing of Node,
 * few words. One description, for the site's build, for tests of one simulation and for measuring.
 */
import type { Plugin } from 'vite';
import { solutionView } from '../../course/view.ts';
import { viewPlugin } from '../../course/view-plugin.ts';
import { fewWords } from './few-words.ts';
import { nothingOfNode } from './nothing-of-node.ts';
import { sharedWorkerCode } from './shared-worker-code.ts';

export function simulationBuild() {
  const plugins = (place: 'page' | 'worker'): Plugin[] => [
    nothingOfNode(),
    fewWords(place),
    viewPlugin(solutionView),
  ];
  const worker = { format: 'es', plugins: () => plugins('worker') } as const;
  return { plugins: [...plugins('page'), sharedWorkerCode()], worker };
}
