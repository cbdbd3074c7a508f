/**
 * The pages that Starlight shows: what build/write-pages.ts has made of chapters/ and solution/.
 */

import { defineCollection, z } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';

export const collections = {
  docs: defineCollection({
    loader: glob({ base: '.pages', pattern: '**/*.{md,mdx}' }),
    schema: docsSchema({
      extend: z.object({
        /** The folder of the chapter that a lesson's page belongs to: `01-storage`. */
        chapter: z.string().optional(),
        /** The task that the page is about: `1.4`. */
        task: z.string().optional(),
      }),
    }),
  }),
};
