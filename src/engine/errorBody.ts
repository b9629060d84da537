import { HasuraError } from './errors.js';
import type { Json, JsonObject } from './json.js';
import { stringifyJson } from './jsonText.js';

/** Which requests see `extensions.internal`: HASURA_GRAPHQL_DEV_MODE and HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS. */
export type InternalErrors = 'everyone' | 'admin' | 'nobody';

export const showsInternal = (policy: InternalErrors, role: string | undefined): boolean =>
  policy === 'everyone' || (policy === 'admin' && role === 'admin');

/** Anything that isn't a HasuraError is a bug: it is reported and the client learns no more than that it happened. */
export function asHasuraError(error: unknown, report: (error: unknown) => void): HasuraError {
  if (error instanceof HasuraError) return error;
  report(error);
  return new HasuraError('unexpected', 'internal error', { status: 500, cause: error });
}

/** `{message, extensions}` as in the `errors` of a GraphQL response. */
export function graphqlError(error: HasuraError, internal: boolean): JsonObject {
  const own: JsonObject = { path: error.path, code: error.code, ...(internal && internalOf(error)) };
  return { message: error.message, extensions: error.extensions ?? own };
}

export const graphqlErrorText = (error: HasuraError, internal: boolean): string =>
  stringifyJson({ errors: [graphqlError(error, internal)] });

/** The body of a failed request to any endpoint but GraphQL's. */
export const commandErrorText = (error: HasuraError, internal: boolean): string =>
  stringifyJson(qualifiedError(error, internal));

/** `{path, error, code, internal?}` */
export const qualifiedError = (error: HasuraError, internal: boolean): JsonObject => ({
  path: error.path,
  error: error.message,
  code: error.code,
  ...(internal && internalOf(error)),
});

const internalOf = (error: HasuraError): JsonObject =>
  error.internal === undefined ? {} : { internal: error.internal as Json };
