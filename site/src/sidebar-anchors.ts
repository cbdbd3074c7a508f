/**
 * Links to a place on a page, in the sidebar and to the page before and after: Starlight ends every
 * address in a slash, and behind an anchor that slash would be a part of its name.
 */
import type {} from '@astrojs/starlight';
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';

type Entries = StarlightRouteData['sidebar'];

export const onRequest = defineRouteMiddleware(({ locals }) => {
  const { sidebar, pagination } = locals.starlightRoute;
  mend(sidebar);
  for (const entry of [pagination.prev, pagination.next]) if (entry !== undefined) mend([entry]);
});

function mend(entries: Entries): void {
  for (const entry of entries) {
    if (entry.type === 'group') mend(entry.entries);
    else entry.href = entry.href.replace(/(#[^/]+)\/$/, '$1');
  }
}
