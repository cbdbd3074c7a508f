/**
 * Fetch sessions (KIP-227): the broker remembers what a client reads, so that the client need not
 * say it again with each fetch, and the answer need not name partitions without news.
 *
 *   request                                     answer
 *   session 0, epoch 0:  a from 5, b from 9     session 77: a, b (all)
 *   session 77, epoch 1: -                      b (it has records; a has no news)
 *   session 77, epoch 2: b from 12, c from 0    c
 *   session 77, epoch 3: forget a               -
 *   session 77, epoch -1                        (closed; answered without a session)
 *
 * The epoch counts the requests: a request lost or repeated shows as an epoch that does not fit.
 * Partitions that were answered move to the end of the list, so none starves behind a busy one.
 *
 * Invariant: at most `maxSessions` are kept. A new one may take the place of one that has not been
 * used for two minutes; where there is none, the client is served without a session.
 */
import type { FetchTarget, PartitionData } from '#broker/partition-fetch.ts';
import type { Random } from '#env/random.ts';
import { ErrorCode } from '#protocol/errors.ts';

const NO_SESSION = 0;
const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
const EVICTION_AGE_MS = 120_000;
const MAX_ID = 0x7fffffff;

/** The session part of a fetch request. */
export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly targets: readonly FetchTarget[];
  readonly forgotten: readonly ForgottenPartition[];
  /** Versions 13 and later: a session can't change between names and ids. */
  readonly usesTopicIds: boolean;
}

export interface ForgottenPartition {
  readonly name: string;
  readonly topicId: string;
  readonly partition: number;
}

/** What to read, and how to choose what is worth telling. */
export interface FetchPlan {
  /** 0 outside of sessions. */
  readonly sessionId: number;
  readonly targets: readonly FetchTarget[];
  /** Takes note of what was read, and gives what the answer has to name. */
  select(results: readonly PartitionData[]): readonly PartitionData[];
}

/** What the client was last told of a partition. */
interface Told {
  target: FetchTarget;
  highWatermark: number;
  logStartOffset: number;
}

interface FetchSession {
  readonly id: number;
  readonly usesTopicIds: boolean;
  readonly partitions: Map<string, Told>;
  epoch: number;
  lastUsedMs: number;
}

export class FetchSessions {
  readonly #sessions = new Map<number, FetchSession>();
  readonly #random: Random;
  readonly #maxSessions: () => number;

  /** `maxSessions` is max.incremental.fetch.session.cache.slots. */
  constructor(random: Random, maxSessions: () => number) {
    this.#random = random;
    this.#maxSessions = maxSessions;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** The plan for a request, or the error code that the whole answer has. */
  begin(request: SessionRequest, nowMs: number): FetchPlan | number {
    const { sessionId, sessionEpoch } = request;
    if (sessionEpoch === FINAL_EPOCH || sessionEpoch === INITIAL_EPOCH) {
      this.#sessions.delete(sessionId);
      return sessionEpoch === FINAL_EPOCH ? withoutSession(request) : this.#open(request, nowMs);
    }
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return ErrorCode.FETCH_SESSION_ID_NOT_FOUND;
    if (session.epoch !== sessionEpoch) return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
    if (session.usesTopicIds !== request.usesTopicIds) {
      return ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
    }
    return this.#goOn(session, request, nowMs);
  }

  #open(request: SessionRequest, nowMs: number): FetchPlan {
    if (request.targets.length === 0 || !this.#makeRoom(nowMs)) return withoutSession(request);
    const session: FetchSession = {
      id: this.#newId(),
      usesTopicIds: request.usesTopicIds,
      partitions: new Map(),
      epoch: 1,
      lastUsedMs: nowMs,
    };
    this.#sessions.set(session.id, session);
    update(session, request);
    return {
      sessionId: session.id,
      targets: request.targets,
      select(results) {
        for (const result of results) note(session, result);
        return results;
      },
    };
  }

  #goOn(session: FetchSession, request: SessionRequest, nowMs: number): FetchPlan {
    session.epoch = session.epoch === MAX_ID ? 1 : session.epoch + 1;
    session.lastUsedMs = nowMs;
    // The map keeps the order of insertion: last in, least recently used last.
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
    update(session, request);
    return {
      sessionId: session.id,
      targets: [...session.partitions.values()].map(({ target }) => target),
      select: (results) => results.filter((result) => note(session, result)),
    };
  }

  #makeRoom(nowMs: number): boolean {
    if (this.#sessions.size < this.#maxSessions()) return true;
    const [oldest] = this.#sessions.values();
    if (oldest === undefined || nowMs - oldest.lastUsedMs < EVICTION_AGE_MS) return false;
    this.#sessions.delete(oldest.id);
    return true;
  }

  #newId(): number {
    for (;;) {
      const id = 1 + this.#random.nextInt(MAX_ID - 1);
      if (!this.#sessions.has(id)) return id;
    }
  }
}

function withoutSession({ targets }: SessionRequest): FetchPlan {
  return { sessionId: NO_SESSION, targets, select: (results) => results };
}

/** Adds, changes and forgets partitions as the request says. */
function update(session: FetchSession, { targets, forgotten }: SessionRequest): void {
  for (const partition of forgotten) session.partitions.delete(keyOf(partition));
  for (const target of targets) {
    const told = session.partitions.get(keyOf(target));
    if (told === undefined) {
      session.partitions.set(keyOf(target), { target, highWatermark: -1, logStartOffset: -1 });
    } else {
      told.target = target;
    }
  }
}

/** Remembers what the answer will say; returns whether there is anything new to say. */
function note(session: FetchSession, result: PartitionData): boolean {
  const key = keyOf(result.target);
  const told = session.partitions.get(key);
  if (told === undefined) return true;
  const failed = result.errorCode !== ErrorCode.NONE;
  const isNews =
    result.sizeInBytes > 0 ||
    failed ||
    result.divergingEpoch !== undefined ||
    result.highWatermark !== told.highWatermark ||
    result.logStartOffset !== told.logStartOffset;
  // An error is told again each time: a client that has missed it must not wait for ever.
  told.highWatermark = failed ? -1 : result.highWatermark;
  told.logStartOffset = failed ? -1 : result.logStartOffset;
  if (result.sizeInBytes > 0) {
    session.partitions.delete(key);
    session.partitions.set(key, told);
  }
  return isNews;
}

function keyOf({ name, topicId, partition }: ForgottenPartition): string {
  return `${topicId}:${name}:${partition}`;
}
