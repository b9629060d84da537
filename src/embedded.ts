import type { App } from './app.js';
import type { Config } from './config/config.js';
import { demoUsers } from './demoUsers.js';
import type { Log } from './lib/log.js';

/** Hasura's API on an embedded engine in this process. */
export interface Embedded {
  /** Base URL of the engine, as clients reach it. */
  readonly endpoint: string;
  /** Calls the engine without a socket. */
  readonly fetch: typeof fetch;
  /** Whether the database did not exist before this start. */
  readonly isFresh: boolean;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly config: Config;
  /** Directory with `metadata` and `migrations`. */
  readonly hasuraDir: string;
  /** Where clients, and the engine itself, reach the auth server. */
  readonly authUrl: string;
  /** Answers what the engine sends to the auth server, in place of a socket. */
  readonly authFetch: (request: Request) => Promise<Response>;
  readonly log: Log;
}

/** Starts the engine, applies migrations and metadata, and listens. */
export async function startEmbedded(_options: Options): Promise<Embedded> {
  throw new Error('The embedded engine is not part of this build: set HASURA_GRAPHQL_ENDPOINT.');
}

/** Creates the demo users through the Action and their notes through the engine, as any client would. */
export async function createDemoUsers(app: App, { endpoint, fetch }: Embedded): Promise<void> {
  for (const { email, password, displayName, note } of demoUsers) {
    const response = await app.fetch(
      new Request('http://auth/v1/signup/email-password', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password, options: { displayName } }),
      }),
    );
    const { session } = (await response.json()) as { session?: { accessToken: string } | null };
    // Settings may forbid it, such as AUTH_DISABLE_SIGNUP: then there are no demo users.
    if (!session) return;
    const inserted = await fetch(`${endpoint}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
      body: JSON.stringify({
        query: 'mutation AddNote($note: notes_insert_input!) { insert_notes_one(object: $note) { id } }',
        variables: { note },
      }),
    });
    const { errors } = (await inserted.json()) as { errors?: readonly { message: string }[] };
    if (errors?.[0]) throw new Error(`The note of ${email} was refused: ${errors[0].message}`);
  }
}
