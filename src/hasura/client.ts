import { OutageError } from '../errors.js';
import { getSdk, type Sdk } from '../generated/hasura.js';
import type { Secret } from '../lib/secret.js';
import type { ClaimSelection } from './claimSelection.js';
import { createRequester, FailedAnswer } from './requester.js';

/** The typed requests of `operations/*.graphql`: the only door to data. */
export type Hasura = Sdk;

/** Hasura understood a request and refused it. */
export class HasuraRefusal extends Error {
  override readonly name = 'HasuraRefusal';
  /** Hasura's code, such as `constraint-violation`. */
  readonly code: string;
  /** The database constraint that was violated, when that was the reason. */
  readonly constraint: string | undefined;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
    this.constraint = code === 'constraint-violation' ? /constraint "([^"]+)"/.exec(message)?.[1] : undefined;
  }
}

/** Hasura or its database can't answer now. */
export class HasuraOutage extends OutageError {}

/** The database constraint that a request violated; undefined for every other error. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof HasuraRefusal ? error.constraint : undefined;
}

/** Whether a request failed because it violated one of these constraints; then nothing was written. */
export function violates(error: unknown, ...constraints: readonly string[]): boolean {
  const violated = violatedConstraint(error);
  return violated !== undefined && constraints.includes(violated);
}

interface Options {
  /** Base URL, without `/v1/graphql`. */
  readonly endpoint: string;
  readonly adminSecret: Secret;
  readonly fetch: typeof fetch;
  /** What requests that open sessions read besides; nothing unless given. */
  readonly claims?: ClaimSelection;
  /** Surrounds every request: what it throws is HasuraRefusal or HasuraOutage. */
  readonly watch?: Watch;
}

/** Runs `work` and answers what it answers. */
export type Watch = <T>(operationName: string, work: () => Promise<T>) => Promise<T>;

/**
 * The client of Hasura's GraphQL API, as admin.
 *
 * Its methods throw HasuraRefusal, or HasuraOutage when Hasura or its database can't answer now. Neither carries the
 * request or its variables, which hold hashes.
 */
export function createHasura({ endpoint, adminSecret, fetch, claims, watch }: Options): Hasura {
  const client = createRequester({
    url: `${endpoint}/v1/graphql`,
    fetch,
    headers: {
      'x-hasura-admin-secret': adminSecret.reveal(),
      accept: 'application/json',
      'content-type': 'application/json',
    },
    serialize: createSerializer(claims),
  });
  const ask: Watch = watch
    ? (operationName, send) => watch(operationName, () => translating(send, operationName))
    : (operationName, send) => translating(send, operationName);
  return getSdk(client, async (send, operationName) => {
    try {
      return await ask(operationName, send);
    } catch (error) {
      // Nothing was done: Hasura validates a request before it runs any of it.
      if (claims && isInvalid(error) && (await claims.recheck(isValid))) return ask(operationName, send);
      throw error;
    }
  });

  async function isValid(query: string): Promise<boolean> {
    try {
      await ask('a custom claim', () => client.request({ document: query }));
      return true;
    } catch (error) {
      if (isInvalid(error)) return false;
      throw error;
    }
  }
}

async function translating<T>(send: () => Promise<T>, operationName: string): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw translated(error, operationName);
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof HasuraRefusal && error.code === 'validation-failed';
}

/** The text of an operation is most of a request and never changes: it is escaped only once. */
function createSerializer(claims: ClaimSelection | undefined) {
  const escaped = new Map<string, string>();
  let version = claims?.version();
  return (query: string, variables: object): string => {
    const present = claims?.version();
    if (present !== version) escaped.clear();
    version = present;
    const text = escaped.get(query) ?? JSON.stringify(claims?.extend(query) ?? query);
    escaped.set(query, text);
    return `{"query":${text},"variables":${JSON.stringify(variables)}}`;
  };
}

/** Codes with which Hasura reports that its database, or itself, is in trouble. */
const outageCodes = new Set(['postgres-error', 'unexpected', 'internal-error', 'service-unavailable']);

function translated(error: unknown, operationName: string): Error {
  if (!(error instanceof FailedAnswer)) {
    return new HasuraOutage(`Hasura did not answer ${operationName}`, { cause: error });
  }
  const { status, errors } = error;
  const first = errors?.[0];
  if (!first) return new HasuraOutage(`Hasura answered ${operationName} with status ${status}`);
  const { code } = first.extensions ?? {};
  if (typeof code !== 'string' || outageCodes.has(code)) {
    return new HasuraOutage(`Hasura failed ${operationName}: ${first.message}`);
  }
  return new HasuraRefusal(`Hasura refused ${operationName}: ${first.message}`, code);
}
