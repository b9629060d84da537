import { missingActions } from '../missingActions.js';
import { type Finding, failure, good, skipped, warning } from './finding.js';
import type { Target } from './target.js';

/** A clock that is off by more makes tokens invalid before their time, or valid after it. */
const skewWarningSeconds = 5;
const skewFailureSeconds = 60;

/** Whether Hasura answers, knows this server's secrets and has its tables and Actions. Later checks need the former. */
export async function checkHasura(target: Target): Promise<Finding[]> {
  const health = await target.get('/healthz').catch(reasonOf);
  if (typeof health === 'string') {
    const says = `Hasura does not answer at HASURA_GRAPHQL_ENDPOINT (${health}): start it, or correct the address.`;
    return [failure('Hasura', says)];
  }
  const reached = good('Hasura', 'Hasura answers.');
  const clock = checkClock(health.headers.get('date'), target.now());
  const admin = await checkAdmin(target);
  const rest = admin.state === 'failure' ? [] : await checkBehindAdmin(target);
  return [reached, clock, admin, ...rest];
}

async function checkBehindAdmin(target: Target): Promise<Finding[]> {
  return [
    await checkTables(target),
    await checkActions(target),
    await checkConsistency(target),
    await checkTokens(target),
    await checkWebhook(target),
  ];
}

function checkClock(date: string | null, now: Date): Finding {
  const then = Date.parse(date ?? '');
  if (Number.isNaN(then)) return skipped('clock', 'Hasura does not say what time it is.');
  // The header has whole seconds, and the answer took some time.
  const seconds = Math.round(Math.abs(now.getTime() - then) / 1000);
  const says = `The clocks of this machine and of Hasura are ${seconds} s apart: synchronise both (NTP).`;
  if (seconds >= skewFailureSeconds) return failure('clock', says);
  if (seconds >= skewWarningSeconds) return warning('clock', says);
  return good('clock', 'The clocks agree.');
}

async function checkAdmin({ graphql }: Target): Promise<Finding> {
  const { code } = await graphql('{ __typename }', 'admin');
  if (code === undefined) return good('admin secret', 'Hasura takes the admin secret.');
  const says =
    code === 'access-denied'
      ? 'Hasura refuses the admin secret: give both the same HASURA_GRAPHQL_ADMIN_SECRET.'
      : `Hasura fails requests of the admin (${code}): look into its log.`;
  return failure('admin secret', says);
}

async function checkTables({ graphql, roles }: Target): Promise<Finding> {
  const { code, data } = await graphql('{ authRoles { role } }', 'admin');
  if (code !== undefined) {
    const says = `The auth tables are not there or not tracked (${code}): apply hasura/ with "npm run apply" or the hasura CLI.`;
    return failure('tables', says);
  }
  const present = new Set((data as { authRoles: { role: string }[] }).authRoles.map(({ role }) => role));
  const lacking = roles.filter((role) => !present.has(role));
  if (lacking.length === 0) return good('tables', 'The auth tables are there, and so are the roles.');
  return warning(
    'tables',
    `The roles ${lacking.join(', ')} are not in auth.roles yet: the auth server writes them when it starts.`,
  );
}

async function checkActions(target: Target): Promise<Finding> {
  const lacks = await missingActions(target);
  if (lacks.length === 0) return good('Actions', 'Hasura has all Actions, for the roles that may call them.');
  return failure('Actions', `${lacks.join('; ')}.`);
}

async function checkConsistency({ metadata }: Target): Promise<Finding> {
  const answer = (await metadata('get_inconsistent_metadata').catch(() => undefined)) as
    | { is_consistent?: boolean; inconsistent_objects?: unknown[] }
    | undefined;
  if (answer?.is_consistent === undefined)
    return skipped('metadata', 'Hasura does not say whether its metadata is consistent.');
  if (answer.is_consistent) return good('metadata', 'The metadata is consistent.');
  const count = answer.inconsistent_objects?.length ?? 0;
  return failure(
    'metadata',
    `Hasura's metadata has ${count} inconsistent objects: see its console, or reload it.`,
  );
}

/** Makes a token as a sign-in does and asks with it; then with a forged one, which must be refused. */
async function checkTokens({ graphql, signToken }: Target): Promise<Finding> {
  const token = signToken();
  const { code } = await graphql('{ __typename }', token);
  if (code !== undefined) {
    const says = `Hasura refuses tokens of this server (${code}): give both the same HASURA_GRAPHQL_JWT_SECRET (key, type, issuer, audience, claims_namespace), or Hasura the jwk_url of this server.`;
    return failure('tokens', says);
  }
  const [header, payload] = token.split('.');
  const forged = await graphql('{ __typename }', `${header}.${payload}.${'A'.repeat(43)}`);
  if (forged.code === undefined) {
    return failure('tokens', 'Hasura takes tokens that nobody signed: set HASURA_GRAPHQL_JWT_SECRET there.');
  }
  return good('tokens', 'Hasura takes tokens of this server, and no forged one.');
}

/** A call of a harmless Action, the whole way: client, Hasura, this server and back. */
async function checkWebhook({ graphql, unauthorizedRole }: Target): Promise<Finding> {
  const { code } = await graphql('{ authConfig { signUp } }', 'nobody');
  if (code === undefined) return good('webhook', 'Actions reach the auth server, and it answers.');
  return failure('webhook', webhookRemedy(code, unauthorizedRole));
}

function webhookRemedy(code: string, unauthorizedRole: string): string {
  switch (code) {
    case 'invalid-action-secret':
      return 'The auth server refuses calls of Hasura: give both the same ACTION_SECRET.';
    case 'access-denied':
    case 'invalid-headers':
      return `Hasura refuses requests without a token: set its HASURA_GRAPHQL_UNAUTHORIZED_ROLE to ${unauthorizedRole}.`;
    case 'validation-failed':
      return `The role ${unauthorizedRole} may not call Actions: apply hasura/metadata, and let HASURA_GRAPHQL_UNAUTHORIZED_ROLE be the same for both.`;
    default:
      return `Hasura does not reach the auth server (${code}): start it, and set ACTION_BASE_URL in Hasura to where it listens.`;
  }
}

/** The short reason of a request that did not get through. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? name;
}
