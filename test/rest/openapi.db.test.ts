import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.js';
import { problems } from '../../src/errors.js';
import { type ActionRoute, routes } from '../../src/rest/routes.js';
import { send } from '../server/appWithoutHasura.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

let server: TestServer;
// biome-ignore lint/suspicious/noExplicitAny: a document of another standard
let document: any;
let ajv: Ajv2020;
beforeAll(async () => {
  server = await startTestServer({ env: { AUTH_MFA_ENABLED: 'true', AUTH_ANONYMOUS_USERS_ENABLED: 'true' } });
  document = (await send(server.app, '/openapi.json')).body;
  ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema(document, 'openapi');
});
afterAll(() => server.close());

/** Compiles the schema at a path of keys, within the document. */
function schemaAt(...keys: (string | number)[]): ValidateFunction {
  const pointer = keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const validate = ajv.getSchema(`openapi#/${pointer.split('/').map(encodeURIComponent).join('/')}`);
  if (!validate) throw new Error(`no schema at ${pointer}`);
  return validate;
}

const content = ['content', 'application/json', 'schema'] as const;
const bodySchema = ({ path }: { path: string }) => schemaAt('paths', path, 'post', 'requestBody', ...content);
const posts = routes.filter(
  (route): route is ActionRoute => route.kind === 'action' && route.method === 'POST',
);

interface SampledSchema {
  readonly type?: unknown;
  readonly enum?: unknown[];
  readonly anyOf?: never[];
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Record<string, SampledSchema>;
}

/** A value of each described property. */
function sampleOf(schema: SampledSchema, key: string): unknown {
  const { required = [], properties = {} } = schema;
  if (required.length > 0) {
    return Object.fromEntries(required.map((each) => [each, sampleOf(properties[each] ?? {}, each)]));
  }
  if (schema.anyOf) return sampleOf(schema.anyOf[0] ?? {}, key);
  if (schema.enum) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  const texts: Record<string, string> = {
    email: 'ada@example.com',
    newEmail: 'ada@example.com',
    phoneNumber: '+33612345678',
    newPhoneNumber: '+33612345678',
    expiresAt: '2030-01-01T00:00:00Z',
    username: 'ada',
    codeVerifier: 'v'.repeat(43),
  };
  const formatted = schema.format === 'uuid' ? '3f0c9f4e-8c1a-4a4b-9a55-0d2b7a1c6e11' : texts[key];
  const samples: Record<string, unknown> = { boolean: true, array: [], object: {}, integer: 1, number: 1 };
  return type === 'string' ? (formatted ?? 'text') : samples[String(type)];
}

describe('/openapi.json', () => {
  it('is a valid document of OpenAPI 3.1, under both prefixes', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    expect((await send(server.app, '/v1/openapi.json')).body).toEqual(document);
    expect((await send(server.app, '/openapi.json', { method: 'POST', body: {} })).status).toBe(405);
  });

  it('has every route, and no other', () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    const ids = Object.values<object>(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(routes.length);
  });

  it('has every code of an error, with its status', () => {
    const described = Object.entries<{
      content: Record<string, { schema: { properties: { error: { enum: string[] } } } }>;
    }>(document.components.responses).flatMap(([name, response]) =>
      (response.content['application/json']?.schema.properties.error.enum ?? []).map((code) => [code, name]),
    );
    const expected = Object.entries(problems).map(([code, { status }]) => [code, `Error${status}`]);
    expect(described.sort()).toEqual(expected.sort());
  });
});

describe('a described body', () => {
  it.each(posts.map((route) => [route.path, route] as const))(
    'of %s is what the Action takes',
    (path, route) => {
      const { properties, additionalProperties } =
        document.paths[path].post.requestBody.content['application/json'].schema;
      expect(additionalProperties).toBe(path === '/signout');
      const issues = Object.keys(properties).flatMap((key) => {
        const body = { [key]: sampleOf(properties[key], key) };
        const action = actions[route.orElse?.isMeant(body) ? route.orElse.action : route.action];
        const { error } = action.input.safeParse(route.input(body));
        // A key alone is not enough, but it is none that is unknown, or of another type.
        return (error?.issues ?? []).filter(
          (issue) =>
            issue.code === 'unrecognized_keys' || (issue.path[0] === key && issue.input !== undefined),
        );
      });
      expect(issues).toEqual([]);
      const sample = Object.fromEntries(
        Object.keys(properties).map((key) => [key, sampleOf(properties[key], key)]),
      );
      expect(bodySchema(route)(sample)).toBe(true);
      expect(bodySchema(route)({ ...sample, unknownKey: 1 })).toBe(path === '/signout');
    },
  );
});

describe('live answers', () => {
  const account = { email: 'openapi@example.com', password: 'correct horse' };
  let token: string;

  /** The answer of a route, which has to be as it is described. */
  async function answerOf(method: 'get' | 'post', path: string, body?: unknown) {
    const reply = await send(server.app, `/v1${path}`, {
      ...(body === undefined ? {} : { body }),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    const described = document.paths[path][method].responses[reply.status];
    const place = described.$ref
      ? ['components', 'responses', `Error${reply.status}`]
      : ['paths', path, method, 'responses', reply.status];
    const validate = schemaAt(...place, ...content);
    validate(reply.body);
    expect([path, validate.errors ?? []]).toEqual([path, []]);
    return reply;
  }

  it('are as described', async () => {
    const { body } = await answerOf('post', '/signup/email-password', account);
    expect(body.session.user.email).toBe(account.email);
    expect((await answerOf('post', '/signin/email-password', account)).status).toBe(200);
    expect((await answerOf('post', '/token', { refreshToken: body.session.refreshToken })).status).toBe(200);
    expect((await answerOf('post', '/signin/anonymous', {})).status).toBe(200);
    expect((await answerOf('get', '/version')).status).toBe(200);
    expect((await answerOf('get', '/.well-known/jwks.json')).status).toBe(200);
    token = body.session.accessToken;
    expect((await answerOf('get', '/user')).status).toBe(200);
    expect((await answerOf('post', '/token/verify', { token })).status).toBe(200);
    expect((await answerOf('get', '/elevate')).status).toBe(200);
    expect((await answerOf('get', '/mfa/totp/generate')).status).toBe(200);
    expect((await answerOf('post', '/signout', { all: true })).body).toBe('OK');
  });

  it('of refusals are as described', async () => {
    expect((await answerOf('post', '/signin/email-password', { ...account, password: 'x' })).status).toBe(
      401,
    );
    expect((await answerOf('post', '/signin/email-password', { email: 1 })).status).toBe(400);
    expect((await answerOf('post', '/signup/email-password', account)).status).toBe(409);
    expect((await answerOf('post', '/signin/otp/email', { email: account.email })).status).toBe(409);
  });

  it('would not match other forms', () => {
    const validate = schemaAt('paths', '/token', 'post', 'responses', 200, ...content);
    expect(validate({})).toBe(false);
    expect(schemaAt('paths', '/signout', 'post', 'responses', 200, ...content)('ok')).toBe(false);
  });
});
