import type { PgType } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { ColumnOperand, ComparisonOperator, Condition, Operand } from './condition.js';
import { Fault } from './fault.js';
import { operatorName, operatorTypes, valueOperators } from './filterOperators.js';
import { isLtreeOperator, ltreeOperators, ltreeType } from './ltreeOperators.js';
import { quoted } from './naming.js';
import { arrayOf, permissionList, permissionValue, text } from './values.js';

/**
 * One operator of a permission on `left`, of type `type`.
 * @throws Fault when the operator is unknown, isn't for this type, or its value has the wrong shape
 */
export function valueComparison(
  left: Operand,
  type: PgType,
  key: string,
  json: Json,
  name: string,
): Condition {
  const bare = operatorName(key);
  if (bare === 'is_null') {
    if (typeof json !== 'boolean')
      throw new Fault(`expected a boolean for ${quoted(key)} of ${quoted(name)}`);
    return { kind: 'isNull', of: left, negated: !json };
  }
  if (bare === 'cast') return castComparison(left, type, json, name);
  const operator = bare === null ? undefined : valueOperators[bare];
  if (!operator) throw new Fault(`Unknown operator: ${key}`);
  if (json === null) throw new Fault(`unexpected null value for ${quoted(key)} of ${quoted(name)}`);
  const types = operatorTypes.get(operator);
  if (types && (type.isArray || !types.includes(type.name))) {
    throw new Fault(
      `incompatible column types: operator ${quoted(key)} can't be used on column ${quoted(name)} of type ${quoted(type.name)}`,
    );
  }
  return { kind: 'compare', left, operator, right: rightOperand(operator, json, type, key) };
}

function rightOperand(operator: ComparisonOperator, json: Json, type: PgType, key: string): Operand {
  if (isLtreeOperator(operator)) {
    const { type: name, isList } = ltreeOperators[operator];
    const right = ltreeType(type, name);
    return isList ? permissionList(requireList(json, key), right) : permissionValue(json, right);
  }
  switch (operator) {
    case '_in':
    case '_nin':
      return permissionList(requireList(json, key), type);
    case '_has_key':
      return permissionValue(json, text);
    case '_has_keys_any':
    case '_has_keys_all':
      return permissionList(requireList(json, key), text);
    case '_contains':
    case '_contained_in':
      return type.isArray
        ? permissionList(requireList(json, key), elementOf(type))
        : permissionValue(json, type);
    default:
      return type.isArray ? permissionList(json, elementOf(type)) : permissionValue(json, type);
  }
}

/** A list, or a string: a session variable or Postgres' own text of an array. */
function requireList(json: Json, key: string): Json {
  if (Array.isArray(json) || typeof json === 'string') return json;
  throw new Fault(`expected a list for ${quoted(key)}`);
}

function elementOf(type: PgType): PgType {
  return { ...type, sql: type.sql.replace(/\[\]$/, ''), isArray: type.sql.endsWith('[][]') };
}

/** `_cast: {"String": {"_like": "%x%"}}`: of what Hasura casts, json and jsonb to text are here. */
function castComparison(left: Operand, type: PgType, json: Json, name: string): Condition {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Fault(`expected an object for "_cast" of ${quoted(name)}`);
  }
  const parts = Object.entries(json).flatMap(([target, operators]): Condition[] => {
    if (operators === undefined) return [];
    if (!['String', 'text'].includes(target) || type.isArray || !['jsonb', 'json'].includes(type.name)) {
      throw new Fault(`cannot cast column of type ${quoted(type.name)} to type ${quoted(target)}`);
    }
    if (typeof operators !== 'object' || operators === null || Array.isArray(operators)) {
      throw new Fault(`expected an object of operators in "_cast" of ${quoted(name)}`);
    }
    const cast: Operand = { kind: 'cast', of: left, type: text };
    return Object.entries(operators).flatMap(([key, value]) =>
      value === undefined ? [] : [valueComparison(cast, text, key, value, name)],
    );
  });
  return { kind: 'and', of: parts };
}

/** @throws Fault when the types differ */
export function columnComparison(
  left: Operand,
  type: PgType,
  name: string,
  operator: ComparisonOperator,
  right: ColumnOperand,
): Condition {
  if (type.name !== right.type.name || type.isArray !== right.type.isArray) {
    throw new Fault(
      `incompatible column types: column ${quoted(name)} has type ${quoted(typeText(type))}, ` +
        `but column ${quoted(right.column)} has type ${quoted(typeText(right.type))}`,
    );
  }
  return { kind: 'compare', left, operator, right };
}

const typeText = (type: PgType): string =>
  type.isArray ? arrayOf({ ...type, sql: type.name }).sql : type.name;
