/**
 * Styles that come with a simulation's code, when it comes. Imported as `import './view.css'` they would
 * stand in the head of every page of the site, whether a simulation is on it or not.
 *
 *     import styles from './view.css?inline';
 *     wearStyles(styles);
 */
const worn = new Set<string>();

/** Those of the frame first, then those of what is in it, which may say otherwise. */
export function wearStyles(css: string): void {
  if (worn.has(css)) return;
  worn.add(css);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
