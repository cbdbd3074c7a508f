/**
 * `npm run interop`: real clients and real tools against a broker of ours, line by line.
 *
 *   npm run interop                         everything, against Gregor
 *   npm run interop -- --only kcat          the lines whose client or action contains a word
 *   npm run interop -- --target kafka       the same against real Kafka: the harness under test
 *   npm run interop -- --kills 5            fewer kills in the crash check (20 without)
 *   npm run interop -- --list               what there is, without running it
 *
 * Finds or installs what it needs, says aloud what is missing, prints a line as each check ends
 * and the table at the end. Exit code 0 when nothing failed; a skipped line is not a failure.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { type Check, CheckContext, type Need, type World } from './check.ts';
import { assignorChecks } from './checks/assignors.ts';
import { cleanedChecks } from './checks/cleaned.ts';
import { consumerGroupChecks } from './checks/consumer-groups.ts';
import { consumerHeartbeatChecks } from './checks/consumer-heartbeats.ts';
import { consumerToolChecks } from './checks/consumer-tools.ts';
import { crashChecks } from './checks/crash.ts';
import { dumpChecks } from './checks/dump.ts';
import { groupLogicChecks } from './checks/group-logic.ts';
import { groupMemberChecks } from './checks/group-members.ts';
import { groupSwapChecks } from './checks/group-swap.ts';
import { groupToolChecks } from './checks/group-tools.ts';
import { groupChecks } from './checks/groups.ts';
import { javaAdminChecks } from './checks/java-admin.ts';
import { javaClientChecks } from './checks/java-clients.ts';
import { kafkajsChecks } from './checks/kafkajs.ts';
import { kcatChecks } from './checks/kcat.ts';
import { ownToolChecks } from './checks/own-tools.ts';
import { platformaticChecks } from './checks/platformatic.ts';
import { specChecks } from './checks/specs.ts';
import { storageToolChecks } from './checks/storage-tool.ts';
import { swapChecks } from './checks/swap.ts';
import { transactionChecks } from './checks/transactions.ts';
import { wireBehaviourChecks } from './checks/wire-behaviours.ts';
import { type BrokerKind, type BrokerProcess, freePort } from './kafka/broker-process.ts';
import { findGregor, prepareGregor, startGregor } from './kafka/gregor.ts';
import { missingForJava } from './kafka/jars.ts';
import { JavaTools } from './kafka/java-tools.ts';
import { findKcat } from './kafka/kcat.ts';
import { startRealKafka } from './kafka/real-kafka.ts';
import { formatTable } from './table.ts';

interface Flags {
  readonly only?: readonly string[];
  readonly target: BrokerKind;
  readonly kills: string;
  readonly list: boolean;
}

const flags = new Command('npm run interop --')
  .description('Real clients and real tools against a broker of ours, line by line.')
  .option('--only <word...>', 'the lines whose client or action contains a word')
  .addOption(
    new Option('--target <broker>', 'whom they are tried on')
      .choices(['gregor', 'kafka'])
      .default('gregor'),
  )
  .option('--kills <number>', 'how often the crash check kills', '20')
  .option('--list', 'what there is, without running it', false)
  .parse()
  .opts<Flags>();

interface Row {
  readonly check: Check;
  readonly outcome: 'passed' | 'FAILED' | 'skipped';
  readonly exitCode: number | undefined;
  readonly seconds: number;
  readonly words: string;
}

const all: Check[] = [
  ...specChecks,
  ...groupLogicChecks,
  ...assignorChecks,
  ...wireBehaviourChecks,
  ...kcatChecks,
  ...kafkajsChecks,
  ...platformaticChecks,
  ...javaAdminChecks,
  ...javaClientChecks,
  ...groupChecks,
  ...groupMemberChecks,
  ...consumerGroupChecks,
  ...consumerHeartbeatChecks,
  ...ownToolChecks,
  ...groupToolChecks,
  ...consumerToolChecks,
  ...dumpChecks,
  ...storageToolChecks,
  ...swapChecks,
  ...groupSwapChecks,
  ...transactionChecks,
  ...cleanedChecks,
  ...crashChecks,
];

/** What is missing, by need; undefined where it is there. */
async function lookAround(checks: readonly Check[]): Promise<Record<Need, string | undefined>> {
  const needed = new Set(checks.flatMap((each) => each.needs));
  const jars = needed.has('jars') || flags.target === 'kafka' ? missingForJava() : undefined;
  const kcat = needed.has('kcat') ? await findKcat() : { reason: undefined };
  return { jars, kcat: kcat.reason, gregor: findGregor().reason };
}

async function runCheck(check: Check, world: World): Promise<Row> {
  const context = new CheckContext(world);
  const startedAt = performance.now();
  const row = (outcome: Row['outcome'], words: string): Row => {
    const seconds = (performance.now() - startedAt) / 1000;
    return { check, outcome, exitCode: context.exitCode, seconds, words };
  };
  try {
    return row('passed', (await check.run(context)) ?? '');
  } catch (error) {
    return row('FAILED', (error as Error).message);
  }
}

const skip = (check: Check, reason: string): Row => ({
  check,
  outcome: 'skipped',
  exitCode: undefined,
  seconds: 0,
  words: reason,
});

function print(row: Row): void {
  const { client, action } = row.check;
  process.stdout.write(`${row.outcome}  ${client}: ${action}  (${row.seconds.toFixed(1)} s)\n`);
  if (row.outcome === 'FAILED')
    process.stdout.write(`    ${row.words.replaceAll('\n', '\n    ')}\n`);
}

function printTable(rows: readonly Row[], seconds: number): void {
  const cells = rows.map(({ check, outcome, exitCode, seconds, words }) => [
    check.client,
    check.action,
    outcome,
    exitCode === undefined ? '' : String(exitCode),
    seconds.toFixed(1),
    (words.split('\n')[0] as string).slice(0, 90),
  ]);
  const header = ['client or tool', 'what was done', 'outcome', 'exit', 's', ''];
  process.stdout.write(`\n${formatTable(header, cells, { right: [3, 4] })}\n\n`);
  const count = (outcome: Row['outcome']): number =>
    rows.filter((row) => row.outcome === outcome).length;
  const left = rows.filter(({ outcome }) => outcome === 'skipped');
  for (const [reason, lines] of Map.groupBy(left, ({ words }) => words)) {
    process.stdout.write(`skipped ${lines.length}: ${reason}\n`);
  }
  const skipped = count('skipped');
  const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
  process.stdout.write(`${seconds.toFixed(0)} s\n`);
  process.stdout.write(`${count('passed')} passed, ${count('FAILED')} failed${tail}\n`);
}

function chosen(): Check[] {
  const words = flags.only ?? [];
  return all.filter(
    ({ client, action }) =>
      words.length === 0 ||
      words.some((word) => `${client} ${action}`.toLowerCase().includes(word.toLowerCase())),
  );
}

async function startWorld(target: BrokerKind, workDirectory: string): Promise<World> {
  if (target === 'gregor') await prepareGregor();
  const startTarget = target === 'kafka' ? startRealKafka : startGregor;
  const options = async (name: string) => ({
    dataDirectory: join(workDirectory, name),
    port: await freePort(),
    controllerPort: await freePort(),
  });
  const broker = await startTarget(await options('broker'));
  process.stdout.write(`${target} ${broker.bootstrap}, ${broker.startedAfterMs.toFixed(0)} ms\n`);
  const tools = new JavaTools();
  let beside: Promise<BrokerProcess> | undefined;
  return {
    ...{ target, broker, tools, workDirectory, startTarget, startKafka: startRealKafka },
    kills: Number(flags.kills),
    realKafka: () => {
      beside ??= options('beside').then(startRealKafka);
      return beside;
    },
    stop: async () => {
      tools.close();
      for (const one of [broker, await beside]) if (one?.alive()) await one.stop();
    },
  };
}

async function main(): Promise<number> {
  const checks = chosen();
  if (flags.list) {
    for (const { client, action } of checks) process.stdout.write(`${client}: ${action}\n`);
    return 0;
  }
  if (checks.length === 0) {
    process.stderr.write(`no check is called like ${flags.only?.join(' or ')}: see --list\n`);
    return 2;
  }
  const missing = await lookAround(checks);
  const targetMissing = flags.target === 'kafka' ? missing.jars : missing.gregor;
  if (targetMissing !== undefined) {
    process.stderr.write(`interop: ${targetMissing}\n`);
    return 1;
  }
  for (const reason of Object.values(missing)) {
    if (reason !== undefined) process.stdout.write(`missing: ${reason}\n`);
  }
  const workDirectory = mkdtempSync(join(tmpdir(), 'gregor-interop-'));
  try {
    const world = await startWorld(flags.target, workDirectory);
    const startedAt = performance.now();
    const rows = await runAll(checks, missing, world);
    printTable(rows, (performance.now() - startedAt) / 1000);
    return rows.some(({ outcome }) => outcome === 'FAILED') ? 1 : 0;
  } catch (error) {
    process.stderr.write(`interop: ${(error as Error).message}\n`);
    return 1;
  } finally {
    rmSync(workDirectory, { recursive: true, force: true });
  }
}

async function runAll(
  checks: readonly Check[],
  missing: Record<Need, string | undefined>,
  world: World,
): Promise<Row[]> {
  const rows: Row[] = [];
  try {
    for (const each of checks) {
      const reason = each.needs.map((need) => missing[need]).find((text) => text !== undefined);
      rows.push(reason === undefined ? await runCheck(each, world) : skip(each, reason));
      print(rows.at(-1) as Row);
    }
  } finally {
    await world.stop();
  }
  return rows;
}

process.exitCode = await main();
process.exit();
