/**
 * Keys of SASL: which mechanisms a client may prove itself with, and how the broker logs in itself.
 * Keys for OAUTHBEARER alone are in oauth.ts.
 */
import { double, int, javaClass, list, long, password, short, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const perBroker = { inert: true, update: 'per-broker' } as const;

export const saslKeys = {
  'sasl.enabled.mechanisms': list(
    'GSSAPI',
    perBroker,
    'The mechanisms that clients may choose from.',
  ),
  'sasl.mechanism.inter.broker.protocol': string(
    'GSSAPI',
    perBroker,
    'The mechanism that brokers use among themselves.',
  ),
  'sasl.mechanism.controller.protocol': string(
    'GSSAPI',
    inert,
    'The mechanism that the broker uses with controllers.',
  ),
  'sasl.jaas.config': password(
    null,
    perBroker,
    'The log-in module and its options, in JAAS notation; holds secrets.',
  ),
  'sasl.server.callback.handler.class': javaClass(
    null,
    {},
    'The Java class that checks what a client sends.',
  ),
  'sasl.server.max.receive.size': int(
    '524288',
    inert,
    'The largest request before the log-in is done.',
  ),
  'sasl.client.callback.handler.class': javaClass(
    null,
    {},
    'The Java class that supplies what the broker sends when it is the client.',
  ),
  'sasl.login.class': javaClass(null, {}, 'The Java class that logs the broker in.'),
  'sasl.login.callback.handler.class': javaClass(
    null,
    {},
    'The Java class that supplies what that log-in needs.',
  ),
  'sasl.login.connect.timeout.ms': int(
    null,
    inert,
    "How long the broker tries to reach a token's issuer.",
  ),
  'sasl.login.read.timeout.ms': int(null, inert, "How long the broker waits for a token's issuer."),
  'sasl.login.retry.backoff.ms': long(
    '100',
    inert,
    'The first rest after a failed log-in; it doubles with each.',
  ),
  'sasl.login.retry.backoff.max.ms': long('10000', inert, 'The longest rest after failed log-ins.'),
  'sasl.login.refresh.window.factor': double(
    '0.8',
    perBroker,
    'At what part of its life, from 0.5 to 1, a token is renewed.',
  ),
  'sasl.login.refresh.window.jitter': double(
    '0.05',
    perBroker,
    'How much of its life, from 0 to 0.25, is added at random to that.',
  ),
  'sasl.login.refresh.min.period.seconds': short(
    '60',
    perBroker,
    'The least time between two renewals, from 0 to 900.',
  ),
  'sasl.login.refresh.buffer.seconds': short(
    '300',
    perBroker,
    'How long before its end a token should be renewed, from 0 to 3600.',
  ),
  'sasl.kerberos.service.name': string(
    null,
    perBroker,
    'The Kerberos name that the broker runs under.',
  ),
  'sasl.kerberos.kinit.cmd': string(
    '/usr/bin/kinit',
    perBroker,
    'The program that renews Kerberos tickets.',
  ),
  'sasl.kerberos.min.time.before.relogin': long(
    '60000',
    perBroker,
    'The least milliseconds between two Kerberos log-ins.',
  ),
  'sasl.kerberos.ticket.renew.window.factor': double(
    '0.8',
    perBroker,
    'At what part of its life a Kerberos ticket is renewed.',
  ),
  'sasl.kerberos.ticket.renew.jitter': double(
    '0.05',
    perBroker,
    'How much, at random, is added to that.',
  ),
  'sasl.kerberos.principal.to.local.rules': list(
    'DEFAULT',
    perBroker,
    "Rules that shorten a Kerberos principal to a user's name; the first that fits counts.",
  ),
} as const;
