/**
 * Keys that name Java classes which change what a broker allows, and where values outside the file
 * come from.
 */
import { javaClass, list } from '#config/config-key.ts';

const cluster = { inert: true, update: 'cluster-wide' } as const;

export const pluginKeys = {
  'alter.config.policy.class.name': javaClass(
    null,
    {},
    'The Java class that may refuse an alteration of configs.',
  ),
  'create.topic.policy.class.name': javaClass(
    null,
    {},
    'The Java class that may refuse a new topic.',
  ),
  'config.providers': list(
    '',
    cluster,
    'The names of providers that fill in values from elsewhere, such as secrets.',
  ),
} as const;
