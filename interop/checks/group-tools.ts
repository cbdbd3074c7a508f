/**
 * Our tools for groups beside Kafka's own: the same arguments, the same broker, the same words, here
 * and on real Kafka.
 *
 * What only tells is asked of both tools about one group. What changes something is done by each to a
 * group of its own, of the same history; then the words, and what Kafka's tool tells of the two groups
 * afterwards, are compared with the names taken out.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BothTools, ToolPair } from '../both-tools.ts';
import { assertSameLines, type Check, type CheckContext, eventually } from '../check.ts';
import type { Member } from '../members/member.ts';
import { startVerifiable, type VerifiableKind } from '../members/verifiable-member.ts';
import { own } from './own-tools.ts';

const TOOL: ToolPair = [
  'kafka-consumer-groups',
  'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
];

const words = (text: string): string[] => text.split(' ');

/** A topic of three partitions with records in the first one, and a group that has read some. */
async function prepare(both: BothTools, topic: string, ...groups: string[]): Promise<void> {
  await both.kafkas('TopicCommand', words(`--create --topic ${topic} --partitions 3`));
  const stdin = Array.from({ length: 30 }, (_, n) => `k${n}\t${n}\n`).join('');
  const keyed = words(`--topic ${topic} --reader-property parse.key=true`);
  await both.kafkas('ConsoleProducer', keyed, { stdin });
  for (const group of groups) {
    const reset = `--reset-offsets --group ${group} --topic ${topic} --to-offset 3 --execute`;
    await both.kafkas(TOOL[1], words(reset));
  }
}

const SCOPES = [
  '--topic T --to-earliest',
  '--topic T --to-latest',
  '--topic T:0,2 --to-offset 4',
  '--topic T:0 --to-offset 999',
  '--topic T --to-offset -7',
  '--topic T --shift-by 2',
  '--all-topics --shift-by -2',
  '--all-topics --to-current',
  '--topic T --to-datetime 2020-01-01T00:00:00.000',
  '--topic T --to-datetime 2100-01-01T00:00:00.000+02:00',
  '--topic T --by-duration P1D',
  '--topic T --by-duration PT0S',
];

async function dryRuns(both: BothTools, topic: string): Promise<void> {
  await prepare(both, topic, `${topic}-g`);
  for (const scope of SCOPES) {
    for (const more of ['', ' --export']) {
      const text = `--reset-offsets --group ${topic}-g ${scope} --dry-run${more}`;
      await both.sameInAnyOrder(TOOL, words(text.replace('T', topic)));
    }
  }
  const current = `--topic ${topic} --to-current --dry-run --export`;
  const several = `--reset-offsets --group ${topic}-g --group ${topic}-new ${current}`;
  await both.sameInAnyOrder(TOOL, words(several));
}

/** What each tool exports, both can read; files that are wrong are refused by both. */
async function plans(both: BothTools, topic: string, context: CheckContext): Promise<void> {
  await prepare(both, topic, `${topic}-g`);
  const file = join(context.world.workDirectory, `${topic}.csv`);
  const reset = (more: string) => words(`--reset-offsets --group ${topic}-g ${more} --dry-run`);
  const again = reset(`--from-file ${file}`);
  for (const exporting of ['ours', 'kafkas'] as const) {
    const tool = exporting === 'ours' ? TOOL[0] : TOOL[1];
    const exported = await both[exporting](tool, reset(`--topic ${topic} --shift-by 1 --export`));
    writeFileSync(file, exported.trimEnd());
    const planned = await both.sameInAnyOrder(TOOL, again);
    assert.equal(planned.split('\n').filter((line) => line.startsWith(topic)).length, 3, planned);
  }
  writeFileSync(file, `"${topic}-g",${topic},0,2\nother,${topic},1,0\n`);
  await both.sameInAnyOrder(TOOL, again);
  await both.sameInAnyOrder(TOOL, [...again, '--group', 'other', '--group', 'third']);
  writeFileSync(file, `other,${topic},1,0\n`);
  await both.sameInAnyOrder(TOOL, again);
  await both.same(TOOL, reset('--from-file /nowhere.csv'));
}

const CHANGES = [
  '--reset-offsets --group G --topic T --to-offset 2 --execute',
  '--reset-offsets --group G --all-topics --shift-by 1 --execute',
  '--reset-offsets --group G --topic T:1 --to-latest',
  '--delete-offsets --group G --topic T:1,7 --topic absent',
  '--delete-offsets --group G --topic T',
  '--delete-offsets --group G --topic absent:3',
  '--describe --group G --offsets',
  '--delete --group G',
  '--delete --group G',
  '--delete-offsets --group G --topic T:0',
];

async function changes(both: BothTools, topic: string): Promise<void> {
  const [mine, kafkas] = [`${topic}-a`, `${topic}-b`];
  await prepare(both, topic, mine, kafkas);
  // The order of rows is a hash's, and the hash is of the group's name, too.
  const unnamed = (text: string) => text.replaceAll(mine, kafkas).split('\n').toSorted().join('\n');
  for (const change of CHANGES) {
    const args = (group: string) => words(change.replace('G', group).replace('T', topic));
    const wanted = unnamed(await both.kafkas(TOOL[1], args(kafkas)));
    assertSameLines(unnamed(await both.ours(TOOL[0], args(mine))), wanted, change);
    const left = (group: string) => both.kafkas(TOOL[1], words(`--describe --group ${group}`));
    assertSameLines(unnamed(await left(mine)), unnamed(await left(kafkas)), `after ${change}`);
  }
}

/** Refused with a sentence on standard output. */
const FAILURES = [
  '--describe --group nobody',
  '--describe --group nobody --members',
  '--delete --group nobody',
  '--delete-offsets --group nobody --topic T',
  '--reset-offsets --group g --topic T:0,9 --to-earliest --dry-run',
  '--reset-offsets --group g --topic absent --to-earliest --dry-run',
  '--reset-offsets --group g --topic absent:0 --to-earliest --dry-run',
  '--reset-offsets --group g --topic T --to-datetime yesterday --dry-run',
  '--reset-offsets --group g --topic T --to-datetime 2020-02-30T00:00:00.000 --dry-run',
  '--reset-offsets --group g --topic T --by-duration week --dry-run',
  '--reset-offsets --group g --topic T --to-offset x --dry-run',
  '--delete-offsets --group g --group h --topic T',
  '--list --timeout soon',
];

/** Refused with the usage, on standard error. */
const MISUSES = [
  '--timeout 1000',
  '--list --delete --all-groups',
  '--list --group g',
  '--list --members',
  '--list --state bogus',
  '--list --type consumer,bogus',
  '--describe',
  '--describe --group g --all-groups',
  '--describe --group g --state stable',
  '--describe --group g --state --offsets',
  '--describe --group g --topic T',
  '--delete',
  '--delete --group g --topic T',
  '--delete-offsets --group g',
  '--delete-offsets --group g --topic T:x',
  '--reset-offsets --group g --to-earliest --dry-run --execute',
  '--reset-offsets --to-earliest --dry-run',
  '--reset-offsets --group g --to-earliest --dry-run',
  '--reset-offsets --group g --all-topics --dry-run',
  '--reset-offsets --group g --all-topics --to-latest --to-earliest --dry-run',
  '--reset-offsets --group g --topic T:1:2 --to-earliest --dry-run',
  '--reset-offsets --group nobody --topic T:0 --shift-by 1 --dry-run',
  '--bogus',
];

async function refusals(both: BothTools, topic: string): Promise<void> {
  await prepare(both, topic);
  for (const text of FAILURES) await both.same(TOOL, words(text.replace('T', topic)));
  for (const text of MISUSES) {
    const args = words(text.replace('T', topic));
    const kafkas = await both.runKafkas(TOOL[1], args, { exits: 1 });
    const ours = await both.runOurs(TOOL[0], args, { exits: 1 });
    assert.equal(setWords(ours.stderr), setWords(kafkas.stderr), text);
  }
  for (const pattern of ['a(b', 'a**', '[b-a]', '(?=a)', 'orders-.*']) {
    await both.same(TOOL, ['--validate-regex', pattern]);
  }
}

/** The first line; where it lists the members of a set, their order is a new one at each start. */
function setWords(stderr: string): string {
  const [first = ''] = stderr.split('\n');
  const sentence = first.replace(/^Exception in thread "main" [\w.$]+: /, '');
  return sentence
    .split(/[\s,[\]]+/)
    .toSorted()
    .join(' ');
}

const OF_MEMBERS = [
  '--list --state --type',
  '--describe --group G',
  '--describe --group G --offsets --verbose',
  '--describe --group G --members',
  '--describe --group G --members --verbose',
  '--describe --group G --state',
  '--describe --group G --state --verbose',
  '--delete --group G',
  '--delete-offsets --group G --topic T:0',
  '--reset-offsets --group G --topic T --to-earliest --execute',
];

interface Protocols {
  readonly java: string;
  readonly gregor: string;
}

/** A group with members: Kafka's consumer and ours, by one protocol, or each by its own. */
async function alive(both: BothTools, topic: string, flags: Protocols): Promise<void> {
  const group = `${topic}-g`;
  await prepare(both, topic);
  const member = (kind: VerifiableKind, more: string) =>
    startVerifiable(kind, {
      bootstrap: both.bootstrap,
      topic,
      group,
      flags: words(`${flags[kind]} ${more}`),
    });
  const members = [
    member('java', '--verbose'),
    member('gregor', '--verbose --group-instance-id s'),
  ];
  try {
    await settle(members);
    const state = words(`--describe --group ${group} --state`);
    await eventually(
      () => both.kafkas(TOOL[1], state),
      (text) => /Stable/.test(text),
      10_000,
    );
    for (const question of OF_MEMBERS) {
      const args = words(question.replace('G', group).replace('T', topic));
      const told = await both.sameInAnyOrder(TOOL, args);
      const tellsWhoHasMoved = /--members --verbose/.test(question) && flags.java !== flags.gregor;
      assert.equal(/UPGRADED/.test(told), tellsWhoHasMoved, told);
    }
  } finally {
    for (const one of members) await one.leave();
  }
}

async function settle(members: readonly Member[]): Promise<void> {
  const isSettled = () =>
    members.every(({ story }) => story.partitions.size > 0) &&
    members.flatMap(({ story }) => [...story.partitions]).length === 3 &&
    new Set(members.flatMap(({ story }) => story.values)).size === 30;
  await eventually(async () => isSettled(), Boolean, 30_000);
  const told = members.map((one) => [...one.story.partitions, ...one.story.remarks].join('\n'));
  assert.ok(isSettled(), told.join('\n'));
}

const CLASSIC = '--assignment-strategy org.apache.kafka.clients.consumer.RangeAssignor';
const CONSUMER = '--group-protocol consumer';

const withMembers = (action: string, flags: Protocols): Check =>
  own('kafka-consumer-groups', action, (both, topic) => alive(both, topic, flags));

export const groupToolChecks: Check[] = [
  own('kafka-consumer-groups', 'resets: scopes, scenarios, export', dryRuns),
  own('kafka-consumer-groups', 'resets from files', plans),
  own('kafka-consumer-groups', 'resets and deletions done', changes),
  own('kafka-consumer-groups', 'refusals', refusals),
  withMembers('a classic group with members', { java: CLASSIC, gregor: CLASSIC }),
  withMembers('a consumer group with members', { java: CONSUMER, gregor: CONSUMER }),
  withMembers('a group of both protocols', { java: CONSUMER, gregor: CLASSIC }),
];
