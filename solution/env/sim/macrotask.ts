/**
 * A turn of the event loop of its own, in Node and in a browser.
 *
 * Between two tasks every engine runs all microtasks, the ones that microtasks queue included; no
 * other moment is known to come after "all promises that could go on have gone on". That moment
 * is what the simulation needs between two events.
 *
 * A task is dear (a turn of Node's loop polls the system), so the scheduler queues many at once:
 * Node runs all immediates that wait in one turn, and microtasks after each of them.
 */
type Post = (run: () => void) => void;

/** Queues `run` as a task; tasks run in the order in which they were queued. */
export const postMacrotask: Post = choosePost();

function choosePost(): Post {
  const immediate = (globalThis as { setImmediate?: Post }).setImmediate;
  if (typeof immediate === 'function') return (run) => immediate(run);
  const waiting: (() => void)[] = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    channel.port2.postMessage(undefined);
  };
}
