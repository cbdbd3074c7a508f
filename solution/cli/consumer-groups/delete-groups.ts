/**
 * `kafka-consumer-groups --delete`: deletes groups without members. One that can't be deleted keeps no
 * other from it.
 */
import { isRefusal } from '#cli/consumer-groups/asking.ts';
import type { Line } from '#cli/consumer-groups/flags.ts';
import { chosenGroups } from '#cli/consumer-groups/list.ts';
import { exceptionText } from '#cli/exception-text.ts';
import type { Admin } from '#clients/admin.ts';
import type { Terminal } from '#env/terminal.ts';

export async function deleteGroups(admin: Admin, line: Line, terminal: Terminal): Promise<void> {
  const deleted: string[] = [];
  const failures: string[] = [];
  for (const groupId of await chosenGroups(admin, line)) {
    try {
      await admin.deleteConsumerGroup(groupId);
      deleted.push(`'${groupId}'`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const why = exceptionText(error);
      failures.push(`* Group '${groupId}' could not be deleted due to: ${why}\n`);
    }
  }
  const names = deleted.join(', ');
  if (failures.length === 0) {
    terminal.out(`Deletion of requested consumer groups (${names}) was successful.\n`);
    return;
  }
  terminal.out(`\nError: Deletion of some consumer groups failed:\n${failures.join('')}`);
  if (deleted.length === 0) return;
  terminal.out(`\nThese consumer groups were deleted successfully: ${names}\n`);
}
