import type { Canaries } from './canaries.js';
import type { FuzzRequest } from './requests.js';

/** An answer to a generated request. */
export interface FuzzAnswer {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

/** Codes of what should not happen while nothing is broken; the webhook and GraphQL tell them under other statuses. */
const broken =
  /"code" ?: ?"(internal-server-error|service-unavailable|unexpected)"|"error":"(internal-server-error|service-unavailable)"|error=(internal-server-error|service-unavailable)/;

/** As Hasura, the engine names constraints, and says that PostgreSQL refused: `min` of UUIDs is in Hasura's schema, and not in PostgreSQL 17. */
const isOfHasura = (fault: string, text: string) =>
  fault === 'SQL'
    ? /"code":"constraint-violation"|"message":"Check constraint violation\. /.test(text)
    : /"message":"database query error"/.test(text);

/** What is wrong with an answer, as words; empty when nothing is. */
export function judge(
  { target, method, path, headers, body = '' }: FuzzRequest,
  { status, headers: answered, text }: FuzzAnswer,
  canaries: Canaries,
): readonly string[] {
  // Who sends something in a header or a URL may see it again too.
  const sent = `${method} ${path} ${body} ${headers.origin ?? ''} ${headers['x-request-id'] ?? ''}`;
  // GraphiQL is 9 MB of a program of others.
  const isProgram = path.startsWith('/graphql') && text.trimStart().startsWith('<!doctype html>');
  const code = broken.exec(text)?.[0] ?? broken.exec(answered)?.[0];
  const faults = [
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(code === undefined || sent.includes(code) ? [] : [code]),
    ...canaries.inAnswer(isProgram ? answered : `${answered}\n${text}`, sent),
  ];
  return target === 'engine' ? faults.filter((fault) => !isOfHasura(fault, text)) : faults;
}
