/**
 * IncrementalAlterConfigs (KIP-339) and its predecessor AlterConfigs.
 *
 * The old request states all that a resource shall have: what it leaves out is removed. The
 * incremental one states changes: SET and DELETE a key, APPEND to and SUBTRACT from a list. Both
 * end as ConfigRecords, one a key, after the result as a whole was found valid. A resource gets
 * all of its changes or none.
 */
import type { ConfigRules } from '#controller/config-rules.ts';
import { type Decision, errorFields, Refusal } from '#controller/decision.ts';
import {
  clearElr,
  MIN_INSYNC_REPLICAS,
  refusedWhileElrIsOn,
} from '#controller/min-insync-replicas.ts';
import { invalidTopicName } from '#controller/topic-name.ts';
import { type ConfigOverrides, ConfigResourceType } from '#metadata/configs-image.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type {
  AlterConfigsRequest,
  AlterConfigsResponse,
} from '#protocol/messages/alter-configs.ts';
import type {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';
import type { InputOf } from '#protocol/schema.ts';

/** What an incremental change does to a key. */
export const ConfigOperation = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;
const OPERATION_NAMES = ['SET', 'DELETE', 'APPEND', 'SUBTRACT'];

export interface AlterConfigsContext {
  readonly image: MetadataImage;
  readonly rules: ConfigRules;
}

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
}

/** What a resource's keys shall be: null takes a value away, and the default counts again. */
type Changes = ReadonlyMap<string, string | null>;

type IncrementalResource = IncrementalAlterConfigsRequest['resources'][number];
type Operation = IncrementalResource['configs'][number];

export function incrementalAlterConfigs(
  request: IncrementalAlterConfigsRequest,
  context: AlterConfigsContext,
): Decision<InputOf<typeof IncrementalAlterConfigsResponse>> {
  return alter(request.resources, request.validateOnly, context, (resource) =>
    incrementalChanges(resource, context),
  );
}

export function alterConfigs(
  request: AlterConfigsRequest,
  context: AlterConfigsContext,
): Decision<InputOf<typeof AlterConfigsResponse>> {
  return alter(request.resources, request.validateOnly, context, ({ configs, ...resource }) => {
    const present = context.image.configs.of(resource.resourceType, resource.resourceName);
    const changes = new Map<string, string | null>();
    for (const key of present.keys()) changes.set(key, null);
    for (const { name, value } of configs) changes.set(name, value);
    return changes;
  });
}

function alter<R extends Resource>(
  resources: readonly R[],
  validateOnly: boolean,
  context: AlterConfigsContext,
  changesOf: (resource: R) => Changes | Refusal,
) {
  const records: NewMetadataRecord[] = [];
  const byResource = Map.groupBy(resources, (one) => `${one.resourceType}:${one.resourceName}`);
  const responses = [...byResource.values()].map((same) => {
    const resource = same[0] as R;
    const { resourceType, resourceName } = resource;
    const outcome =
      same.length > 1
        ? new Refusal(ErrorCode.INVALID_REQUEST, 'Duplicate resource.')
        : alterOne(resource, changesOf, context);
    if (!(outcome instanceof Refusal)) records.push(...outcome);
    return { ...errorFields(outcome), resourceType, resourceName };
  });
  const response = { throttleTimeMs: 0, responses };
  return { records: validateOnly ? [] : records, response };
}

function alterOne<R extends Resource>(
  resource: R,
  changesOf: (resource: R) => Changes | Refusal,
  context: AlterConfigsContext,
): NewMetadataRecord[] | Refusal {
  const unusable = checkResource(resource, context.image);
  if (unusable !== undefined) return unusable;
  const changes = changesOf(resource);
  if (changes instanceof Refusal) return changes;
  const { resourceType, resourceName } = resource;
  const present = context.image.configs.of(resourceType, resourceName);
  const refusal = checkResult(resource, merge(present, changes), changes, context);
  if (refusal !== undefined) return refusal;
  const records = [...changes]
    .filter(([key, value]) => isWorthRecording(resourceType, present.get(key), value))
    .map(
      ([name, value]): NewMetadataRecord => ({
        name: 'ConfigRecord',
        version: 0,
        data: { resourceType, resourceName, name, value },
      }),
    );
  const elrIsVoid =
    context.image.features.elrEnabled &&
    changes.has(MIN_INSYNC_REPLICAS) &&
    (present.get(MIN_INSYNC_REPLICAS) ?? null) !== changes.get(MIN_INSYNC_REPLICAS);
  return elrIsVoid ? [...records, clearElr(resourceType, resourceName)] : records;
}

/** A broker's key is written even when it stays the same: that makes brokers reload a keystore. */
function isWorthRecording(
  type: number,
  present: string | undefined,
  value: string | null,
): boolean {
  return type === ConfigResourceType.BROKER || (present ?? null) !== value;
}

function incrementalChanges(
  { resourceType, resourceName, configs }: IncrementalResource,
  { image, rules }: AlterConfigsContext,
): Changes | Refusal {
  const present = image.configs.of(resourceType, resourceName);
  const changes = new Map<string, string | null>();
  for (const operation of configs) {
    const inherited = () => rules.inherited(resourceType, operation.name);
    const current = present.get(operation.name) ?? null;
    const value = resultOf(
      operation,
      current,
      inherited,
      rules.isList(resourceType, operation.name),
    );
    if (value instanceof Refusal) return value;
    changes.set(operation.name, value);
  }
  return changes;
}

function resultOf(
  { name, configOperation, value }: Operation,
  current: string | null,
  inherited: () => string | null,
  isList: boolean,
): string | null | Refusal {
  if (configOperation === ConfigOperation.DELETE) return null;
  const operation = OPERATION_NAMES[configOperation];
  if (operation === undefined) {
    return new Refusal(ErrorCode.INVALID_REQUEST, `Unknown operation type ${configOperation}.`);
  }
  if (value === null) {
    return new Refusal(ErrorCode.INVALID_REQUEST, `Null value not supported for : ${name}`);
  }
  if (configOperation === ConfigOperation.SET) return value;
  if (!isList) {
    const message = `Can't ${operation} to key ${name} because its type is not LIST.`;
    return new Refusal(ErrorCode.INVALID_CONFIG, message);
  }
  const items = splitItems(current ?? inherited() ?? '');
  const named = splitItems(value);
  if (configOperation === ConfigOperation.SUBTRACT) {
    return items.filter((item) => !named.includes(item)).join(',');
  }
  return [...items, ...named.filter((item) => !items.includes(item))].join(',');
}

function splitItems(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

function merge(present: ConfigOverrides, changes: Changes): ConfigOverrides {
  const merged = new Map(present);
  for (const [key, value] of changes) {
    if (value === null) merged.delete(key);
    else merged.set(key, value);
  }
  return merged;
}

/** Whether there is such a resource, and this broker can keep configuration for it. */
function checkResource({ resourceType, resourceName }: Resource, image: MetadataImage) {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return checkTopicResource(resourceName, image);
    case ConfigResourceType.BROKER:
      return checkBrokerResource(resourceName, image);
    case ConfigResourceType.GROUP:
      return resourceName === ''
        ? new Refusal(ErrorCode.INVALID_REQUEST, 'Default group resources are not allowed.')
        : undefined;
    case ConfigResourceType.CLIENT_METRICS:
    case ConfigResourceType.BROKER_LOGGER:
      return new Refusal(
        ErrorCode.INVALID_REQUEST,
        `Configuration of resource type ${resourceType} is not supported by this broker.`,
      );
    default: {
      const message = `Unknown resource type ${resourceType}.`;
      return new Refusal(ErrorCode.UNSUPPORTED_VERSION, message);
    }
  }
}

function checkTopicResource(name: string, { topics }: MetadataImage): Refusal | undefined {
  if (name === '') {
    const message = 'Default topic resources are not allowed.';
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }
  const reason = invalidTopicName(name);
  if (reason !== undefined) {
    const message = `Topic name is invalid: ${reason}`;
    return new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, message);
  }
  if (topics.byName.has(name)) return undefined;
  const message = `The topic '${name}' does not exist.`;
  return new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message);
}

function checkBrokerResource(name: string, { cluster }: MetadataImage): Refusal | undefined {
  if (name === '') return undefined;
  if (!/^[+-]?\d+$/.test(name)) {
    const message = 'Unable to parse broker name as a base 10 number.';
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }
  const id = Number(name);
  if (id < 0) return new Refusal(ErrorCode.INVALID_REQUEST, 'Invalid negative broker ID.');
  if (cluster.brokers.has(id) || cluster.controllers.has(id)) return undefined;
  return new Refusal(ErrorCode.BROKER_ID_NOT_REGISTERED, `No node with id ${id} found.`);
}

function checkResult(
  { resourceType, resourceName }: Resource,
  result: ConfigOverrides,
  changes: Changes,
  { rules, image }: AlterConfigsContext,
): Refusal | undefined {
  const minIsr = changes.get(MIN_INSYNC_REPLICAS);
  if (image.features.elrEnabled && minIsr !== undefined) {
    const reason = refusedWhileElrIsOn(resourceType, resourceName, minIsr);
    if (reason !== undefined) return new Refusal(ErrorCode.INVALID_CONFIG, reason);
  }
  const isBroker = resourceType === ConfigResourceType.BROKER;
  if (isBroker) {
    const fixed = checkDynamic(resourceName, [...changes.keys()], rules);
    if (fixed !== undefined) return fixed;
  }
  const problem = problemOf(resourceType, result, rules);
  if (problem === undefined) return undefined;
  const code = isBroker ? ErrorCode.INVALID_REQUEST : ErrorCode.INVALID_CONFIG;
  return new Refusal(code, problem);
}

function problemOf(type: number, result: ConfigOverrides, rules: ConfigRules): string | undefined {
  if (type === ConfigResourceType.TOPIC) return rules.checkTopic(result);
  return type === ConfigResourceType.GROUP ? rules.checkGroup(result) : rules.checkBroker(result);
}

/** Some of a broker's settings need a restart, some differ from broker to broker (KIP-226). */
function checkDynamic(broker: string, keys: readonly string[], rules: ConfigRules) {
  const modes = new Map(keys.map((key) => [key, rules.updateMode(key)]));
  const fixed = keys.filter((key) => modes.get(key) === 'read-only');
  if (fixed.length > 0) {
    const message = `Cannot update these configs dynamically: [${fixed.join(', ')}]`;
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }
  const own = broker === '' ? keys.filter((key) => modes.get(key) === 'per-broker') : [];
  if (own.length === 0) return undefined;
  const problem =
    'Cannot update these configs at default cluster level, broker id must be specified';
  const message = `${problem}: [${own.join(', ')}]`;
  return new Refusal(ErrorCode.INVALID_REQUEST, message);
}
