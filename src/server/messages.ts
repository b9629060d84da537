/** An HTTP request, whatever brought it: a socket or an injected `fetch`. */
export interface ServerRequest {
  readonly method: string;
  /** Path as it was sent, without the query. */
  readonly path: string;
  /** Query with its `?`, or the empty string. */
  readonly query: string;
  /** Values of headers by lower-case name; repeated ones are joined as HTTP says. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Address of the peer; unknown without a socket. */
  readonly remoteAddress?: string | undefined;
  /** Reads the body. @throws AuthError `payload-too-large` above `maxBodyBytes`. */
  readonly text: () => Promise<string>;
}

export const maxBodyBytes = 1_048_576;

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * In place of a body: writes for as long as the client listens. Begins to write, and says how to stop; it is stopped when
   * the client goes.
   */
  readonly stream?: (write: (text: string) => void) => () => void;
}

/** JSON that no cache may keep: most answers hold tokens or accounts. */
export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}

export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: '' };
}
