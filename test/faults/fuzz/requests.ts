import { type GraphQLField, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { pick } from '../chaos/random.js';
import { actionSecret, adminSecret, clientUrl } from './fuzzServer.js';
import { codeChallenge, goodValue, type Making } from './goodValues.js';
import { argumentsOf, operationOf } from './grammar.js';
import { spoiled, spoiledText } from './spoil.js';
import { oddBearer } from './tokens.js';
import type { Account } from './world.js';

export type Target = 'webhook' | 'graphql' | 'engine' | 'strict' | 'rest' | 'page' | 'socket';

/** A request as it is sent, so that it can be printed and had again. */
export interface FuzzRequest {
  readonly target: Target;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** In place of all that, over a socket. */
  readonly raw?: Buffer;
  /** Action, or method and path as the OpenAPI document has them. */
  readonly of: string;
  readonly account: Account;
}

type Draft = Omit<FuzzRequest, 'account' | 'target'>;

/** A root field with its kind. */
export interface RootField {
  readonly kind: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
}

export function rootFieldsOf(schema: GraphQLSchema): readonly RootField[] {
  return [OperationTypeNode.QUERY, OperationTypeNode.MUTATION].flatMap((kind) =>
    Object.values(schema.getRootType(kind)?.getFields() ?? {}).map((field) => ({
      kind: kind === OperationTypeNode.QUERY ? 'query' : ('mutation' as const),
      field,
    })),
  );
}

const isSpoiled = ({ random, spoilt }: Making) => random() < spoilt;

export function webhookRequest({ field }: RootField, making: Making): Draft {
  const { random, odd, account } = making;
  const role = field.name.startsWith('admin')
    ? 'admin'
    : pick(random, ['user', 'user', 'user', 'public', 'anonymous']);
  const session: Record<string, unknown> = {
    'x-hasura-role': role,
    ...(role !== 'public' && account.userId !== undefined && { 'x-hasura-user-id': account.userId }),
    ...(role === 'anonymous' && { 'x-hasura-user-is-anonymous': 'true' }),
    'x-hasura-auth-elevated': account.userId ?? '',
  };
  const call = {
    action: { name: field.name },
    input: argumentsOf(field, making),
    session_variables: session,
    request_query: '',
  };
  const which = random();
  const value = !isSpoiled(making)
    ? call
    : which < 0.7
      ? { ...call, input: spoiled(call.input, random, odd) }
      : which < 0.85
        ? { ...call, session_variables: spoiled(session, random, odd) }
        : spoiled(call, random, odd);
  const secret = random() < 0.03 ? odd.text() : actionSecret;
  return {
    of: field.name,
    method: 'POST',
    path: '/actions',
    headers: { ...oddHeaders(making), 'content-type': 'application/json', 'x-action-secret': secret },
    body: jsonText(value, making),
  };
}

/** To `/graphql`, or to `/v1/graphql` of the engine. */
export function graphqlRequest({ kind, field }: RootField, path: string, making: Making): Draft {
  const { random, odd, account } = making;
  const args = argumentsOf(field, making);
  const wrong = isSpoiled(making);
  const which = random();
  const given = wrong && which < 0.5 ? spoiled(args, random, odd) : args;
  const { query, variables } = operationOf(kind, field, asArguments(given, args), making);
  const text = wrong && which > 0.5 && which < 0.75 ? oddDocument(query, making) : query;
  const body =
    wrong && which > 0.75 ? spoiled({ query: text, variables }, random, odd) : { query: text, variables };
  const isAdmin = field.name.startsWith('admin') && path === '/v1/graphql' && random() < 0.9;
  const viaQuery = random() < 0.03 && !isAdmin;
  return {
    of: field.name,
    method: viaQuery ? 'GET' : 'POST',
    path: viaQuery ? `${path}?query=${encodeURIComponent(wellFormed(text).slice(0, 4000))}` : path,
    headers: {
      ...oddHeaders(making),
      'content-type': 'application/json',
      ...bearer(making, account),
      ...(isAdmin && { 'x-hasura-admin-secret': adminSecret }),
      ...(random() < 0.1 && { 'x-hasura-role': pick(random, ['user', 'me', 'admin', 'public', 'x"y']) }),
    },
    body: viaQuery ? undefined : jsonText(body, making),
  };
}

/** One route of the OpenAPI document. */
export interface RestOperation {
  readonly method: string;
  readonly path: string;
  readonly schema: JsonSchema | undefined;
}

export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
}

export function restRequest({ method, path, schema }: RestOperation, making: Making): Draft {
  const { random, odd, account } = making;
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = random() < 0.8 ? goodValue(name, making) : odd.text().slice(0, 500);
    return encodeURIComponent(wellFormed(String(value)));
  });
  const good = schema ? valueOfSchema('', schema, making) : undefined;
  const body = good !== undefined && isSpoiled(making) ? spoiled(good, random, odd) : good;
  return {
    of: `${method.toUpperCase()} ${path}`,
    method:
      random() < 0.02
        ? pick(random, ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'POST'])
        : method.toUpperCase(),
    path: `${random() < 0.5 ? '/v1' : ''}${filled}`,
    headers: { ...oddHeaders(making), 'content-type': 'application/json', ...bearer(making, account) },
    body: body === undefined ? undefined : jsonText(body, making),
  };
}

function valueOfSchema(name: string, schema: JsonSchema, making: Making): unknown {
  const { random } = making;
  const good = goodValue(name, making);
  if (good !== undefined) return good;
  if (schema.enum) return pick(random, schema.enum);
  if (schema.anyOf) return valueOfSchema(name, pick(random, schema.anyOf), making);
  if (schema.properties) {
    const given = Object.entries(schema.properties).filter(
      ([key]) => schema.required?.includes(key) || random() < 0.5,
    );
    return Object.fromEntries(given.map(([key, of]) => [key, valueOfSchema(key, of, making)]));
  }
  if (schema.type === 'boolean') return random() < 0.5;
  if (schema.type === 'null') return null;
  return schema.type === 'string' ? `${name} of the fuzzer` : making.odd.value();
}

const pages = [
  '/verify',
  '/v1/verify',
  '/signin/provider/github',
  '/signup/provider/google',
  '/signin/provider/github/callback',
  '/v1/signin/provider/google/callback',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/',
  '/graphql',
  '/actions',
  '/token',
  '/nowhere',
  '/v1/v1/token',
  '//token',
  '/dev/sign-in',
  '/..%2f..%2fetc/passwd',
  '/signin/provider/%00',
] as const;

/** What browsers open: pages, links of mails, ways back from providers. */
export function pageRequest(making: Making): Draft {
  const { random, odd, world } = making;
  const path = pick(random, pages);
  const good = {
    ticket: goodValue('ticket', { ...making, of: 'page' }),
    type: pick(random, ['emailVerify', 'passwordReset', 'signinPasswordless', 'emailConfirmChange']),
    redirectTo: goodValue('redirectTo', making),
    codeChallenge: goodValue('codeChallenge', making),
    state: random() < 0.5 ? 'state' : odd.text().slice(0, 300),
    code: world.exchangeCodes.at(-1) ?? 'code',
  };
  const chosen = Object.entries(good).filter(() => random() < 0.6);
  const query = chosen.map(([key, value]) => {
    const text = random() < 0.2 ? odd.text().slice(0, 500) : String(value);
    return `${key}=${random() < 0.95 ? encodeURIComponent(wellFormed(text)) : '%ZZ'}`;
  });
  const method = pick(random, ['GET', 'GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'PUT']);
  const text = query.join('&');
  const isForm = method === 'POST' || method === 'PUT';
  return {
    of: 'page',
    method,
    path: isForm || text === '' ? path : `${path}?${text}`,
    headers: {
      ...oddHeaders(making),
      ...(isForm && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: isForm ? text : undefined,
  };
}

/** Presses the button of a mail's link, as a page of an application that wants a code afterwards. */
export function linkRequest(making: Making): Draft {
  const ticket = String(goodValue('ticket', { ...making, of: 'page' }));
  return {
    of: 'page',
    method: 'POST',
    path: '/verify',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ticket, redirectTo: clientUrl, codeChallenge }).toString(),
  };
}

function bearer(making: Making, { accessToken }: Account): Record<string, string> {
  const { random } = making;
  if (isSpoiled(making) && random() < 0.12) return { authorization: oddBearer(making) };
  return accessToken !== undefined && (random() < 0.75 || making.spoilt < 0.2)
    ? { authorization: `Bearer ${accessToken}` }
    : {};
}

function oddHeaders(making: Making): Record<string, string> {
  const { random, odd, account } = making;
  if (random() < 0.6 || making.spoilt < 0.2)
    return random() < 0.5 ? {} : { 'x-requested-with': 'fuzz', origin: clientUrl };
  const all: Record<string, string> = {
    origin: pick(random, [clientUrl, 'null', 'https://evil.example', odd.text()]),
    'x-forwarded-for': pick(random, ['127.0.0.1', '::1, ::ffff:1.2.3.4', '999.1.1.1, ,', odd.text()]),
    'user-agent': odd.text(),
    'accept-language': pick(random, ['de', 'xx;q=9,*;q=-1', odd.text()]),
    'x-request-id': pick(random, ['request-1234', odd.text()]),
    cookie: `a=${account.refreshToken ?? 'x'}; __Host-refresh-token=${account.refreshToken ?? odd.text()}`,
    accept: pick(random, ['*/*', 'text/html', 'application/graphql-response+json', 'text/event-stream']),
    traceparent: pick(random, ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', odd.text()]),
    'x-captcha-token': odd.text(),
    'x-hasura-user-id': account.userId ?? 'x',
  };
  return Object.fromEntries(Object.entries(all).filter(() => random() < 0.3));
}

/** JSON, now and then broken. */
function jsonText(value: unknown, making: Making): string {
  const text = JSON.stringify(value) ?? '';
  return isSpoiled(making) && making.random() < 0.08 ? spoiledText(text, making.random, making.odd) : text;
}

function asArguments(given: unknown, fallback: Record<string, unknown>): Record<string, unknown> {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  return isObject ? (given as Record<string, unknown>) : fallback;
}

function oddDocument(query: string, making: Making): string {
  const { random, odd } = making;
  return pick(random, [
    () => spoiledText(query, random, odd),
    () => spoiledText(query, random, odd),
    () => '{'.repeat(5000),
    () => `{ ${'me { '.repeat(50)} id ${'}'.repeat(50)} }`,
    () => `query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }`,
    () => `{ ${Array.from({ length: 500 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
    () => `query ($a: [[[[[[Int]]]]]] = [[1]]) { me @include(if: $a) { id } }`,
    () => '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    () => `${query} ${query}`,
    () => 'subscription { me { id } }',
    () => `{ me { id } } ${'@x'.repeat(100)}`,
    () => `mutation { signIn(email: 1, password: {a: [${'9'.repeat(400)}]}) { session { accessToken } } }`,
    () => `"""${odd.text()}"""`,
    () => '\ufeff{ __typename }',
  ])();
}

/** Without lone surrogates, which no URL can hold. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '');
}
