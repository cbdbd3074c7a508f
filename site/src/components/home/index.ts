/**
 * `#home`: what chapters/home.mdx is made of, beside Markdown.
 */
export { default as Chapters } from './Chapters.astro';
export { default as Opening } from './Opening.astro';
export { default as Terminal } from './Terminal.astro';
export { default as Way } from './Way.astro';
export { default as Ways } from './Ways.astro';
