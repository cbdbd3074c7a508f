/**
 * The maps of the house are maps of this house.
 */
import { expect, test } from 'vitest';
import { architectureFaults } from '../../course/house/architecture.ts';

test('the architecture pages draw the declared domains and list every file of solution/', () => {
  expect(architectureFaults()).toEqual([]);
});
