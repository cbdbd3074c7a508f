/**
 * Thrown into code whose process has crashed, by whatever of its world it touches next.
 *
 * Only code that was running at the moment of the crash can meet it. Nothing should catch it but
 * the simulation, which lets it end that code and forgets it.
 */
export class NodeCrashed extends Error {
  override readonly name = 'NodeCrashed';

  constructor(node: string) {
    super(`${node} has crashed: what it does from here on has no effect.`);
  }
}
