/**
 * Pages that are one component each: what they show is declared (chapters/glossary.ts, the manifests).
 */

export const coursePage = pageOf(
  'The course',
  'Nine chapters, from the first byte of a request to exactly once.',
  {
    component: 'Course',
    from: '../../src/components/lesson/Course.astro',
  },
);

export const glossaryPage = pageOf(
  'Glossary',
  'Kafka’s words, what each means, and where the course teaches it.',
  {
    component: 'Glossary',
    from: '../src/components/lesson/Glossary.astro',
  },
);

function pageOf(
  title: string,
  description: string,
  { component, from }: { component: string; from: string },
): string {
  const head = { title, description, tableOfContents: false, prev: false, next: false };
  const rows = Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const body = [`import ${component} from '${from}';`, '', `<${component} />`];
  return ['---', ...rows, '---', '', ...body, ''].join('\n');
}
