/**
 * The sidebar: the chapters with their pages, then what one looks things up in.
 */
import type { StarlightUserConfig } from '@astrojs/starlight/types';
import { coursePages } from './course-pages.ts';

export async function sidebar(): Promise<NonNullable<StarlightUserConfig['sidebar']>> {
  const chapters = (await coursePages()).map(({ chapter, pages }) => ({
    label: `${chapter.folder.slice(0, 2)} ${chapter.title}`,
    collapsed: true,
    items: pages.map(({ id, title, task }, index) => ({
      label: index === 0 ? 'Overview' : title,
      slug: id,
      ...(task === undefined ? {} : { attrs: { 'data-task': task.id } }),
    })),
  }));
  return chapters;
}
