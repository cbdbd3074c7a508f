/** What tests see of bootstrap.mjs; it is JavaScript because it runs before there is anything. */
export function bootstrap(command: string, args: readonly string[]): Promise<void>;
export function stamp(directory: string): void;
export function isCurrent(directory: string): boolean;
export function pinnedVersion(directory: string): string;
export function pinnedExecutable(
  directory: string,
  platform: string,
  architecture: string,
): string | undefined;
export function chooseNode(nodes: {
  pinned: string;
  running: string;
  executable: string | undefined;
}): { run: 'here' | 'child' | 'none'; executable?: string; reason?: string };
