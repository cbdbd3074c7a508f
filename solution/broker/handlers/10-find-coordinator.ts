/**
 * FindCoordinator (key 10, versions 0-6): which broker coordinates a group or a transaction. None
 * does yet, and the answer says so in a way that no client takes for "try again".
 *
 * It is advertised all the same: librdkafka takes a broker without it for one that can't read lz4,
 * and then silently sends its batches uncompressed. Version 4 asks for many keys at once (KIP-699).
 */
import { handler } from '#broker/handler.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';

const FIRST_VERSION_WITH_MANY_KEYS = 4;
const NOBODY = { nodeId: -1, host: '', port: -1 };
const REFUSAL = {
  errorCode: ErrorCode.UNSUPPORTED_VERSION,
  errorMessage: 'This broker coordinates neither groups nor transactions.',
};

export const findCoordinatorHandler = handler(
  FindCoordinatorRequest,
  FindCoordinatorResponse,
  ({ coordinatorKeys }, { apiVersion }) => {
    if (apiVersion < FIRST_VERSION_WITH_MANY_KEYS) {
      return { throttleTimeMs: 0, ...REFUSAL, ...NOBODY };
    }
    const coordinators = coordinatorKeys.map((key) => ({ key, ...REFUSAL, ...NOBODY }));
    return { throttleTimeMs: 0, coordinators };
  },
);
