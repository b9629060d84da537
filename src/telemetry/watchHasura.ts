import { OutageError } from '../errors.js';
import type { Telemetry } from './telemetry.js';

type Watch = <T>(operationName: string, work: () => Promise<T>) => Promise<T>;

/** What surrounds each request to Hasura; undefined when nobody looks. */
export function watchHasura({ metrics, tracing }: Telemetry): Watch | undefined {
  if (!metrics && !tracing) return undefined;
  return async (operationName, work) => {
    const began = performance.now();
    let outcome: 'ok' | 'refused' | 'failed' = 'ok';
    try {
      const attributes = { 'graphql.operation.name': operationName };
      return await (tracing ? tracing.call(`Hasura ${operationName}`, attributes, work) : work());
    } catch (error) {
      outcome = error instanceof OutageError ? 'failed' : 'refused';
      throw error;
    } finally {
      metrics?.hasuraEnded(operationName, outcome, (performance.now() - began) / 1000);
    }
  };
}

/** `fetch`, whose requests say which span they belong to. */
export function propagatingFetch(inner: typeof fetch, { tracing }: Telemetry): typeof fetch {
  if (!tracing) return inner;
  return (input, init = {}) => {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(tracing.headers())) headers.set(name, value);
    return inner(input, { ...init, headers });
  };
}
