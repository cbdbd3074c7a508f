/**
 * Keys of TLS: which certificates the broker shows and trusts, and what it negotiates. Kafka's
 * names say SSL. All but three may change for one broker while it runs, so that certificates can be
 * renewed without a restart.
 */
import { boolean, javaClass, list, password, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const perBroker = { inert: true, update: 'per-broker' } as const;

export const sslKeys = {
  'ssl.keystore.location': string(
    null,
    perBroker,
    "The file with the broker's own certificate and key.",
  ),
  'ssl.keystore.type': string('JKS', perBroker, 'The format of that file: JKS, PKCS12 or PEM.'),
  'ssl.keystore.password': password(
    null,
    perBroker,
    'What that file is encrypted with; PEM has none.',
  ),
  'ssl.keystore.key': password(
    null,
    perBroker,
    "The broker's private key itself, as PEM, instead of a file.",
  ),
  'ssl.keystore.certificate.chain': password(
    null,
    perBroker,
    "The broker's certificates themselves, as PEM, instead of a file.",
  ),
  'ssl.key.password': password(null, perBroker, 'What the private key is encrypted with.'),
  'ssl.truststore.location': string(
    null,
    perBroker,
    'The file with the certificates that the broker trusts.',
  ),
  'ssl.truststore.type': string('JKS', perBroker, 'The format of that file: JKS, PKCS12 or PEM.'),
  'ssl.truststore.password': password(
    null,
    perBroker,
    'What that file is checked with; PEM has none.',
  ),
  'ssl.truststore.certificates': password(
    null,
    perBroker,
    'The trusted certificates themselves, as PEM, instead of a file.',
  ),
  'ssl.client.auth': string(
    'none',
    { ...perBroker, oneOf: ['required', 'requested', 'none'] },
    'Whether a client must show a certificate (required), may (requested), or need not (none).',
  ),
  'ssl.enabled.protocols': list(
    'TLSv1.2,TLSv1.3',
    perBroker,
    'The TLS versions that the broker speaks.',
  ),
  'ssl.protocol': string('TLSv1.3', perBroker, 'The newest TLS version that is tried first.'),
  'ssl.cipher.suites': list(
    '',
    perBroker,
    "The cipher suites that may be used; empty means the platform's own choice.",
  ),
  'ssl.endpoint.identification.algorithm': string(
    'https',
    perBroker,
    "How a server's name is checked against its certificate; empty means not at all.",
  ),
  'ssl.principal.mapping.rules': string(
    'DEFAULT',
    inert,
    "Rules that shorten the name in a client's certificate to a user's name; the first that fits counts.",
  ),
  'ssl.allow.dn.changes': boolean(
    'false',
    inert,
    'Whether a renewed certificate may name somebody else.',
  ),
  'ssl.allow.san.changes': boolean(
    'false',
    inert,
    'Whether a renewed certificate may name other hosts.',
  ),
  'ssl.engine.factory.class': javaClass(null, perBroker, 'The Java class that makes TLS engines.'),
  'ssl.provider': string(null, perBroker, 'The Java security provider for TLS.'),
  'ssl.secure.random.implementation': string(
    null,
    perBroker,
    'The Java source of random numbers for TLS.',
  ),
  'ssl.keymanager.algorithm': string('SunX509', perBroker, 'The Java key manager for TLS.'),
  'ssl.trustmanager.algorithm': string('PKIX', perBroker, 'The Java trust manager for TLS.'),
} as const;
