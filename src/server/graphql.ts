import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { GraphQLError, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { actions } from '../../actions/index.js';
import { type Action, type ActionName, runAction } from '../action.js';
import type { Auth } from '../auth/auth.js';
import { getCaller } from '../auth/bearer.js';
import type { Caller } from '../auth/caller.js';
import { AuthError } from '../errors.js';
import { type ActionsMetadata, loadActionsMetadata } from './actionsMetadata.js';
import { extensionsOf, failureOf } from './failures.js';
import { graphiqlTabs } from './graphiqlTabs.js';
import { type Answer, jsonAnswer, type ServerRequest } from './messages.js';
import { limitsRule, queryLimits } from './queryLimits.js';
import type { AnswerGraphql } from './server.js';

interface ServerContext {
  readonly caller: Caller;
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
  const metadata = await loadActionsMetadata(metadataDir);
  const schema = withActions(metadata, auth);
  const yoga = createYoga<ServerContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    batching: false,
    cors: false,
    logging: false,
    graphiql: { title: 'Auth', defaultTabs: graphiqlTabs },
    renderGraphiQL,
    maskedErrors: {
      errorMessage: 'Internal server error',
      maskError: (error) => toGraphqlError(error, auth),
    },
    plugins: [useLimits(), useErrorCodes()],
  });

  return async (request) => {
    const text = request.method === 'POST' ? await request.text() : null;
    const caller = await callerOrError(auth, request);
    if ('body' in caller) return caller;
    const response = await yoga.fetch(webRequest(request, text), { caller });
    return {
      status: response.status,
      headers: { ...Object.fromEntries(response.headers), 'cache-control': 'no-store' },
      body: await response.text(),
    };
  };
}

/** A token that isn't valid is told in GraphQL's own form. */
async function callerOrError(auth: Auth, { headers }: ServerRequest): Promise<Caller | Answer> {
  try {
    return await getCaller(auth, headers);
  } catch (error) {
    const failed = failureOf(error, { concealErrors: auth.config.concealErrors, log: auth.log });
    const errors = [{ message: failed.message, extensions: extensionsOf(failed) }];
    return jsonAnswer(failed.status, { errors });
  }
}

function webRequest({ method, query, headers }: ServerRequest, body: string | null): Request {
  const own = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined);
  return new Request(`http://auth/graphql${query}`, { method, headers: own, body });
}

/** Gives each root field its Action; both sides must name the same ones. */
function withActions({ schema, roles }: ActionsMetadata, auth: Auth): GraphQLSchema {
  const fields = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(actions, name))
      throw new Error(`actions.graphql declares ${name}, which the server lacks`);
    field.resolve = resolverOf(name as ActionName, roles.get(name) ?? new Set(), auth);
  }
  for (const name of Object.keys(actions)) {
    if (!Object.hasOwn(fields, name)) throw new Error(`actions.graphql lacks ${name}, which the server has`);
  }
  return schema;
}

function resolverOf(
  name: ActionName,
  roles: ReadonlySet<string>,
  auth: Auth,
): GraphQLFieldResolver<unknown, ServerContext> {
  const action: Action = actions[name];
  return (_source, args, { caller }) => {
    if (!roles.has(caller.role) && caller.role !== 'admin') {
      throw new AuthError(caller.userId === undefined ? 'unauthenticated-user' : 'forbidden-role');
    }
    return runAction(action, { ...args }, { auth, caller });
  };
}

/** Yoga hands over what was thrown, wrapped in a GraphQLError where a resolver threw it. */
function toGraphqlError(error: unknown, { config, log }: Auth): GraphQLError {
  const wrapper = error instanceof GraphQLError ? error : undefined;
  // graphql-js's own complaints about the request have no original error.
  if (wrapper && (wrapper.originalError === undefined || wrapper.originalError instanceof GraphQLError))
    return wrapper;
  const failed = failureOf(wrapper?.originalError ?? error, { concealErrors: config.concealErrors, log });
  const http = failed.status >= 500 ? { http: { status: failed.status } } : {};
  return new GraphQLError(failed.message, {
    nodes: wrapper?.nodes,
    path: wrapper?.path,
    extensions: { ...extensionsOf(failed), ...http },
  });
}

/** Bounds what one request may ask for, before any of it is run. */
function useLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((source: string, options: object) =>
        parse(source, { ...options, maxTokens: queryLimits.tokens }),
      ),
    onValidate: ({ addValidationRule }) => addValidationRule(limitsRule),
  };
}

/** Every error has a code: those of graphql-js itself tell that the request was wrong. */
function useErrorCodes(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      const results = Array.isArray(result) ? result : [result];
      if (!results.some((each) => 'errors' in each && each.errors)) return;
      setResult(results.map(withCodes)[0] as typeof result);
    },
  };
}

function withCodes(result: object): object {
  if (!('errors' in result) || !Array.isArray(result.errors)) return result;
  const errors = result.errors.map((error: GraphQLError) =>
    typeof error.extensions?.code === 'string' &&
    error.extensions.code === error.extensions.code.toLowerCase()
      ? error
      : new GraphQLError(error.message, {
          nodes: error.nodes,
          source: error.source,
          positions: error.positions,
          path: error.path,
          extensions: { ...error.extensions, code: 'invalid-request' },
        }),
  );
  return { ...result, errors };
}
