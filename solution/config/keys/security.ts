/**
 * Keys of who is who and who may what: the authorizer, principals, and delegation tokens (KIP-48).
 * The doors' own keys are in sasl.ts and ssl.ts.
 */
import { javaClass, long, password, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const perBroker = { inert: true, update: 'per-broker' } as const;

export const securityKeys = {
  'authorizer.class.name': string(
    '',
    inert,
    'The Java class that decides who may do what; empty means that everybody may do everything.',
  ),
  'principal.builder.class': javaClass(
    'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder',
    perBroker,
    'The Java class that turns what a connection proved into a principal.',
  ),
  'security.providers': string(null, inert, 'The Java classes that bring other algorithms.'),
  'connections.max.reauth.ms': long(
    '0',
    inert,
    'How long a log-in counts before the client must prove itself again (KIP-368); 0 is for ever.',
  ),
  'delegation.token.secret.key': password(
    null,
    inert,
    'The secret that tokens are signed with, the same on all brokers; unset means no tokens.',
  ),
  'delegation.token.expiry.time.ms': long(
    '86400000',
    { ...inert, min: 1 },
    'How long a token is valid before it must be renewed.',
  ),
  'delegation.token.max.lifetime.ms': long(
    '604800000',
    { ...inert, min: 1 },
    'How long a token may be renewed at all.',
  ),
  'delegation.token.expiry.check.interval.ms': long(
    '3600000',
    { ...inert, min: 1 },
    'How often expired tokens are looked for.',
  ),
} as const;
