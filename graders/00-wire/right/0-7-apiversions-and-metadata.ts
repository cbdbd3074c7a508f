/** Task 0.7, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'answers later always, with loops, and leaves out what defaults to the same',
    change: {
      'broker/handlers/18-api-versions.ts': {
        answerApiVersions: `
          const named = apiVersion > 2 ? [clientSoftwareName, clientSoftwareVersion] : [];
          for (const text of named) {
            const [first = '-', last = '-'] = [text[0], text.at(-1)];
            const whole = [...text].every((one) => /[a-zA-Z0-9.-]/.test(one));
            if (whole && !'.-'.includes(first) && !'.-'.includes(last)) continue;
            return { errorCode: 42, apiKeys: [] };
          }
          const byKey = broker.handlers.toSorted((a, b) => a.apiKey - b.apiKey);
          const apiKeys = [];
          for (const { apiKey, advertised } of byKey) {
            apiKeys.push({ apiKey, minVersion: advertised.min, maxVersion: advertised.max });
          }
          const levels = new Map(broker.image.features.levels);
          const { kraftVersion } = broker.metadataLog;
          if (kraftVersion !== 0) levels.set(KRAFT_VERSION, kraftVersion);
          return {
            errorCode: 0,
            apiKeys,
            supportedFeatures: supportedFeatures(apiVersion),
            finalizedFeaturesEpoch: broker.image.offset,
            finalizedFeatures: [...levels].map(([name, level]) => ({
              name,
              maxVersionLevel: level,
              minVersionLevel: level,
            })),
          };`,
      },
      'broker/handlers/03-metadata.ts': {
        answerMetadata: {
          declaration: `
            export async function answerMetadata(
              request: MetadataRequest,
              { apiVersion, peer }: RequestContext,
              broker: BrokerServices,
            ): Promise<MetadataAnswer> {
              const all = request.topics === null || (apiVersion < 1 && request.topics.length < 1);
              const asked = all ? [] : (request.topics ?? []);
              const without = asked.filter(({ name, topicId }) => name === null || topicId !== ZERO_UUID);
              if (apiVersion < 12 && without.length > 0) {
                const errorCode = ErrorCode.INVALID_REQUEST;
                return {
                  brokers: [],
                  topics: asked.map((one) => ({ ...one, name: one.name ?? '', errorCode, partitions: [] })),
                };
              }
              const missing = new Set<string>();
              for (const { name } of asked) {
                if (name !== null && !broker.image.topics.byName.has(name)) missing.add(name);
              }
              const may = broker.config.get('auto.create.topics.enable');
              let errors: ReadonlyMap<string, number> = new Map();
              if (request.allowAutoTopicCreation && may && missing.size > 0) {
                errors = await autoCreateTopics([...missing], broker);
              }
              const { image } = broker;
              const topics: TopicAnswer[] = [];
              if (all) for (const topic of image.topics.byId.values()) topics.push(found(topic, image, request));
              for (const { name, topicId } of asked) {
                const topic =
                  name === null ? image.topics.byId.get(topicId) : image.topics.byName.get(name);
                if (topic !== undefined) topics.push(found(topic, image, request));
                else if (name === null) topics.push(unknownId(topicId));
                else topics.push(unknownName(name, errors.get(name)));
              }
              const brokers = [];
              for (const one of aliveEndpointsAt(image, peer.listener.name)) {
                const { id, rack } = one.broker;
                brokers.push({ nodeId: id, host: one.host, port: one.port, rack });
              }
              const operations = request.includeClusterAuthorizedOperations;
              return {
                brokers,
                clusterId: broker.clusterId,
                controllerId: broker.nodeId,
                topics,
                ...(operations ? { clusterAuthorizedOperations: ALL_CLUSTER_OPERATIONS } : {}),
              };
            }`,
        },
      },
    },
  },
];
