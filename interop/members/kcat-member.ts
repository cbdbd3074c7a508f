/**
 * kcat as a member of a group. It says on stderr which partitions it has, and prints
 * `partition offset value` for each record.
 */
import { MemberProcess } from './member.ts';

export class KcatMember extends MemberProcess {
  constructor(bootstrap: string, group: string, topic: string, settings: readonly string[]) {
    const all = [
      'auto.offset.reset=earliest',
      'session.timeout.ms=6000',
      'heartbeat.interval.ms=500',
      'auto.commit.interval.ms=500',
      ...settings,
    ].flatMap((one) => ['-X', one]);
    super('kcat', ['-b', bootstrap, ...all, '-u', '-f', '%p %o %s\\n', '-G', group, topic]);
  }

  protected override told(line: string): void {
    this.story.take(JSON.stringify({ name: 'record_data', value: line.split(' ').at(-1) }));
  }

  /**
   * `... (memberid m): assigned: t [0], t [1]`, and in cooperative groups
   * `... incremental assignment of 2 partition(s) (memberid m, ...): t [0], t [1]`.
   */
  protected override complained(line: string): void {
    const [, what, list = ''] = /(assign|revoke)[^:]*: ([^:]+)$/.exec(line) ?? [];
    if (what === undefined) {
      super.complained(line);
      return;
    }
    const partitions = [...list.matchAll(/(\S+) \[(\d+)\]/g)].map(([, topic, partition]) => ({
      topic,
      partition: Number(partition),
    }));
    this.story.take(
      JSON.stringify({
        name: `partitions_${what === 'assign' ? 'assigned' : 'revoked'}`,
        partitions,
      }),
    );
  }
}
