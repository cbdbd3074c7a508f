/**
 * What a broker refuses of a request to alter configurations before the controller sees it: what is
 * wrong in itself, and another broker's settings, which only that one could check.
 *
 * Source: kafka.server.ConfigAdminManager.
 */
import { ConfigResourceType } from '#metadata/configs-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly Change[];
}

interface Change {
  readonly name: string;
  readonly value: string | null;
  /** Absent in AlterConfigs, which only sets. */
  readonly configOperation?: number;
}

interface Answer {
  readonly errorCode: number;
  readonly errorMessage?: string | null | undefined;
  readonly resourceType: number;
  readonly resourceName: string;
}

const DELETE = 1;
const KNOWN_TYPES: readonly number[] = Object.values(ConfigResourceType);

/** Has the controller carry out what this broker does not refuse; answers in the request's order. */
export async function alterConfigs<R extends Resource>(
  resources: readonly R[],
  nodeId: number,
  carryOut: (resources: R[]) => Promise<{ responses: readonly Answer[] }>,
): Promise<{ throttleTimeMs: number; responses: Answer[] }> {
  const byKey = Map.groupBy(resources, keyOf);
  const refused = new Map<R, string>();
  for (const resource of resources) {
    const isTwice = (byKey.get(keyOf(resource))?.length ?? 0) > 1;
    const reason = isTwice ? 'Each resource must appear at most once.' : fault(resource, nodeId);
    if (reason !== undefined) refused.set(resource, reason);
  }
  const { responses } = await carryOut(resources.filter((one) => !refused.has(one)));
  const carriedOut = new Map(responses.map((one) => [keyOf(one), one]));
  return {
    throttleTimeMs: 0,
    responses: resources.map((resource) => {
      const { resourceType, resourceName } = resource;
      const errorMessage = refused.get(resource);
      const done = carriedOut.get(keyOf(resource));
      if (errorMessage === undefined && done !== undefined) return done;
      const message = errorMessage ?? 'The controller did not answer for this resource.';
      return {
        errorCode: ErrorCode.INVALID_REQUEST,
        errorMessage: message,
        resourceType,
        resourceName,
      };
    }),
  };
}

function keyOf({ resourceType, resourceName }: Omit<Resource, 'configs'>): string {
  return `${resourceType}:${resourceName}`;
}

function fault({ resourceType, resourceName, configs }: Resource, nodeId: number) {
  const names = new Set(configs.map(({ name }) => name));
  if (names.size < configs.length) return 'Error due to duplicate config keys';
  const nulls = configs.filter((one) => one.value === null && one.configOperation !== DELETE);
  if (nulls.length > 0) {
    return `Null value not supported for : ${nulls.map(({ name }) => name).join(',')}`;
  }
  if (!KNOWN_TYPES.includes(resourceType)) return `Unknown resource type ${resourceType}`;
  if (resourceType !== ConfigResourceType.BROKER || resourceName === '') return undefined;
  if (!/^[+-]?\d+$/.test(resourceName)) {
    return `Node id must be an integer, but it is: ${resourceName}`;
  }
  if (Number(resourceName) === nodeId) return undefined;
  return `Unexpected broker id, expected ${nodeId}, but received ${resourceName}`;
}
