import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { createYoga, type GraphiQLOptions, type Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { actions } from '../../actions/index.js';
import { type Action, type ActionName, runAction } from '../action.js';
import type { Auth } from '../auth/auth.js';
import { getCaller } from '../auth/bearer.js';
import type { Caller } from '../auth/caller.js';
import { type Client, directClient } from '../auth/client.js';
import { openRefreshCookie, type RefreshCookie } from '../auth/refreshCookie.js';
import { AuthError, problems } from '../errors.js';
import { type ActionRoles, loadActionRoles } from './actionRoles.js';
import { loadActionsSchema } from './actionsSchema.js';
import { extensionsOf, type Failure, failureOf } from './failures.js';
import { graphiqlPolicy } from './graphiqlPolicy.js';
import { graphiqlTabs } from './graphiqlTabs.js';
import { type Answer, jsonAnswer, type ServerRequest } from './messages.js';
import { limitQueries } from './queryLimits.js';
import type { AnswerGraphql } from './server.js';

interface ServerContext {
  /** With the log of this request. */
  readonly auth: Auth;
  readonly caller: Caller;
  readonly client: Client;
  readonly cookie: RefreshCookie | undefined;
  readonly headers: ServerRequest['headers'];
}

interface Options {
  readonly auth: Auth;
  /** Directory with `actions.graphql` and `actions.yaml`. */
  readonly metadataDir: string;
}

/**
 * The auth API as a GraphQL server of its own, with GraphiQL: the Actions of the metadata, for the roles that the
 * metadata lets call them. The caller is what its bearer token says.
 */
export async function loadGraphql({ auth, metadataDir }: Options): Promise<AnswerGraphql> {
  const schema = withActions(await loadActionsSchema(metadataDir), await loadActionRoles(metadataDir));
  const yoga = createYoga<ServerContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    batching: false,
    // It keeps a thousand documents of any size, and strangers write them.
    parserAndValidationCache: false,
    cors: false,
    logging: false,
    graphiql: { title: 'Auth', defaultTabs: graphiqlTabs },
    renderGraphiQL: renderOfflinePage,
    maskedErrors: {
      errorMessage: 'Internal server error',
      maskError: (error) => toGraphqlError(error, auth),
    },
    plugins: [...limitQueries({ introspection: auth.config.introspection }), useErrorCodes()],
  });

  return async (request, auth) => {
    const text = request.method === 'POST' ? await request.text() : null;
    const caller = await callerOrError(auth, request);
    if ('body' in caller) return caller;
    const client = directClient(request.headers, request.remoteAddress, auth.config.trustedProxies);
    const cookie = openRefreshCookie(auth, request.headers, 'direct');
    const response = await yoga.fetch(webRequest(request, text), {
      auth,
      caller,
      client,
      cookie,
      headers: request.headers,
    });
    const body = await response.text();
    return {
      status: response.status,
      headers: {
        ...lowerCased(response.headers),
        ...(isPage(response) && { 'content-security-policy': graphiqlPolicy(body) }),
        'cache-control': 'no-store',
        ...cookie?.answerHeaders(),
      },
      body,
    };
  };
}

/** Names of headers as all answers have them; GraphiQL comes without its characters named. */
function lowerCased(headers: Headers): Record<string, string> {
  const named = (value: string) => (value === 'text/html' ? 'text/html; charset=utf-8' : value);
  return Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), named(value)]));
}

function isPage({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false;
}

/** The page that needs no CDN; it weighs 9 MB, so it is loaded only when somebody opens it. */
async function renderOfflinePage(options: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options);
}

/** A token that isn't valid is told in GraphQL's own form. */
async function callerOrError(auth: Auth, { headers }: ServerRequest): Promise<Caller | Answer> {
  try {
    return await getCaller(auth, headers);
  } catch (error) {
    const failed = failureOf(error, auth);
    const errors = [{ message: failed.message, extensions: extensionsOf(failed) }];
    return jsonAnswer(failed.status, { errors });
  }
}

function webRequest({ method, query, headers }: ServerRequest, body: string | null): Request {
  const own = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined);
  return new Request(`http://auth/graphql${query}`, { method, headers: own, body });
}

/** Gives each root field its Action; both sides must name the same ones. */
function withActions(schema: GraphQLSchema, roles: ActionRoles): GraphQLSchema {
  const fields = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(actions, name))
      throw new Error(`actions.graphql declares ${name}, which the server lacks`);
    field.resolve = resolverOf(name as ActionName, roles.get(name) ?? new Set());
  }
  for (const name of Object.keys(actions)) {
    if (!Object.hasOwn(fields, name)) throw new Error(`actions.graphql lacks ${name}, which the server has`);
  }
  const roots = Object.values(fields);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (!roots.includes(field) && isJson(field.type)) field.resolve = promised;
    }
  }
  return schema;
}

function isJson(type: GraphQLOutputType): boolean {
  return getNamedType(type).name === 'jsonb';
}

/**
 * The field of the source, always in a promise: the executor takes whatever has a `then` for one, and an account's
 * metadata may be `{"then": 1}`. A real promise resolves to such an object as to any other.
 */
const promised: GraphQLFieldResolver<unknown, unknown> = async (source, _args, _context, { fieldName }) =>
  (source as Record<string, unknown>)[fieldName];

function resolverOf(
  name: ActionName,
  roles: ReadonlySet<string>,
): GraphQLFieldResolver<unknown, ServerContext> {
  return async (_source, args, { auth, caller, client, cookie, headers }) => {
    const mayCall = roles.has(caller.role) || caller.role === 'admin';
    const action: Action = mayCall ? actions[name] : refusing(name, caller);
    try {
      return await runAction(action, { ...args }, { auth, caller, client, cookie, headers });
    } catch (error) {
      // Here the log is the request's own.
      throw toGraphqlError(error, auth);
    }
  };
}

/** In the place of an Action that the caller's role may not call: the call is counted, and in the audit log, as others are. */
function refusing(name: ActionName, { userId }: Caller): Action {
  return {
    name,
    input: z.unknown(),
    run: async () => {
      throw new AuthError(userId === undefined ? 'unauthenticated-user' : 'forbidden-role');
    },
  };
}

/** Yoga hands over what was thrown, wrapped in a GraphQLError where a resolver threw it. */
function toGraphqlError(error: unknown, auth: Auth): GraphQLError {
  const wrapper = error instanceof GraphQLError ? error : undefined;
  // graphql-js's own complaints about the request have no original error.
  if (wrapper && (wrapper.originalError === undefined || wrapper.originalError instanceof GraphQLError))
    return wrapper;
  const failed = failureOf(wrapper?.originalError ?? error, auth);
  const http = failed.status >= 500 ? { http: httpOf(failed) } : {};
  return new GraphQLError(failed.message, {
    nodes: wrapper?.nodes,
    path: wrapper?.path,
    extensions: { ...extensionsOf(failed), ...http },
  });
}

function httpOf({ status, retryAfterSeconds }: Failure) {
  return {
    status,
    ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  };
}

/** Every error has a code, and nothing else that we did not put there. */
function useErrorCodes(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (!Array.isArray(result) && 'errors' in result && result.errors) {
        setResult({ ...result, errors: result.errors.map(withCode) });
      }
    },
  };
}

/** An error without a code of ours was made by graphql-js or Yoga, which found the request at fault. */
function withCode(error: GraphQLError): GraphQLError {
  const { code, http } = error.extensions ?? {};
  if (typeof code === 'string' && Object.hasOwn(problems, code)) return error;
  const { message, nodes, source, positions, path } = error;
  const extensions = { code: 'invalid-request', ...(http ? { http } : {}) };
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
