import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './app.js';
import { HasuraRefusal } from './hasura/client.js';
import { loadActionRoles } from './server/actionRoles.js';

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

interface RemoteHasura {
  readonly endpoint: string;
  readonly adminSecret: string;
  readonly metadataDir: string;
  readonly signal: AbortSignal;
}

interface RemoteAction {
  readonly name: string;
  readonly permissions?: readonly { readonly role: string }[];
}

const remedy = 'apply hasura/metadata with "npm run apply" or the hasura CLI';

/** What `hasura/metadata` has and the running Hasura lacks: Actions, and roles that may call one; a sentence for each. */
export async function missingActions({
  endpoint,
  adminSecret,
  metadataDir,
  signal,
}: RemoteHasura): Promise<string[]> {
  const [roles, remote] = await Promise.all([
    loadActionRoles(metadataDir),
    exportActions(endpoint, adminSecret, signal),
  ]);
  if (remote === undefined)
    return [`Hasura at ${endpoint} does not tell its metadata: its Actions are not checked`];
  const lacking: string[] = [];
  const refusing: string[] = [];
  for (const [name, needed] of roles) {
    const action = remote.find((each) => each.name === name);
    const present = new Set(action?.permissions?.map(({ role }) => role));
    const refused = [...needed].filter((role) => !present.has(role));
    if (!action) lacking.push(name);
    else if (refused.length > 0) refusing.push(`${name} (${refused.join(', ')})`);
  }
  return [
    ...sentence(lacking, `Hasura lacks ${lacking.length} of ${roles.size} Actions`),
    ...sentence(refusing, 'Hasura refuses roles that may call Actions'),
  ];
}

/** More names than these say no more. */
const namesShown = 8;

function sentence(names: readonly string[], fault: string): string[] {
  if (names.length === 0) return [];
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return [`${fault} (${shown}): ${remedy}`];
}

async function exportActions(
  endpoint: string,
  adminSecret: string,
  signal: AbortSignal,
): Promise<readonly RemoteAction[] | undefined> {
  const response = await fetch(`${endpoint}/v1/metadata`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': adminSecret },
    body: JSON.stringify({ type: 'export_metadata', args: {} }),
    signal,
  });
  if (!response.ok) return undefined;
  const metadata = (await response.json()) as { actions?: RemoteAction[] };
  return metadata.actions ?? [];
}
