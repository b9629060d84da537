import { createHmac } from 'node:crypto';
import { pick } from '../chaos/random.js';
import type { Making } from './goodValues.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(header: object, payload: unknown, key = 'guess'): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** The value of an `Authorization` header that should not be believed. */
export function oddBearer({ random, odd, account }: Making): string {
  const claims = { 'x-hasura-default-role': 'admin', 'x-hasura-allowed-roles': ['admin'] };
  const payload = { sub: account.userId, exp: 4e9, 'https://hasura.io/jwt/claims': claims };
  const token = account.accessToken ?? 'a.b.c';
  const text = pick(random, [
    () => `Bearer ${jwt({ alg: 'none' }, payload)}`,
    () => `Bearer ${jwt({ alg: 'HS256', kid: "../../' or 1=1" }, payload)}`,
    () =>
      `Bearer ${jwt({ alg: 'RS256', jku: 'http://evil.example/keys', jwk: { kty: 'oct', k: 'AA' } }, payload)}`,
    () => `Bearer ${jwt({ alg: 'HS256' }, odd.value())}`,
    () => `Bearer ${jwt({ alg: odd.value() }, payload)}`,
    () => `Bearer ${token.slice(0, -2)}`,
    () => `Bearer ${token}${token}`,
    () => `bearer  ${token}`,
    () => `Basic ${Buffer.from('admin:admin').toString('base64')}`,
    () => 'Bearer',
    () => 'Bearer ..',
    () => `Bearer ${odd.text()}`,
    () => odd.text(),
  ])();
  return text.slice(0, 8000);
}
