/**
 * What a lesson’s `#lesson` is on the site: the components that course/lesson/components.ts declares, and
 * what build/write-pages.ts adds, ChapterTasks in overviews and the parts of Markdown's tables.
 */
import Head from './Head.astro';
import HeadCell from './HeadCell.astro';

export { default as Answer } from './Answer.astro';
export { default as Bytes } from './Bytes.astro';
export { default as ChapterTasks } from './ChapterTasks.astro';
export { default as Details } from './Details.astro';
export { default as Diagram } from './Diagram.astro';
export { default as Predict } from './Predict.astro';
export { default as Quiz } from './Quiz.astro';
export { default as Region } from './Region.astro';
export { default as Simulation } from './Simulation.astro';
export { default as Source } from './Source.astro';
export { default as Task } from './Task.astro';
export { default as Try } from './Try.astro';

export const tableParts = { thead: Head, th: HeadCell };
