import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newEmail, password, signUpMutation } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

/** A captcha service: takes each of its solutions once. */
const solutions = new Set<string>();
let service: Server;
let server: TestServer;

beforeAll(async () => {
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const success = solutions.delete(new URLSearchParams(body).get('response') ?? '');
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ success }));
    });
  });
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  const { port } = service.address() as AddressInfo;
  server = await startTestServer({
    env: {
      AUTH_CAPTCHA_SERVICE: 'turnstile',
      AUTH_CAPTCHA_SECRET: 'the-secret',
      AUTH_CAPTCHA_VERIFY_URL: `http://127.0.0.1:${port}/verify`,
    },
  });
});
afterAll(async () => {
  await server.close();
  service.close();
});

it('a captcha is asked for through Hasura, which passes the solution on; each solution lets one call pass', async () => {
  const signUp = (headers: Record<string, string> = {}) =>
    server.graphql(signUpMutation, { headers, variables: { email: newEmail(), password } });
  expect((await signUp()).codes).toEqual(['invalid-captcha']);
  for (const header of ['x-captcha-response', 'x-cf-turnstile-response']) {
    solutions.add('solved');
    expect((await signUp({ [header]: 'solved' })).codes).toEqual([]);
    expect((await signUp({ [header]: 'solved' })).codes).toEqual(['invalid-captcha']);
  }
});

it('one solution does not serve the aliases of a request', async () => {
  solutions.add('solved');
  const fields = [1, 2].map(
    (n) => `a${n}: signUp(email: "${newEmail()}", password: "${password}") { mfa { ticket } }`,
  );
  const reply = await server.graphql(`mutation { ${fields.join(' ')} }`, {
    headers: { 'x-captcha-response': 'solved' },
  });
  expect(reply.codes).toEqual(['invalid-captcha']);
});
