/**
 * Builds the start image (course/image/tool-image.ts); started in the background where it is stale.
 */
import { buildImage } from '../image/tool-image.ts';

await buildImage();
