/**
 * What is wider than its place scrolls there, and can then be reached and scrolled by keyboard; what fits
 * is no stop on the way.
 */
export function reachScrollers(): void {
  const sizes = new ResizeObserver((changes) => {
    for (const { target } of changes) reach(target as HTMLElement);
  });
  for (const one of document.querySelectorAll('.scrolls, .sl-markdown-content > table'))
    sizes.observe(one);
}

function reach(element: HTMLElement): void {
  if (element.scrollWidth <= element.clientWidth) {
    for (const name of ['tabindex', 'role', 'aria-label']) element.removeAttribute(name);
    return;
  }
  element.tabIndex = 0;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', 'Scrolls sideways');
}
