import type { Json } from './json.js';

/** Error codes as Hasura v2 writes them in `extensions.code`. */
export type HasuraErrorCode =
  | 'access-denied'
  | 'already-exists'
  | 'already-tracked'
  | 'already-untracked'
  | 'bad-request'
  | 'conflict'
  | 'constraint-error'
  | 'constraint-violation'
  | 'concurrent-update'
  | 'custom-types-error'
  | 'cyclic-dependency'
  | 'data-exception'
  | 'dependency-error'
  | 'invalid-configuration'
  | 'invalid-headers'
  | 'invalid-json'
  | 'invalid-jwt'
  | 'invalid-params'
  | 'jwt-invalid-claims'
  | 'jwt-missing-role-claims'
  | 'not-exists'
  | 'not-found'
  | 'not-supported'
  | 'parse-failed'
  | 'permission-denied'
  | 'permission-error'
  | 'postgres-error'
  | 'start-failed'
  | 'unexpected'
  | 'unexpected-payload'
  | 'validation-failed'
  | (string & {});

export interface HasuraErrorOptions {
  /** JSON path in Hasura's notation, e.g. `$.selectionSet.notes.args.where`. */
  readonly path?: string;
  /** HTTP status on every endpoint but /v1/graphql, which answers 200. Default 400. */
  readonly status?: number;
  /** Shown to role admin (or in dev mode) only. */
  readonly internal?: unknown;
  /** Replaces the whole `extensions`: an Action's webhook may choose its own, and Hasura takes any JSON there. */
  readonly extensions?: Json;
  readonly cause?: unknown;
}

/** A failure in Hasura's terms. Anything else that is thrown is a bug and answers `internal error`. */
export class HasuraError extends Error {
  override readonly name = 'HasuraError';
  readonly code: HasuraErrorCode;
  readonly path: string;
  readonly status: number;
  readonly internal: unknown;
  readonly extensions: Json | undefined;

  constructor(code: HasuraErrorCode, message: string, options: HasuraErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.path = options.path ?? '$';
    this.status = options.status ?? 400;
    this.internal = options.internal;
    this.extensions = options.extensions;
  }
}
