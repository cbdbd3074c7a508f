/** Members of the interop checks: a client that hangs may fail its check, and never holds up all. */
import { expect, test } from 'vitest';
import { goneInTime } from '../../interop/members/member.ts';

const never = new Promise<void>(() => {});

test('a member that does not leave is killed, and the failure says which one', async () => {
  const killed: string[] = [];
  const kill = async () => {
    killed.push('kcat -G orders');
  };
  await expect(goneInTime('kcat -G orders', never, kill, 1)).rejects.toThrow(
    /^Did not leave its group within 0.001 s, and was killed: kcat -G orders$/,
  );
  expect(killed).toEqual(['kcat -G orders']);
});

test('a member that leaves is waited for no longer, and not killed', async () => {
  const kill = () => Promise.reject(new Error('killed'));
  await expect(goneInTime('kcat', Promise.resolve(), kill)).resolves.toBeUndefined();
});
