/**
 * The value of `--replica-assignment`: the brokers of each partition, `1:2,2:3` for broker 1 and 2
 * on partition 0, 2 and 3 on partition 1. Every partition has to have as many as the first.
 */
import { ToolFailure } from '#cli/run-tool.ts';

/** The brokers of each partition, in the order of the partitions. */
export function parseReplicaAssignment(text: string): number[][] {
  const assignment = text.split(',').map((brokers) => brokers.split(':').map(parseBroker));
  assignment.forEach((brokers, partition) => {
    const duplicates = brokers.filter((broker, at) => brokers.indexOf(broker) < at);
    if (duplicates.length > 0) {
      throw new ToolFailure(
        `Partition replica lists may not contain duplicate entries: ${[...new Set(duplicates)]}`,
      );
    }
    if (brokers.length !== assignment[0]?.length) {
      throw new ToolFailure(
        `Partition ${partition} has different replication factor: [${brokers.join(', ')}]`,
      );
    }
  });
  return assignment;
}

function parseBroker(text: string): number {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  throw new ToolFailure(`For input string: "${text}": a broker id is a whole number.`);
}
