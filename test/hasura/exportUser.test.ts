import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FieldNode, Kind, parse as parseGraphql, type SelectionSetNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const tablesDir = join(root, 'hasura/metadata/databases/default/tables');

interface Table {
  readonly table: { readonly schema: string; readonly name: string };
  readonly configuration?: {
    readonly custom_column_names?: Readonly<Record<string, string>>;
    readonly column_config?: Readonly<Record<string, { readonly custom_name?: string }>>;
  };
  readonly array_relationships?: readonly {
    readonly name: string;
    readonly using: {
      readonly foreign_key_constraint_on?: { readonly table: Table['table'] };
      readonly manual_configuration?: { readonly remote_table: Table['table'] };
    };
  }[];
  readonly select_permissions?: readonly {
    readonly role: string;
    readonly permission: { readonly columns: readonly string[] };
  }[];
}

const tables = readdirSync(tablesDir)
  .filter((file) => file !== 'tables.yaml')
  .map((file) => parse(readFileSync(join(tablesDir, file), 'utf8')) as Table);

function tableOf({ schema, name }: Table['table']): Table {
  const found = tables.find(({ table }) => table.schema === schema && table.name === name);
  if (!found) throw new Error(`no metadata of ${schema}.${name}`);
  return found;
}

/** The columns that a user may read of own rows, as GraphQL names them. */
function readable({ configuration = {}, select_permissions = [] }: Table): string[] {
  const columns = select_permissions.find(({ role }) => role === 'user')?.permission.columns ?? [];
  const { column_config = {}, custom_column_names = {} } = configuration;
  return columns.map((name) => column_config[name]?.custom_name ?? custom_column_names[name] ?? name);
}

function fieldsOf(set: SelectionSetNode | undefined): ReadonlyMap<string, FieldNode> {
  const fields = set?.selections.filter((each) => each.kind === Kind.FIELD) ?? [];
  return new Map(fields.map((field) => [field.name.value, field]));
}

function exported(): ReadonlyMap<string, FieldNode> {
  const text = readFileSync(join(root, 'src/hasura/operations/account.graphql'), 'utf8');
  const query = parseGraphql(text).definitions.find(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === 'ExportUser',
  );
  if (query?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no query ExportUser');
  return fieldsOf(fieldsOf(query.selectionSet).get('user')?.selectionSet);
}

const users = tableOf({ schema: 'auth', name: 'users' });
/** Says whose row it is, which the export says once. */
const owner = ['userId', 'user_id'];

describe('exportMyData', () => {
  it('has all of the account that its owner may read', () => {
    const fields = exported();
    expect(readable(users).filter((name) => !fields.has(name))).toEqual([]);
  });

  it.each((users.array_relationships ?? []).map(({ name, using }) => [name, using] as const))(
    'has the rows of %s, with all that their owner may read',
    (name, { foreign_key_constraint_on, manual_configuration }) => {
      const related = foreign_key_constraint_on?.table ?? manual_configuration?.remote_table;
      const fields = exported().get(name);
      if (!fields || !related) throw new Error(`ExportUser has no ${name}`);
      const given = fieldsOf(fields.selectionSet);
      const missing = readable(tableOf(related)).filter((each) => !given.has(each) && !owner.includes(each));
      expect(missing).toEqual([]);
    },
  );
});
