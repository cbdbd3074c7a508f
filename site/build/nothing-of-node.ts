/**
 * Fails the build where something of Node's would come into a page. Bundlers put an empty module in
 * its place and say so in a warning; the page would then fail at its reader.
 */
import { builtinModules } from 'node:module';
import type { Plugin } from 'vite';

const builtin = new Set(builtinModules);

export function nothingOfNode(): Plugin {
  return {
    name: 'gregor-nothing-of-node',
    enforce: 'pre',
    resolveId(specifier, importer) {
      if (this.environment.config.consumer !== 'client') return undefined;
      if (!specifier.startsWith('node:') && !builtin.has(specifier)) return undefined;
      return this.error(`${importer ?? 'a page'} imports ${specifier}: a browser has none of Node`);
    },
  };
}
