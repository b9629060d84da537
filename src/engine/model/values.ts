import type { PgType } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { BoundValue, ListOperand } from './condition.js';

/**
 * A value of a permission: session variables are strings that start with `x-hasura-`, in any case; anything else stands
 * for itself.
 */
export function permissionValue(json: Json, type: PgType): BoundValue {
  const variable = sessionVariable(json);
  const source =
    variable === null ? { from: 'literal' as const, value: json } : { from: 'session' as const, variable };
  return { kind: 'value', source, type };
}

/** A list of values, some of which may be session variables; or one session variable that holds a Postgres array. */
export function permissionList(json: Json, element: PgType): BoundValue | ListOperand {
  if (Array.isArray(json) && json.some((each) => sessionVariable(each) !== null)) {
    return { kind: 'list', of: json.map((each: Json) => permissionValue(each, element)), type: element };
  }
  return permissionValue(json, arrayOf(element));
}

export function sessionVariable(json: Json): string | null {
  if (typeof json !== 'string') return null;
  const name = json.toLowerCase();
  // the name that Hasura's first versions had for it
  if (name === 'req_user_id') return 'x-hasura-user-id';
  return name.startsWith('x-hasura-') ? name : null;
}

export const arrayOf = (type: PgType): PgType => ({ ...type, sql: `${type.sql}[]`, isArray: true });

export const text: PgType = { sql: 'text', name: 'text', schema: 'pg_catalog', isArray: false, kind: 'base' };
