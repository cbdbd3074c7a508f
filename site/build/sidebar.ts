/**
 * The sidebar: the chapters with their pages, what runs in the page, what one looks things up in.
 */
import type { StarlightUserConfig } from '@astrojs/starlight/types';
import { announcedChapters } from '../../course/announced-chapters.ts';
import { simulations } from '../../course/lesson/simulations.ts';
import { coursePages } from './course-pages.ts';
import type { LessonPage } from './lesson-pages.ts';
import { questionKey } from './quiz-key.ts';

export async function sidebar(): Promise<NonNullable<StarlightUserConfig['sidebar']>> {
  const course = await coursePages();
  const chapters = course.map(({ chapter, pages }) => ({
    label: `${chapter.folder.slice(0, 2)} ${chapter.title}`,
    collapsed: true,
    items: pages.map((page, index) => ({
      label: index === 0 ? 'Overview' : page.title,
      slug: page.id,
      attrs: attributesOf(page),
    })),
  }));
  const written = new Set(course.map(({ chapter }) => chapter.folder));
  const toCome = announcedChapters.filter(({ folder }) => !written.has(folder));
  return [
    { label: 'The course', slug: 'chapters' },
    ...chapters,
    ...toCome.map(({ folder, title }) => ({
      label: `${folder.slice(0, 2)} ${title}`,
      slug: `chapters/${folder}`,
      badge: { text: 'to come', variant: 'note' as const },
      attrs: { 'data-to-come': '' },
    })),
    {
      label: 'Simulations',
      items: [
        { label: 'The broker in the page', link: '/simulations/' },
        ...Object.entries(simulations).map(([name, { title }]) => ({
          label: title,
          link: `/simulations/${name}/`,
        })),
      ],
    },
    {
      label: 'Reference',
      items: [
        { label: 'Glossary', slug: 'glossary' },
        { label: 'Annotated source', slug: 'source' },
        { label: 'Architecture', slug: 'architecture' },
        { label: 'Configuration', slug: 'reference/configuration' },
        { label: 'Protocol', slug: 'reference/protocol' },
        { label: 'Error codes', slug: 'reference/errors' },
        { label: 'Differences from Kafka', slug: 'differences' },
        { label: 'For instructors', slug: 'instructors' },
      ],
    },
  ];
}

/** What the page's results are shown by: the task's state, the questions that were answered. */
function attributesOf({ task, folder, quiz }: LessonPage): Record<string, string> {
  return {
    ...(task === undefined ? {} : { 'data-task': task.id }),
    ...(quiz.length === 0
      ? {}
      : { 'data-quiz': quiz.map((id) => questionKey(folder, id)).join(' ') }),
  };
}
