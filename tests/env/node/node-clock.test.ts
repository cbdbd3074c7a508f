/** What only the process's clock has to mind: time goes on while it is looked at. */
import { expect, test, vi } from 'vitest';
import { NodeClock } from '#env/node/node-clock.ts';

test('asks Node for no delay below 0, however slow the machine', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on('warning', warned);
  let now = performance.now();
  const slow = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 50;
    return now;
  });
  try {
    await new NodeClock().sleep(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  } finally {
    slow.mockRestore();
    process.off('warning', warned);
  }
});
