import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OperationDefinitionNode, parse, print, type TypeNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { applyProject } from '../../src/engine/metadata/applyProject.js';
import { openTestDatabase } from '../support/database.js';
import { isFoundByIndex, type PlanNode, scansOf } from './support/plans.js';

/**
 * Every operation that the auth server sends is carried out, and each of its statements explained: what grows with the
 * number of users is found by an index. A new operation is here by itself.
 */
const directory = join(import.meta.dirname, '../../src/hasura/operations');
const documents = readdirSync(directory).map((file) => parse(readFileSync(join(directory, file), 'utf8')));
const definitions = documents.flatMap(({ definitions }) => definitions);
const fragments = definitions.filter(({ kind }) => kind === 'FragmentDefinition').map(print);
const operations = definitions.filter(
  (each): each is OperationDefinitionNode => each.kind === 'OperationDefinition',
);

/** A walk through all rows by their ids, a batch at a time, when an encryption key was changed. */
const walks = ['ListFormerUsers', 'ListFormerProviderTokens', 'ListFormerMessages'];

const adminSecret = 'indexes-test-admin-secret';
const userId = randomUUID();
const onPostgres = inject('postgresUrl') !== '';
if (!onPostgres) console.log('skipped on PGlite: indexes of all operations (PostgreSQL has the same plans)');

let database: Database;
let engine: Engine;
const sent: { text: string; values: (string | null)[] }[] = [];
/** The first column of each index, and whether it has only some of the rows. */
const indexes = new Map<string, { column: string; isPartial: boolean }>();

describe.runIf(onPostgres)('the operations of the auth server', () => {
  beforeAll(async () => {
    database = await openTestDatabase();
    database.pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      client.query = ((...args: unknown[]) => {
        const [statement] = args as [(typeof sent)[number] | string];
        if (typeof statement === 'object' && /^(with|select|insert|update|delete)\b/i.test(statement.text)) {
          sent.push(statement);
        }
        return query(...args);
      }) as typeof client.query;
    });
    const env = { HASURA_GRAPHQL_ADMIN_SECRET: adminSecret, ACTION_BASE_URL: 'http://x', ACTION_SECRET: 'x' };
    engine = await createEngine({ database, env });
    await applyProject(engine.metadata, { directory: 'hasura', say: () => {} });
    await database.pool.query(fill);
    const { rows } = await database.pool.query<[string, string, string]>({
      text: listIndexes,
      rowMode: 'array',
    });
    for (const [name, column, isPartial] of rows) indexes.set(name, { column, isPartial: isPartial === 't' });
  });
  afterAll(async () => {
    await engine?.close();
    await database?.close();
  });

  it('are all there', () => {
    expect(operations.length).toBeGreaterThan(80);
    expect(walks.filter((walk) => !operations.some(({ name }) => name?.value === walk))).toEqual([]);
  });

  it('follow an account to all that belongs to it by an index, as its deletion does', async () => {
    const { rows } = await database.pool.query<[string]>({ text: foreignKeysWithoutIndex, rowMode: 'array' });
    expect(rows.flat()).toEqual([]);
  });

  it.each(operations.map((operation) => [operation.name?.value ?? '', operation] as const))(
    '%s reads no table from one end to the other',
    async (name, operation) => {
      await database.pool.query(
        `insert into auth.users (id, locale) values ('${userId}', 'en') on conflict do nothing`,
      );
      sent.length = 0;
      await run(operation);
      const statements = [...sent];
      expect(statements.length).toBeGreaterThanOrEqual(statementsOf(operation));
      const unfound = (await Promise.all(statements.map(scans))).flat();
      expect(walks.includes(name) ? unfound.filter((each) => !each.includes('_pkey')) : unfound).toEqual([]);
    },
  );
});

/** How many there are at least: one for each field of a mutation, but for inserts of lists, which are empty here. */
function statementsOf({ operation, selectionSet }: OperationDefinitionNode): number {
  if (operation === 'query') return 1;
  return selectionSet.selections.filter(
    (each) => each.kind === 'Field' && !each.name.value.startsWith('insert'),
  ).length;
}

async function run(operation: OperationDefinitionNode): Promise<void> {
  const variables = (operation.variableDefinitions ?? []).map(
    ({ variable, type }) => [variable.name.value, sample(type)] as const,
  );
  const response = await engine.fetch('http://engine/v1/graphql', {
    method: 'POST',
    headers: { 'x-hasura-admin-secret': adminSecret },
    body: JSON.stringify({
      query: [print(operation), ...usedBy(print(operation))].join('\n'),
      variables: Object.fromEntries(variables),
    }),
  });
  expect(await response.json()).toEqual({ data: expect.anything() });
}

/** The fragments that a text names, and those that they name. */
function usedBy(text: string, seen: readonly string[] = []): readonly string[] {
  const named = fragments.filter((each) => text.includes(`...${/fragment (\w+)/.exec(each)?.[1]}`));
  const added = named.filter((each) => !seen.includes(each));
  return added.length === 0 ? seen : usedBy(added.join('\n'), [...seen, ...added]);
}

/** What is not found by an index, as `table: how it is read`. */
async function scans({ text, values }: (typeof sent)[number]): Promise<readonly string[]> {
  const client = await database.pool.connect();
  try {
    // The tables are small, so that PostgreSQL would read them whole where it need not.
    await client.query('begin; set local enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (format json) ${text}`, values);
    const [{ Plan: plan }] = JSON.parse(rows[0]?.['QUERY PLAN'] ?? '') as [{ Plan: PlanNode }];
    return scansOf(plan)
      .filter((scan) => !isFoundByIndex(scan, indexes))
      .map(
        (scan) =>
          `${scan['Relation Name'] ?? scan['Index Name']}: ${scan['Node Type']} ${scan['Index Name'] ?? ''}`,
      );
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** A value of a variable's type. */
function sample(type: TypeNode): unknown {
  if (type.kind === 'NonNullType') return sample(type.type);
  if (type.kind === 'NamedType') return samples[type.name.value]?.();
  const item = type.type.kind === 'NonNullType' ? type.type.type : type.type;
  if (item.kind !== 'NamedType') throw new Error('a list of lists');
  // Rows of a list would have to fit each other: none are enough for the statement.
  return item.name.value.endsWith('_insert_input') ? [] : [sample(item)];
}

const later = () => new Date(Date.now() + 3_600_000).toISOString();
const update = (set: object) => () => ({ where: { id: { _eq: userId } }, _set: set });
const samples: Readonly<Record<string, () => unknown>> = {
  uuid: () => userId,
  String: () => 'x',
  citext: () => 'nobody@example.com',
  Int: () => 10,
  timestamptz: () => new Date().toISOString(),
  jsonb: () => ({}),
  authRefreshTokenTypes_enum: () => 'regular',
  users_bool_exp: () => ({ emailVerified: { _eq: false } }),
  String_comparison_exp: () => ({ _eq: 'x' }),
  bigint_comparison_exp: () => ({ _lt: 1 }),
  users_set_input: () => ({ lastSeen: later() }),
  authUserSecurityKeys_set_input: () => ({ useId: userId }),
  authUserProviders_set_input: () => ({ lastUsedAt: later() }),
  users_insert_input: () => ({ locale: 'en' }),
  authRefreshTokens_insert_input: () => ({ userId, expiresAt: later() }),
  authTickets_insert_input: () => ({ userId, kind: 'verifyEmail', hash: randomUUID(), expiresAt: later() }),
  authUserProviders_insert_input: () => ({
    userId,
    providerId: 'github',
    providerUserId: randomUUID(),
    accessToken: 'unset',
  }),
  authUserSecurityKeys_insert_input: () => ({ userId, credentialId: randomUUID() }),
  authProviderRequests_insert_input: () => ({ id: randomUUID(), hash: randomUUID() }),
  users_updates: update({ totpSecret: 'x' }),
  authUserProviders_updates: update({ accessToken: 'x' }),
  authOutbox_updates: update({ payload: 'x' }),
};

/** Rows in every table that grows, so that no plan is chosen because a table is empty. */
const fill = `
  insert into auth.users (id, locale, email, phone_number, username)
    select md5(n::text)::uuid, 'en', n || '@example.com', '+4900' || n, 'user' || n from generate_series(1, 2000) n;
  insert into auth.user_roles (user_id, role) select id, 'user' from auth.users;
  insert into auth.refresh_tokens (user_id, expires_at, refresh_token_hash)
    select id, now() + interval '1 day', id::text from auth.users;
  insert into auth.tickets (user_id, kind, hash, expires_at, recipient)
    select id, 'verifyEmail', id::text, now() + interval '1 day', email from auth.users;
  insert into auth.recovery_codes (user_id, hash) select id, id::text from auth.users;
  insert into auth.outbox (user_id, kind, channel, delivered_at) select id, 'notice', 'email', now() from auth.users;
  insert into auth.audit_log (user_id, event, outcome, device) select id, 'sign-in', 'ok', 'x' from auth.users;
  insert into auth.hook_deliveries (entry_id, delivered_at) select id, now() from auth.audit_log;
  insert into auth.password_history (user_id, password_hash) select id, 'x' from auth.users;
  insert into auth.providers (id) values ('github') on conflict do nothing;
  insert into auth.user_providers (user_id, provider_id, provider_user_id, access_token)
    select id, 'github', id::text, 'unset' from auth.users;
  insert into auth.provider_requests (id, hash, user_id) select id, id::text, id from auth.users;
  insert into auth.user_security_keys (user_id, credential_id, user_verified) select id, id::text, true from auth.users;
  insert into public.notes (user_id, title) select id, 'x' from auth.users;
  analyze;`;

const listIndexes = `
  select c.relname, a.attname, i.indpred is not null
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = i.indexrelid and a.attnum = 1
  where n.nspname in ('auth', 'public')`;

const foreignKeysWithoutIndex = `
  select k.conname from pg_constraint k
  where k.contype = 'f' and k.confrelid = 'auth.users'::regclass
    and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1] and i.indpred is null)`;
