import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app.js';
import { HasuraRefusal } from './hasura/client.js';
import { missingActions } from './missingActions.js';

interface Options {
  readonly app: App;
  readonly endpoint: string;
  readonly metadataDir: string;
  /** Tells the operator what is waited for; called once per reason. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const pauseMs = 1000;

/**
 * Waits until Hasura at `endpoint` answers, has the tables of `hasura/migrations`, and then says which Actions or
 * permissions it lacks. Waits as long as it takes: Hasura often starts later than this server.
 *
 * @throws Error with one sentence, when Hasura refuses the admin secret; AbortError when `signal` ends the waiting.
 */
export async function waitForHasura(options: Options): Promise<void> {
  const { app, endpoint, say, signal } = options;
  let said = '';
  const sayOnce = (line: string) => {
    if (line !== said) say(line);
    said = line;
  };
  for (;;) {
    try {
      await app.prepare();
      break;
    } catch (error) {
      sayOnce(reasonOf(error, endpoint));
    }
    await sleep(pauseMs, undefined, { signal });
  }
  const adminSecret = app.auth.config.hasuraAdminSecret.reveal();
  for (const line of await missingActions({ ...options, adminSecret })) say(line);
}

function reasonOf(error: unknown, endpoint: string): string {
  if (!(error instanceof HasuraRefusal)) return `waiting for Hasura at ${endpoint} and its database`;
  if (error.code === 'access-denied') {
    throw new Error(`Hasura at ${endpoint} refuses the admin secret: check HASURA_GRAPHQL_ADMIN_SECRET.`);
  }
  return `waiting for the auth tables in Hasura at ${endpoint}: apply hasura/ with "npm run apply" or the hasura CLI`;
}
