/**
 * The address of a page under the path that the site is published at: `href('chapters/01-storage')`
 * is `/gregor/chapters/01-storage/` where the base is `/gregor/`.
 */
export function href(page: string, anchor?: string): string {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  const path = page === '' ? '/' : `/${page}/`;
  return `${base}${path}${anchor === undefined ? '' : `#${anchor}`}`;
}
