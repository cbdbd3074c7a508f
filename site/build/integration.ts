/**
 * What Gregor adds to Astro: the pages made from the course before anything is read, `#` as
 * everywhere else, and a build that fails on what must not be in a page.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { root } from '../../course/view.ts';
import { courseByNode } from './course-by-node.ts';
import { checkSite, finishSite } from './finish-site.ts';
import { simulationBuild } from './simulation-build.ts';
import { writePages } from './write-pages.ts';

/** Where the site will be: its base, and its address where one is known. */
const site: { base: string; url?: string | undefined } = { base: '/' };

export function gregor(): AstroIntegration {
  return {
    name: 'gregor',
    hooks: {
      'astro:config:setup': async ({ updateConfig, injectScript }) => {
        await writePages();
        for (const script of ['progress/page.ts', 'workbench/begin.ts']) {
          injectScript('page', `import ${JSON.stringify(join(root, 'site/src', script))};`);
        }
        const simulations = simulationBuild();
        updateConfig({
          vite: {
            resolve: {
              alias: {
                '#lesson': join(root, 'site/src/components/lesson/index.ts'),
                '#home': join(root, 'site/src/components/home/index.ts'),
              },
            },
            plugins: [courseByNode(), ...simulations.plugins],
            worker: simulations.worker,
          },
        });
      },
      'astro:config:done': ({ config }) => {
        Object.assign(site, { base: config.base.replace(/\/?$/, '/'), url: config.site });
      },
      'astro:build:done': async ({ dir }) => {
        await finishSite(fileURLToPath(dir), site.base, site.url);
      },
    },
  };
}

/** What comes behind all others: it looks at what they have written. */
export function gregorLast(): AstroIntegration {
  return {
    name: 'gregor-last',
    hooks: {
      'astro:build:done': ({ dir }) => checkSite(fileURLToPath(dir), site.base, site.url),
    },
  };
}
