/** A GraphQL type text, e.g. `[UserInput!]!`, taken apart. */
export interface TypeText {
  readonly name: string;
  readonly isList: boolean;
}

/** Null when the text isn't a type. */
export function parseTypeText(text: string): TypeText | null {
  const found = /^(\[*)\s*([_A-Za-z][_0-9A-Za-z]*)\s*([\]!\s]*)$/.exec(text.trim());
  if (!found) return null;
  const [, open = '', name = '', close = ''] = found;
  const closing = close.replace(/[!\s]/g, '').length;
  return closing === open.length && !/!\s*!/.test(close) ? { name, isList: open.length > 0 } : null;
}

const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

/** Postgres scalars that Hasura knows by name, whether or not the database has them, under their GraphQL names. */
const knownScalars = new Set([
  'bigint',
  'bigserial',
  'bpchar',
  'bytea',
  'citext',
  'date',
  'float8',
  'geography',
  'geometry',
  'json',
  'jsonb',
  'ltree',
  'money',
  'name',
  'numeric',
  'oid',
  'raster',
  'smallint',
  'timestamp',
  'timestamptz',
  'timetz',
  'uuid',
]);

export const isScalarName = (name: string): boolean => builtIn.has(name) || knownScalars.has(name);
