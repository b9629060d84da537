import type { TypeRow } from './rows.js';
import type { PgType } from './types.js';

/** Without quotes these two names mean SQL's types of length one, which would cut values. */
const quotedAlways = new Set(['bit', 'char']);

/**
 * Resolves pg_type oids. A domain answers its base type, also under an array; an array of a domain keeps its own name in
 * `sql`, because Postgres finds no operator between it and an array of the base type.
 */
export function typeReader(rows: readonly TypeRow[]): (oid: string) => PgType {
  const byOid = new Map(rows.map((row) => [row[0], row]));
  const read = new Map<string, PgType>();

  const rowOf = (oid: string): TypeRow => {
    const row = byOid.get(oid);
    if (!row) throw new Error(`The catalog names a type with oid ${oid} that pg_type doesn't show`);
    return row;
  };
  const baseOf = (oid: string): TypeRow => {
    const row = rowOf(oid);
    return row[3] === 'd' ? baseOf(row[4]) : row;
  };

  return (oid) => {
    const known = read.get(oid);
    if (known) return known;
    const row = baseOf(oid);
    const element = row[5];
    const type: PgType = element
      ? { ...scalar(baseOf(element)), sql: `${typeSql(rowOf(element))}[]`, isArray: true }
      : scalar(row);
    read.set(oid, type);
    return type;
  };
}

function scalar(row: TypeRow): PgType {
  const [, schema, name, kind] = row;
  return { sql: typeSql(row), name, schema, isArray: false, kind: kinds[kind] ?? 'base' };
}

const kinds: Readonly<Record<string, PgType['kind']>> = {
  b: 'base',
  c: 'composite',
  e: 'enum',
  m: 'multirange',
  p: 'pseudo',
  r: 'range',
};

function typeSql([, schema, name]: TypeRow): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && !quotedAlways.has(name);
  if (schema === 'pg_catalog') return plain ? name : quote(name);
  return `${quote(schema)}.${quote(name)}`;
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
