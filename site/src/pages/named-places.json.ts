/**
 * What has a name of its own, as data for the search: its names as they are compared, then what is shown
 * (src/search/called.ts).
 *
 *     [[["1.4", "task 1.4", "offset index"], "1.4 Offset index", "Any offset …", "/chapters/…/"], …]
 */
import { inlineHtml } from '../../build/inline-text.ts';
import { namedPlaces } from '../../build/named-places.ts';
import { href } from '../href.ts';
import { nameKey } from '../search/called.ts';

export async function GET(): Promise<Response> {
  const places = await namedPlaces();
  const rows = places.map(({ names, title, says, page, anchor }) => {
    const keys = [...new Set(names.map(nameKey))];
    return [keys, title, inlineHtml(says), href(page, anchor)];
  });
  return Response.json(rows);
}
