/**
 * Runs a tool of the reference, from the start image where that is fresh.
 *
 * Node's compile cache keeps what it has compiled of the image, so that a start does not even parse
 * it again.
 */
import { enableCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { buildImageInBackground, freshImage } from './tool-image.ts';

/** Runs the tool that the process's arguments name. */
export async function runTool(): Promise<void> {
  enableCompileCache();
  const image = freshImage();
  if (image !== undefined) {
    await import(pathToFileURL(image).href);
    return;
  }
  buildImageInBackground();
  await import('../../solution/cli/run.ts');
}
