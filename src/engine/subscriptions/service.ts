import type { RequestHeaders } from '../auth/session.js';
import type { GraphQLRequest } from '../graphqlRequest.js';
import type { Session } from '../session.js';
import type { LiveSource } from './liveSource.js';

/** What the transports need of the engine to serve GraphQL. */
export interface GraphQLService {
  /** @throws HasuraError */
  authenticate(headers: RequestHeaders): Promise<Session>;
  /**
   * Reads, validates and plans a request; nothing is run yet.
   *
   * @throws HasuraError
   */
  prepare(
    request: GraphQLRequest,
    session: Session,
    headers: RequestHeaders,
  ): PreparedOperation | Promise<PreparedOperation>;
}

export type PreparedOperation =
  | {
      readonly kind: 'query' | 'mutation';
      /** @throws HasuraError */
      run(): Promise<GraphQLResult>;
    }
  | { readonly kind: 'subscription'; readonly source: LiveSource };

export interface GraphQLResult {
  /** JSON text of the response's `data`. */
  readonly data: string;
  /** From Actions; for HTTP responses. */
  readonly setCookies: readonly string[];
}
