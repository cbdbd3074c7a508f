/**
 * A behaviour that shows on the wire: graded on the learner's broker in a simulated world, and
 * tried on any broker's address by `npm run grade:wire -- --target host:port`. What real Kafka
 * does not pass is wrong in the grader.
 *
 *     wireBehaviour('api-versions-old-client', async (target) => {
 *       const client = await target.connect();
 *       const { errorCode } = await client.ask(ApiVersionsRequest, ApiVersionsResponse, 0, {});
 *       expectEqual(errorCode, 0, 'the error code');
 *     });
 */
import { AddressTarget } from './address-target.ts';
import { readAssignment } from './assignment.ts';
import { behaviour } from './behaviour.ts';
import { withSeed, withTrace } from './expect.ts';
import { SimTarget, type SimTargetOptions } from './sim-target.ts';
import type { WireTarget } from './wire-target.ts';

const { wireTarget } = readAssignment();

/** @param options how the simulated broker is set up; one on an address is as it is. */
export function wireBehaviour(
  id: string,
  run: (target: WireTarget) => Promise<void>,
  options?: SimTargetOptions,
): void {
  if (wireTarget === undefined) simBehaviour(id, run, options);
  else behaviour(id, () => runOnAddress(wireTarget, run));
}

async function runOnAddress(
  address: WireTarget['address'],
  run: (target: WireTarget) => Promise<void>,
): Promise<void> {
  const target = new AddressTarget(address);
  try {
    await withTrace(
      () => target.story,
      () => run(target),
    );
  } finally {
    await target.cleanUp();
  }
}

/**
 * A behaviour of the whole broker that needs more than the wire: its crash, its disk, its time,
 * its configuration. It is left out where an address is graded.
 */
export function simBehaviour(
  id: string,
  run: (target: SimTarget) => Promise<void>,
  { seed = 1, ...options }: SimTargetOptions = {},
): void {
  if (wireTarget !== undefined) return;
  behaviour(id, () =>
    withSeed(seed, async () => {
      const target = await SimTarget.start({ seed, ...options });
      await withTrace(
        () => target.story,
        () => run(target),
      );
    }),
  );
}
