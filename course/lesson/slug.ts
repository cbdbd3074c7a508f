/**
 * The names by which lessons refer to things: lower case, digits and hyphens.
 */
import { z } from 'zod';

export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name is lower case, with hyphens: offset-index');
