/**
 * Who gets past the guard: a page of ours, and nobody else.
 */
import { describe, expect, test } from 'vitest';
import { type Asked, refusal } from '../../course/workbench/http/request-guard.ts';

const ours = { port: 4321, token: 'a-secret-of-this-run' };

function statusOf(asked: Partial<Asked>, headers: Asked['headers'] = {}): number {
  const all = { host: '127.0.0.1:4321', ...headers };
  return refusal({ method: 'GET', path: '/', ...asked, headers: all }, ours)?.status ?? 200;
}

/** A request for something private, as our own page sends it, but for `headers`. */
function post(headers: Asked['headers'] = {}, path = '/workbench/reset'): number {
  return statusOf(
    { method: 'POST', path },
    {
      origin: 'http://127.0.0.1:4321',
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      'gregor-token': ours.token,
      ...headers,
    },
  );
}

describe('a page', () => {
  test('is given to whoever asks by our own names', () => {
    expect(statusOf({})).toBe(200);
    expect(statusOf({}, { host: 'localhost:4321' })).toBe(200);
    expect(statusOf({}, { host: 'LOCALHOST:4321' })).toBe(200);
  });

  test.each([
    'evil.example:4321',
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:4322',
    'localhost:80',
    '127.0.0.1:4321.evil.example',
    'localhost.evil.example:4321',
    '[::1]:4321',
    '0.0.0.0:4321',
    '',
  ])('is not given under the name %s, which may be pointed at us', (host) => {
    expect(statusOf({}, { host })).toBe(421);
  });

  test('is not given without a Host', () => {
    expect(refusal({ method: 'GET', path: '/', headers: {} }, ours)?.status).toBe(421);
  });

  test('can be linked to from another site', () => {
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(statusOf({}, { ...visit, 'sec-fetch-dest': 'document' })).toBe(200);
    expect(statusOf({}, { ...visit, 'sec-fetch-dest': 'iframe' })).toBe(403);
  });

  test.each(['cross-site', 'same-site'])('is no part of a %s page', (site) => {
    for (const mode of ['no-cors', 'cors', 'same-origin']) {
      expect(statusOf({}, { 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe(403);
    }
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])(
    'can only be read: no %s',
    (method) => {
      expect(statusOf({ method })).toBe(405);
    },
  );
});

describe('what is private', () => {
  test('is done for our own page', () => {
    expect(post()).toBe(200);
    expect(post({ 'content-type': 'application/json; charset=utf-8' })).toBe(200);
  });

  test.each([
    'http://evil.example',
    'http://127.0.0.1:3000',
    'http://localhost:4321',
    'https://127.0.0.1:4321',
    'null',
    '',
  ])('is not done for the origin %s', (origin) => {
    expect(post({ origin })).toBe(403);
  });

  test('is not done for another site, nor for another port of this machine', () => {
    expect(post({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(post({ 'sec-fetch-site': 'same-site' })).toBe(403);
  });

  test('is not done under a name that is not ours, whatever else is right', () => {
    expect(post({ host: 'evil.example:4321', origin: 'http://evil.example:4321' })).toBe(421);
  });

  test.each([
    undefined,
    '',
    'a-secret-of-this-ru',
    'a-secret-of-this-run ',
    'A-SECRET-OF-THIS-RUN',
    'an earlier one',
  ])('is not done with the token %j', (token) => {
    expect(post({ 'gregor-token': token })).toBe(401);
  });

  test('tells a page with another token to load itself again', () => {
    const asked = {
      method: 'GET',
      path: '/workbench/events',
      headers: { host: '127.0.0.1:4321', 'gregor-token': 'old' },
    };
    expect(refusal(asked, ours)?.error).toBe('older-page');
  });

  test('is listened to with the token alone', () => {
    const events = { path: '/workbench/events' };
    expect(statusOf(events)).toBe(401);
    expect(statusOf(events, { 'gregor-token': ours.token })).toBe(200);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', undefined])(
    'is not done for a body of the type %s, which a form could send',
    (type) => {
      expect(post({ 'content-type': type })).toBe(415);
    },
  );

  test('answers no preflight', () => {
    const headers = { origin: 'http://127.0.0.1:4321', 'gregor-token': ours.token };
    expect(statusOf({ method: 'OPTIONS', path: '/workbench/reset' }, headers)).toBe(405);
  });
});
