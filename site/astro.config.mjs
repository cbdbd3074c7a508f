/**
 * How the site is built: Astro, MDX and Starlight over pages that are made from chapters/ and
 * solution/ (see README.md beside this file). Nothing here is text of the course.
 *
 *     GREGOR_SITE_BASE   the path under which it will be published; `/` without it
 *     GREGOR_SITE_OUT    where the files go; site/dist without it
 *     GREGOR_SITE_URL    the address it will be published at, for absolute links; may be missing
 */
import { join } from 'node:path';
import mdx from '@astrojs/mdx';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { root } from '../course/view.ts';
import { gregor, gregorLast } from './build/integration.ts';
import { renderCache } from './build/render-cache.ts';
import { sidebar } from './build/sidebar.ts';

export default defineConfig({
  root: join(root, 'site'),
  base: process.env.GREGOR_SITE_BASE ?? '/',
  outDir: process.env.GREGOR_SITE_OUT ?? join(root, 'site', 'dist'),
  cacheDir: renderCache(),
  ...(process.env.GREGOR_SITE_URL === undefined ? {} : { site: process.env.GREGOR_SITE_URL }),
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  integrations: [
    gregor(),
    starlight({
      disable404Route: true,
      title: 'Gregor',
      description: 'Build a Kafka-compatible broker in TypeScript, chapter by chapter.',
      // There is no picture of a page to go with a link to it.
      head: [{ tag: 'meta', attrs: { name: 'twitter:card', content: 'summary' } }],
      customCss: [
        './src/styles/gregor.css',
        './src/styles/reference.css',
        './src/styles/progress.css',
        './src/styles/terms.css',
        './src/styles/workbench-room.css',
      ],
      components: {
        Head: './src/components/Head.astro',
        Header: './src/components/Header.astro',
        Search: './src/components/Search.astro',
        ThemeProvider: './src/components/ThemeProvider.astro',
        ThemeSelect: './src/components/ThemeSelect.astro',
        SiteTitle: './src/components/SiteTitle.astro',
        Footer: './src/components/Footer.astro',
        PageTitle: './src/components/PageTitle.astro',
      },
      sidebar: await sidebar(),
      routeMiddleware: './src/sidebar-anchors.ts',
      credits: false,
    }),
    mdx(),
    gregorLast(),
  ],
});
