import type { RequestHeaders } from '../auth/session.js';

/** A request as the routes see it, wherever it came from. */
export interface EngineRequest {
  readonly method: string;
  /** Path and query as in the request line. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: RequestHeaders;
  /** The whole body as text. @throws HasuraError when it is too large */
  body(): Promise<string>;
}

export interface EngineResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
  /** Instead of a body: text that is written over time. Answers how to stop. */
  readonly stream?: (write: (text: string) => void, end: () => void) => () => void;
}

export const contentTypes = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  sql: 'application/sql',
} as const;

export const jsonResponse = (status: number, body: string): EngineResponse => ({
  status,
  headers: { 'Content-Type': contentTypes.json },
  body,
});

export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
