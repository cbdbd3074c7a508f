/**
 * A simulated machine with a formatted directory, or with the one that real Kafka left, and what it
 * takes to start and crash a controller on it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokerConfig } from '#config/broker-config.ts';
import type { Controller } from '#controller/controller.ts';
import { openController } from '#controller/open-controller.ts';
import type { BrokerRegistration } from '#controller/register-broker.ts';
import type { Env } from '#env/env.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import type { QuorumOfOne } from '#metadata/quorum-of-one.ts';
import { SUPPORTED_FEATURES } from '#metadata/supported-features.ts';
import { randomUuid, readMetaProperties } from '#storage/meta-properties.ts';

export const DATA = 'data';
export const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qg';
export const GOLDEN_LOGS = join(import.meta.dirname, '../golden/kafka-4.3.1/logs');
const CONTROLLER_ENDPOINT = { name: 'CONTROLLER', host: '127.0.0.1', port: 9093 };

export function newWorld(seed = 1): SimWorld {
  return new SimWorld({ seed, ...nodeHost });
}

/** Formats `data` for node 1. */
export async function format(env: Env): Promise<void> {
  await formatStorage(env, {
    clusterId: CLUSTER_ID,
    nodeId: 1,
    logDirectories: [DATA],
    metadataDirectory: DATA,
    controllerEndpoints: [CONTROLLER_ENDPOINT],
  });
}

/** Copies what real Kafka left of itself into `data`: its metadata log and the files beside it. */
export async function installGolden(env: Env): Promise<void> {
  const metadata = '__cluster_metadata-0';
  env.disk.makeDirectory(`${DATA}/${metadata}`);
  const files = readdirSync(join(GOLDEN_LOGS, metadata)).map((name) => `${metadata}/${name}`);
  for (const name of [...files, 'meta.properties', 'bootstrap.checkpoint']) {
    const file = env.disk.open(`${DATA}/${name}`, 'create');
    file.write(0, new Uint8Array(readFileSync(join(GOLDEN_LOGS, name))));
    await file.sync();
    file.close();
  }
  await env.disk.syncDirectory(`${DATA}/${metadata}`);
  await env.disk.syncDirectory(DATA);
  await env.disk.syncDirectory('.');
}

export interface Running {
  readonly env: Env;
  readonly controller: Controller;
  readonly log: QuorumOfOne;
}

/** Starts a controller on `data`. */
export async function startController(
  env: Env,
  settings: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const properties = readMetaProperties(env, DATA);
  if (properties === undefined) throw new Error('the directory is not formatted');
  const opened = await openController(env, {
    config: new BrokerConfig(new Map(Object.entries({ 'node.id': '1', ...settings }))),
    clusterId: properties.clusterId,
    nodeId: properties.nodeId,
    directoryId: properties.directoryId ?? '',
    metadataDirectory: DATA,
    endpoints: [{ ...CONTROLLER_ENDPOINT, securityProtocol: 0 }],
  });
  return { env, ...opened };
}

/** The broker's registration in a new life of it. */
export function registration(
  env: Env,
  change: Partial<BrokerRegistration> = {},
): BrokerRegistration {
  const properties = readMetaProperties(env, DATA);
  return {
    brokerId: 1,
    clusterId: properties?.clusterId ?? CLUSTER_ID,
    incarnationId: randomUuid(env),
    endpoints: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9092, securityProtocol: 0 }],
    features: SUPPORTED_FEATURES,
    rack: null,
    directories: [properties?.directoryId ?? ''],
    previousBrokerEpoch: -1,
    ...change,
  };
}

/** Formats, starts, and brings the broker up. */
export async function startFresh(env: Env): Promise<Running> {
  await format(env);
  const running = await startController(env);
  await running.controller.bringUp(registration(env));
  return running;
}

/** A CreateTopics request with these topics. */
export function createTopicsRequest(...topics: readonly NewTopicRequest[]) {
  return {
    topics: topics.map((topic) => ({
      numPartitions: -1,
      replicationFactor: -1,
      assignments: [],
      configs: [],
      ...topic,
    })),
    timeoutMs: 60_000,
    validateOnly: false,
  };
}

export type NewTopicRequest = Partial<NewTopic> & { readonly name: string };

interface NewTopic {
  readonly name: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly assignments: { partitionIndex: number; brokerIds: number[] }[];
  readonly configs: { name: string; value: string | null }[];
}
