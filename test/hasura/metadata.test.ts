import { readdirSync, readFileSync } from 'node:fs';
import { type FieldDefinitionNode, type InputValueDefinitionNode, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMetadataDirectory } from '../../src/engine/metadata/directory.js';

type Named = { name: string; description?: string };
type Permission = { role: string; permission: { columns?: string[]; filter?: unknown; check?: unknown } };
type Table = {
  table: { name: string; schema: string };
  configuration?: { column_config: Record<string, { custom_name: string }>; custom_column_names: object };
  select_permissions?: Permission[];
  insert_permissions?: Permission[];
  update_permissions?: Permission[];
  delete_permissions?: Permission[];
};
type Metadata = {
  sources: { name: string; tables: Table[] }[];
  actions: {
    name: string;
    comment: string;
    definition: {
      kind: string;
      handler: string;
      headers: unknown;
      timeout: number;
      forward_client_headers?: boolean;
    };
    permissions: { role: string }[] | null;
  }[];
  custom_types: { objects: Named[]; input_objects: Named[] };
};

let metadata: Metadata;
let tables: Table[];
beforeAll(async () => {
  metadata = (await loadMetadataDirectory('hasura/metadata')) as unknown as Metadata;
  tables = metadata.sources[0]?.tables ?? [];
});
const sdl = parse(readFileSync('hasura/metadata/actions.graphql', 'utf8'));

describe('tables', () => {
  it('includes every table file', () => {
    const files = readdirSync('hasura/metadata/databases/default/tables').filter(
      (file) => file !== 'tables.yaml',
    );
    expect(tables.map(({ table }) => `${table.schema}_${table.name}.yaml`).sort()).toEqual(files.sort());
  });

  it('gives every column of the auth schema a camelCase name', () => {
    const directory = 'hasura/migrations/default';
    const migrations = readdirSync(directory)
      .sort()
      .map((name) => readFileSync(`${directory}/${name}/up.sql`, 'utf8'))
      .join('\n');
    for (const { table, configuration } of tables.filter(({ table }) => table.schema === 'auth')) {
      const columns = columnsOf(migrations, table.name).filter((column) => column.includes('_'));
      expect(Object.keys(configuration?.column_config ?? {}), table.name).toEqual(columns.sort());
      const names = Object.entries(configuration?.column_config ?? {}).map(([column, c]) => [
        column,
        c.custom_name,
      ]);
      expect(names.filter(([, name]) => !/^[a-z][a-zA-Z]*$/.test(name ?? ''))).toEqual([]);
      expect(configuration?.custom_column_names).toEqual(Object.fromEntries(names));
    }
  });

  it('lets the role user see only own rows, and nobody else anything', () => {
    const granted = tables.flatMap((table) =>
      (['select', 'insert', 'update', 'delete'] as const).flatMap((operation) =>
        (table[`${operation}_permissions`] ?? []).map(({ role, permission }) => ({
          what: `${role} ${operation} ${table.table.name}`,
          rows: permission.filter ?? permission.check,
        })),
      ),
    );
    const own = (column: string) => ({ [column]: { _eq: 'X-Hasura-User-Id' } });
    expect(granted).toEqual([
      { what: 'user select audit_log', rows: own('user_id') },
      { what: 'user select refresh_tokens', rows: own('user_id') },
      { what: 'user delete refresh_tokens', rows: own('user_id') },
      { what: 'user select user_providers', rows: own('user_id') },
      { what: 'user select user_roles', rows: own('user_id') },
      { what: 'user select user_security_keys', rows: own('user_id') },
      { what: 'user update user_security_keys', rows: own('user_id') },
      // Of the own ones, and in an elevated session.
      {
        what: 'user delete user_security_keys',
        rows: { _and: [own('user_id'), { user_id: { _eq: 'X-Hasura-Auth-Elevated' } }] },
      },
      { what: 'user select users', rows: own('id') },
      { what: 'user update users', rows: own('id') },
      { what: 'user select notes', rows: own('user_id') },
      { what: 'user insert notes', rows: own('user_id') },
      { what: 'user update notes', rows: own('user_id') },
      { what: 'user delete notes', rows: own('user_id') },
    ]);
  });

  it('lets users change their profile, and nothing that needs a proof', () => {
    const [own] = tables.find(({ table }) => table.name === 'users')?.update_permissions ?? [];
    expect(own?.permission.columns).toEqual(['avatar_url', 'display_name', 'locale', 'metadata']);
    expect(own?.permission.check).toMatchObject({ _and: [{ id: { _eq: 'X-Hasura-User-Id' } }, {}, {}, {}] });
  });

  it('never shows a column that holds a hash, a secret or the state of a challenge', () => {
    const shown = tables
      .flatMap((table) => table.select_permissions ?? [])
      .flatMap(({ permission }) => permission.columns);
    expect(
      shown.filter((column) => /hash|secret|ticket|challenge|otp|token|pending/.test(column ?? '')),
    ).toEqual([]);
  });
});

describe('Actions', () => {
  it('go to the auth server with its secret, and carry headers of the client where they count', () => {
    for (const { name, definition } of metadata.actions) {
      expect(definition.handler, name).toBe('{{ACTION_BASE_URL}}/actions');
      expect(definition.headers, name).toEqual([
        { name: 'x-action-secret', value_from_env: 'ACTION_SECRET' },
      ]);
      expect(definition.timeout, name).toBeGreaterThan(0);
      // With forwarding a client can overwrite the secret's header, and locks out nobody but itself; see
      // docs/decisions/0002-forwarded-headers.md.
      // The cookie of `refresh` and `signOut` is a header too.
      const headersCount = definition.kind === 'synchronous';
      expect(definition.forward_client_headers ?? false, name).toBe(headersCount);
    }
  });

  it('can be called by the roles that need them', () => {
    const declared = metadata.actions.map(({ name, permissions }) => [
      name,
      (permissions ?? []).map(({ role }) => role),
    ]);
    expect(declared).toEqual(declared.map(([name]) => [name, rolesOf[String(name)]]));
  });

  it('describe every type, field and argument, in the YAML as in the SDL', () => {
    // The CLI drops descriptions of Action fields (the comment takes their place), and of types that the YAML lists
    // without one.
    const described = [...metadata.custom_types.objects, ...metadata.custom_types.input_objects];
    for (const node of sdl.definitions) {
      if (node.kind !== 'ObjectTypeDefinition' && node.kind !== 'InputObjectTypeDefinition') {
        throw new Error(`unexpected ${node.kind}`);
      }
      const isRoot = node.name.value === 'Query' || node.name.value === 'Mutation';
      const type = described.find(({ name }) => name === node.name.value);
      expect(type?.description, node.name.value).toBe(isRoot ? undefined : node.description?.value);
      if (!isRoot) expect(node.description?.value, node.name.value).toBeTruthy();
      for (const field of (node.fields ?? []) as (FieldDefinitionNode | InputValueDefinitionNode)[]) {
        expect(field.description?.value, field.name.value).toBeTruthy();
        const args = field.kind === 'FieldDefinition' ? (field.arguments ?? []) : [];
        for (const arg of args) expect(arg.description?.value, arg.name.value).toBeTruthy();
        const action = metadata.actions.find(({ name }) => name === field.name.value);
        if (isRoot) expect(action?.comment, field.name.value).toBe(field.description?.value);
      }
    }
  });
});

/** Who may call each Action; admins may call all. */
const everybody = ['anonymous', 'public', 'user'];
const signedIn = ['anonymous', 'user'];
const rolesOf: Record<string, string[]> = {
  signUp: everybody,
  signIn: everybody,
  refresh: everybody,
  signOut: everybody,
  me: signedIn,
  signUpUsername: everybody,
  signInUsername: everybody,
  signUpPhone: everybody,
  startProvider: everybody,
  exchangeCode: everybody,
  signInIdToken: everybody,
  linkProvider: ['user'],
  linkIdToken: ['user'],
  unlinkProvider: ['user'],
  providerTokens: ['user'],
  verifyPhone: everybody,
  signInPhone: everybody,
  sendMagicLink: everybody,
  sendEmailOtp: everybody,
  signInEmailOtp: everybody,
  sendSmsOtp: everybody,
  signInSmsOtp: everybody,
  confirmTicket: everybody,
  sendVerificationEmail: everybody,
  signInAnonymous: everybody,
  deanonymize: signedIn,
  changeEmail: ['user'],
  changePhone: ['user'],
  confirmPhoneChange: ['user'],
  changePassword: everybody,
  setPassword: ['user'],
  sendPasswordReset: everybody,
  deleteAccount: signedIn,
  exportMyData: signedIn,
  generateTotp: ['user'],
  activateTotp: ['user'],
  disableTotp: ['user'],
  replaceRecoveryCodes: ['user'],
  signInTotp: everybody,
  signInRecoveryCode: everybody,
  elevationMethods: ['user'],
  sendElevationCode: ['user'],
  elevate: ['user'],
  revokeSession: signedIn,
  createPat: ['user'],
  signInPat: everybody,
  signUpWith: everybody,
  signInWith: everybody,
  authConfig: everybody,
  startPasskeySignUp: everybody,
  finishPasskeySignUp: everybody,
  startPasskeySignIn: everybody,
  finishPasskeySignIn: everybody,
  startAddPasskey: ['user'],
  finishAddPasskey: ['user'],
  startPasskeyElevation: ['user'],
  adminCreateUser: [],
  adminInviteUser: [],
  adminUpdateUser: [],
  adminDeleteUser: [],
  adminSignOutUser: [],
  adminImpersonate: [],
  adminImportUsers: [],
};

/** Names of a table's columns, as the text of the migrations declares, adds and drops them. */
function columnsOf(sql: string, table: string): string[] {
  const created =
    sql.match(new RegExp(`create table if not exists auth\\.${table} \\(\\n(.*?)\\n\\);`, 's'))?.[1] ?? '';
  const altered = [...sql.matchAll(new RegExp(`alter table auth\\.${table}\\s(.*?);`, 'gs'))]
    .map((match) => match[1])
    .join();
  const names = (matches: Iterable<RegExpMatchArray>) => [...matches].map((match) => match[1] ?? '');
  const dropped = new Set(names(altered.matchAll(/drop column if exists (\w+)/g)));
  return [
    ...names(created.matchAll(/^ {2}(?!constraint)(\w+) /gm)),
    ...names(altered.matchAll(/add column if not exists (\w+) /g)),
  ].filter((name) => !dropped.has(name));
}
