/**
 * A task of the event loop for each event, at a price that allows a million of them.
 *
 * The simulation's scheduler needs all microtasks to have run between two events
 * (solution/env/sim/sim-scheduler.ts). A message to oneself gives that, and costs a browser about ten
 * microseconds. But a browser also runs all microtasks after each *listener* of an event that it
 * dispatches itself, because its stack of scripts is then empty (HTML, "clean up after running
 * script"). So one message has many listeners, and each of them runs one task:
 *
 *     message ──► listener 1: task, microtasks ──► listener 2: task, microtasks ──► … ──► message
 *
 * Invariant: tasks run in the order in which they were posted, each on an empty stack. Only a browser
 * keeps that: Node calls listeners from JavaScript, so tests run on nodeHost.
 */
import type { PostTask } from '#env/sim/sim-scheduler.ts';

/**
 * A message to oneself is on its way for a tenth of a millisecond and more, in which nothing happens: shared
 * by so many tasks, that is next to nothing. A message from the page waits for as many, a few milliseconds.
 */
const TASKS_PER_MESSAGE = 256;

export function createPostTask(): PostTask {
  const { port1: receiver, port2: sender } = new MessageChannel();
  let tasks: (() => void)[] = [];
  let next = 0;
  let underWay = false;
  const rest = (): void => {
    tasks = [];
    next = 0;
    underWay = false;
  };
  const runNext = (event: Event): void => {
    const task = tasks[next];
    if (task === undefined) {
      // Few tasks don't pay for listeners that have nothing to do.
      event.stopImmediatePropagation();
      rest();
      return;
    }
    next += 1;
    task();
  };
  const goOn = (): void => {
    if (next < tasks.length) sender.postMessage(null);
    else rest();
  };
  // The same function is never added twice, so each listener is one of its own.
  for (let count = 0; count < TASKS_PER_MESSAGE; count += 1) {
    receiver.addEventListener('message', (event) => runNext(event));
  }
  receiver.addEventListener('message', goOn);
  receiver.start();
  return (run) => {
    tasks.push(run);
    if (underWay) return;
    underWay = true;
    sender.postMessage(null);
  };
}
