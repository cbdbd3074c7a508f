/**
 * Keys of SASL/OAUTHBEARER: where tokens come from, how the broker proves itself to their issuer,
 * and what it checks in a client's token. KIP-768 and KIP-1139.
 */
import { boolean, int, javaClass, list, long, password, string } from '#config/config-key.ts';

const inert = { inert: true } as const;

export const oauthKeys = {
  'sasl.oauthbearer.token.endpoint.url': string(
    null,
    inert,
    'Where the broker gets its own token, over HTTPS or from a file.',
  ),
  'sasl.oauthbearer.jwks.endpoint.url': string(
    null,
    inert,
    "Where the issuer's public keys are, over HTTPS or in a file.",
  ),
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': long(
    '3600000',
    inert,
    'How often those keys are fetched again.',
  ),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': long(
    '100',
    inert,
    'The first rest after they could not be fetched; it doubles with each.',
  ),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': long(
    '10000',
    inert,
    'The longest rest after they could not be fetched.',
  ),
  'sasl.oauthbearer.expected.issuer': string(
    null,
    inert,
    'The issuer a token must name; unset takes any.',
  ),
  'sasl.oauthbearer.expected.audience': list(
    '',
    inert,
    'The audiences of which a token must name one; empty takes any.',
  ),
  'sasl.oauthbearer.clock.skew.seconds': int(
    '30',
    inert,
    "How far the issuer's clock and the broker's may be apart.",
  ),
  'sasl.oauthbearer.scope': string(null, inert, 'The scope that the broker asks for.'),
  'sasl.oauthbearer.scope.claim.name': string(
    'scope',
    inert,
    'The claim of a token that holds its scope.',
  ),
  'sasl.oauthbearer.sub.claim.name': string(
    'sub',
    inert,
    'The claim of a token that holds who it is for.',
  ),
  'sasl.oauthbearer.jwt.retriever.class': javaClass(
    'org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever',
    {},
    "The Java class that fetches the broker's own token.",
  ),
  'sasl.oauthbearer.jwt.validator.class': javaClass(
    'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator',
    {},
    'The Java class that checks tokens.',
  ),
  'sasl.oauthbearer.client.credentials.client.id': string(
    null,
    inert,
    'The name the issuer knows the broker by.',
  ),
  'sasl.oauthbearer.client.credentials.client.secret': password(
    null,
    inert,
    'The secret that goes with that name.',
  ),
  'sasl.oauthbearer.assertion.algorithm': string(
    'RS256',
    { ...inert, oneOf: ['ES256', 'RS256'], ignoreCase: true },
    'How the broker signs the assertion that proves it to the issuer.',
  ),
  'sasl.oauthbearer.assertion.file': string(
    null,
    inert,
    "A file with an assertion that is signed already; the other assertion keys then don't count.",
  ),
  'sasl.oauthbearer.assertion.template.file': string(
    null,
    inert,
    'A file with headers and claims to start an assertion from.',
  ),
  'sasl.oauthbearer.assertion.private.key.file': string(
    null,
    inert,
    'The PEM file of the key that assertions are signed with.',
  ),
  'sasl.oauthbearer.assertion.private.key.passphrase': password(
    null,
    inert,
    'What that key is encrypted with.',
  ),
  'sasl.oauthbearer.assertion.claim.iss': string(
    null,
    inert,
    'The issuer (iss) that an assertion names: the broker itself.',
  ),
  'sasl.oauthbearer.assertion.claim.sub': string(
    null,
    inert,
    'The subject (sub) that an assertion names.',
  ),
  'sasl.oauthbearer.assertion.claim.aud': string(
    null,
    inert,
    'The audience (aud) that an assertion names.',
  ),
  'sasl.oauthbearer.assertion.claim.exp.seconds': int(
    '300',
    { ...inert, min: 0, max: 86400 },
    'How long an assertion is valid from now on.',
  ),
  'sasl.oauthbearer.assertion.claim.nbf.seconds': int(
    '60',
    { ...inert, min: 0, max: 3600 },
    'From how long ago an assertion is valid, for clocks that are behind.',
  ),
  'sasl.oauthbearer.assertion.claim.jti.include': boolean(
    'false',
    inert,
    'Whether each assertion gets an id of its own (jti).',
  ),
} as const;
