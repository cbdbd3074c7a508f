/**
 * How the records of `__consumer_offsets` are laid out, byte by byte.
 */
import { defineLayouts } from '../../course/lesson/byte-layout.ts';

export const layouts = defineLayouts({});
