/**
 * OpenSSL's entropy and digests, loaded at first use: a broker without TLS or SASL asks for
 * random bytes when it is formatted, and then never again.
 */
import type { Crypto } from '#env/crypto.ts';
import { plainBytes } from '#env/node/plain-bytes.ts';

let loaded: typeof import('node:crypto') | undefined;

function openssl(): typeof import('node:crypto') {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}

export const nodeCrypto: Crypto = {
  randomBytes(length) {
    return plainBytes(openssl().randomBytes(length));
  },
  hash(algorithm, data) {
    return plainBytes(openssl().createHash(algorithm).update(data).digest());
  },
  hmac(algorithm, key, data) {
    return plainBytes(openssl().createHmac(algorithm, key).update(data).digest());
  },
  equal(a, b) {
    // A difference in length is no secret: lengths of digests are public.
    return a.length === b.length && openssl().timingSafeEqual(a, b);
  },
};
