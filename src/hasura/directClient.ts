import { ClientError, GraphQLClient, type RequestOptions } from 'graphql-request';

interface Options {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of a request. */
  readonly serialize: (query: string, variables: object) => string;
}

/** What the generated requests pass: their documents are texts with one operation. */
type Asked = Pick<RequestOptions, 'variables'> & {
  readonly document: string;
  readonly requestHeaders?: Readonly<Record<string, string>>;
};

/**
 * graphql-request's client for its generated requests and its errors, with a shorter way to the network: its own one is
 * for any document and any `fetch`, and costs as much as a tenth of a refresh.
 */
export class DirectClient extends GraphQLClient {
  readonly #options: Options;
  readonly #url: URL;

  constructor(options: Options) {
    super(options.url);
    this.#options = options;
    this.#url = new URL(options.url);
  }

  /** @throws ClientError for an answer that isn't the data, and whatever `fetch` throws. */
  override async request<T>(...[asked]: unknown[]): Promise<T> {
    const { document, variables = {}, requestHeaders } = asked as Asked;
    const { fetch, headers, serialize } = this.#options;
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { ...headers, ...requestHeaders },
      body: serialize(document, variables),
    });
    const { ok, status } = response;
    const answer = parseAnswer(await response.text());
    if (ok && answer?.data && !answer.errors) return answer.data as T;
    throw new ClientError({ ...answer, status } as ClientError['response'], { query: document });
  }
}

/** Undefined for what isn't GraphQL, such as the page of a proxy. */
function parseAnswer(text: string): Pick<ClientError['response'], 'data' | 'errors'> | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}
