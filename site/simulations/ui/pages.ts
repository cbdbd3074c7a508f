/**
 * The code of each simulation's page, loaded when the simulation comes into view.
 */
import type { Mount } from './mount.ts';

export const pages: Readonly<Record<string, () => Promise<{ mount: Mount }>>> = {
  log: () => import('../log/page.tsx'),
  'log-and-queue': () => import('../log-and-queue/page.tsx'),
  trace: () => import('../trace/page.tsx'),
  'consumer-group': () => import('../consumer-group/page.tsx'),
  'byte-inspector': () => import('../byte-inspector/page.tsx'),
};
