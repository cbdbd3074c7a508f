/**
 * A consumer's settings by Kafka's names; the sentences are those of Kafka 4.3's ConsumerConfig.
 */
import { describe, expect, test } from 'vitest';
import { consumerOptions } from '#clients/consumer/consumer-config.ts';
import { consumerSettings } from '#clients/consumer/consumer-options.ts';

const read = (text: string) => {
  const entries = text.split('\n').filter((line) => line !== '');
  return consumerOptions(
    new Map(entries.map((line) => line.split('=') as [string, string])),
    'b:1',
  );
};

describe('the settings of a consumer', () => {
  test("have Kafka's defaults", () => {
    expect(consumerSettings(read('group.id=g'))).toMatchObject({
      groupId: 'g',
      groupProtocol: 'classic',
      enableAutoCommit: true,
      autoCommitIntervalMs: 5000,
      autoOffsetReset: { kind: 'latest' },
      sessionTimeoutMs: 45_000,
      heartbeatIntervalMs: 3000,
      maxPollIntervalMs: 300_000,
      maxPollRecords: 500,
      assignors: [{ name: 'range' }, { name: 'cooperative-sticky' }],
    });
  });

  test("are read by Kafka's names", () => {
    expect(
      read(
        'max.poll.records= 7\nenable.auto.commit=FALSE\nauto.offset.reset=by_duration:P1DT1H\n' +
          'isolation.level=read_committed\nclient.rack=r1\npartition.assignment.strategy=' +
          'org.apache.kafka.clients.consumer.CooperativeStickyAssignor,range\nsomebody.elses=1',
      ),
    ).toMatchObject({
      bootstrapServers: 'b:1',
      maxPollRecords: 7,
      enableAutoCommit: false,
      autoOffsetReset: { kind: 'by-duration', durationMs: 25 * 3_600_000 },
      isolationLevel: 'read_committed',
      clientRack: 'r1',
      assignors: [{ name: 'cooperative-sticky' }, { name: 'range' }],
    });
  });

  test.each([
    ['max.poll.records=abc', 'Not a number of type INT'],
    ['max.poll.records=', 'Not a number of type INT'],
    ['max.poll.records=1.5', 'Not a number of type INT'],
    ['session.timeout.ms=99999999999', 'Not a number of type INT'],
    ['metadata.max.age.ms=x', 'Not a number of type LONG'],
    ['max.poll.records=0', 'Value must be at least 1'],
    ['fetch.min.bytes=-1', 'Value must be at least 0'],
    ['enable.auto.commit=maybe', 'Expected value to be either true or false'],
    ['isolation.level=x', 'String must be one of: read_committed, read_uncommitted'],
    ['group.protocol=x', 'String must be one of (case insensitive): CONSUMER, CLASSIC'],
    ['group.instance.id=', 'String must be non-empty'],
    [
      'auto.offset.reset=by_duration:-PT1H',
      'Invalid value `by_duration:-PT1H` for configuration auto.offset.reset. The value must be ' +
        "either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'.",
    ],
    [
      'partition.assignment.strategy=mine',
      'Each must be one of: range, roundrobin, sticky, cooperative-sticky',
    ],
  ])('refuse %s', (line, why) => {
    const [key, value] = line.split('=');
    expect(() => read(line)).toThrow(`Invalid value ${value} for configuration ${key}: ${why}`);
  });

  test('refuse the keys of the other protocol', () => {
    expect(() => read('group.protocol=consumer\nsession.timeout.ms=100')).toThrow(
      'session.timeout.ms cannot be set when group.protocol=CONSUMER',
    );
    expect(() => read('group.remote.assignor=range')).toThrow(
      'group.remote.assignor cannot be set when group.protocol=CLASSIC',
    );
  });

  test('refuse what makes no sense together', () => {
    expect(() => consumerSettings(read('group.id= '))).toThrow(
      'The configured group.id should not be an empty string or whitespace.',
    );
    expect(() => consumerSettings(read('enable.auto.commit=true'))).toThrow(
      'enable.auto.commit cannot be set to true when default group id (null) is used.',
    );
    expect(() => consumerSettings(read('group.id=g\nheartbeat.interval.ms=45000'))).toThrow(
      'Heartbeat must be set lower than the session timeout',
    );
  });

  test.each(['PT', 'P', '1H', 'P1DT', 'PT1X', 'by_duration'])('know no duration %s', (text) => {
    expect(() => read(`auto.offset.reset=by_duration:${text}`)).toThrow('Invalid value');
  });

  test.each([
    ['PT0S', 0],
    ['PT1.5S', 1500],
    ['P2DT3H4M5S', 183_845_000],
    ['PT-1H+90M', 1_800_000],
  ])('know the duration %s', (text, durationMs) => {
    expect(read(`auto.offset.reset=by_duration:${text}`).autoOffsetReset).toEqual({
      kind: 'by-duration',
      durationMs,
    });
  });
});
