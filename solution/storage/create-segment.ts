/**
 * Makes a segment's files.
 *
 * A new segment of a base offset that has files takes their place by a rename: a crash then finds
 * the old one or the new one, where removing and making could leave neither. Its indexes are new
 * files as well, or a crash could bring their old entries back.
 */
import type { Env } from '#env/env.ts';
import { DELETED_SUFFIX, LOG_SUFFIX, SEGMENT_SUFFIXES } from '#storage/log-files.ts';
import { Segment } from '#storage/segment.ts';
import type { SegmentOptions } from '#storage/segment-files.ts';

/** Makes an empty segment, in place of one of that base offset if there is one. */
export function createSegment(env: Env, options: SegmentOptions): Segment {
  const { disk } = env;
  const segment = new Segment(env, options);
  const isThere = (kind: string) => disk.stat(segment.path(kind)) !== undefined;
  const replaces = isThere(LOG_SUFFIX);
  // Not `.log.deleted`: a removed segment of this base offset may have that name still.
  const path = replaces ? `${segment.logPath}.new${DELETED_SUFFIX}` : segment.logPath;
  const file = disk.open(path, 'create');
  if (options.config.preallocate) file.truncate(options.config.segmentBytes);
  file.close();
  if (replaces) {
    for (const kind of SEGMENT_SUFFIXES.slice(1)) {
      if (isThere(kind)) disk.remove(segment.path(kind));
    }
    disk.rename(path, segment.logPath);
  }
  segment.size = 0;
  segment.resetIndexes();
  return segment;
}
