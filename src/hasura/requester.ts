import type { GraphQLClient } from 'graphql-request';

interface Options {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of a request. */
  readonly serialize: (query: string, variables: object) => string;
}

/** What the generated requests pass: their documents are texts with one operation. */
interface Asked {
  readonly document: string;
  readonly variables?: object;
  readonly requestHeaders?: Readonly<Record<string, string>>;
}

interface GraphQLAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown };
  }[];
}

/** An answer that isn't the data that was asked for. Holds nothing of the request. */
export class FailedAnswer extends Error {
  override readonly name = 'FailedAnswer';
  readonly status: number;
  readonly errors: GraphQLAnswer['errors'];

  constructor(status: number, errors: GraphQLAnswer['errors']) {
    super(`the answer has the status ${status} and no data`);
    this.status = status;
    this.errors = errors;
  }
}

/**
 * Sends the generated requests. They are graphql-request's, of whose client they call nothing but `request`; its own one,
 * for any document and any answer, costs a tenth of a refresh and loads all of graphql (docs/decisions/0007-requests.md).
 *
 * `request` throws FailedAnswer, and whatever `fetch` throws.
 */
export function createRequester({ url, fetch, headers, serialize }: Options): GraphQLClient {
  const parsedUrl = new URL(url);

  async function request({ document, variables = {}, requestHeaders }: Asked): Promise<unknown> {
    const response = await fetch(parsedUrl, {
      method: 'POST',
      headers: { ...headers, ...requestHeaders },
      body: serialize(document, variables),
    });
    const { ok, status } = response;
    const answer = parseAnswer(await response.text());
    if (ok && answer?.data && !answer.errors) return answer.data;
    throw new FailedAnswer(status, answer?.errors);
  }

  return { request } as unknown as GraphQLClient;
}

/** Undefined for what isn't GraphQL, such as the page of a proxy. */
function parseAnswer(text: string): GraphQLAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}
