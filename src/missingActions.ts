import { once } from 'node:events';
import { startWorker } from './lib/startWorker.js';
import type { ActionRoles } from './server/actionRoles.js';

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
    readActionRoles(metadataDir),
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

/** In a thread of its own, whose memory ends with it: the YAML and its parser take 10 MB that nothing else here needs. */
async function readActionRoles(metadataDir: string): Promise<ActionRoles> {
  const thread = startWorker(import.meta.url, './actionRolesWorker', metadataDir);
  const [roles] = await once(thread, 'message');
  await thread.terminate();
  return roles as ActionRoles;
}
