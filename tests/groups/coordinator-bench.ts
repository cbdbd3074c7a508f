/** A coordinator of groups alone, over a log that does what a test wants of it. */
import { BrokerConfig } from '#config/broker-config.ts';
import { coordinatorSettings } from '#groups/coordinator-settings.ts';
import { GroupCoordinator } from '#groups/group-coordinator.ts';
import type { JoinEvent } from '#groups/group-event.ts';
import type { OffsetsLog } from '#groups/offsets-log.ts';
import { EMPTY_IMAGE } from '#metadata/metadata-image.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { TestLog } from '../storage/test-log.ts';

const REQUIRED = new Map([
  ['process.roles', 'broker,controller'],
  ['node.id', '1'],
  ['listeners', 'PLAINTEXT://:9092,CONTROLLER://:9093'],
  ['controller.listener.names', 'CONTROLLER'],
  ['offsets.load.buffer.size', '1'],
]);

interface BenchOptions {
  readonly partitionCount?: number;
  readonly config?: Readonly<Record<string, string>>;
}

/** A coordinator of one partition over a simulated log; appends can be held back or refused. */
export class Bench {
  readonly test = new TestLog({ cleanupPolicy: new Set(['compact']) });
  readonly coordinator: GroupCoordinator;
  appendError: number = ErrorCode.NONE;
  holdsBack = false;
  appends = 0;
  readonly #held: (() => void)[] = [];

  constructor({ partitionCount = 1, config = {} }: BenchOptions = {}) {
    this.coordinator = new GroupCoordinator(this.test.env, {
      settings: coordinatorSettings(
        new BrokerConfig(new Map([...REQUIRED, ...Object.entries(config)])),
      ),
      metadata: { image: EMPTY_IMAGE, topicsCreatedAt: -1 },
      partitionCount: () => partitionCount,
    });
  }

  get log(): OffsetsLog {
    return {
      partition: 0,
      log: this.test.log,
      append: (batch, done) => {
        this.appends += 1;
        if (this.appendError !== ErrorCode.NONE) return done(this.appendError);
        this.test.log.append(batch, { leaderEpoch: 0, origin: 'coordinator' });
        if (this.holdsBack) this.#held.push(() => done(ErrorCode.NONE));
        else done(ErrorCode.NONE);
        return undefined;
      },
    };
  }

  /** What was held back is committed. */
  release(): void {
    for (const done of this.#held.splice(0)) done();
  }

  until<T>(work: Promise<T>): Promise<T> {
    return this.test.world.complete(work);
  }

  commit(offset: number, groupId = 'g'): Promise<string> {
    return this.until(this.begin(offset, groupId));
  }

  /** Commits without letting any time pass. */
  async begin(offset: number, groupId = 'g'): Promise<string> {
    const [errorCode = -1] = await this.coordinator.commit(commitOf(offset, groupId));
    return errorName(errorCode);
  }

  committed(groupId = 'g'): number | string | undefined {
    const offsets = this.coordinator.offsets(groupId);
    if (typeof offsets === 'number') return errorName(offsets);
    const partition = { topic: 't', topicId: ZERO_UUID, partition: 0 };
    return this.coordinator.offset(groupId, partition)?.offset;
  }
}

export const commitOf = (offset: number, groupId = 'g') => ({
  groupId,
  memberId: '',
  groupInstanceId: null,
  generationId: -1,
  retentionTimeMs: -1,
  knowsMissingGroups: true,
  offsets: [
    { topic: 't', topicId: ZERO_UUID, partition: 0, offset, leaderEpoch: -1, metadata: null },
  ],
});

export const JOIN: Omit<JoinEvent, 'kind' | 'requestId'> = {
  memberId: '',
  groupInstanceId: null,
  clientId: 'c',
  clientHost: '/h',
  newMemberId: 'c-1',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  protocolType: 'connect',
  protocols: [{ name: 'range', metadata: new Uint8Array(0) }],
  mustKnowId: false,
  canSkipAssignment: true,
  reason: null,
};
