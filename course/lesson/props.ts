/**
 * The props of a component as they stand in the text: strings, or JSON-like values in braces.
 *
 * A lesson computes nothing, so nothing is run here; what is not a plain value is refused.
 */
import type { JsxElement } from './lesson.ts';

/** The props by name; throws a sentence for a spread or for anything that would have to be run. */
export function propsOf(element: JsxElement): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const attribute of element.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') {
      throw new Error(`<${element.name}> spreads props; name each of them`);
    }
    props[attribute.name] = plainValue(attribute.name, attribute.value);
  }
  return props;
}

type AttributeValue = { value: string } | string | null | undefined;

function plainValue(name: string, value: AttributeValue): unknown {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value;
  try {
    return JSON.parse(value.value);
  } catch {
    throw new Error(`${name}={${value.value}} is no plain value: a number, a "string", or JSON`);
  }
}
