import { catalogKey, type PgType, type QualifiedName } from '../catalog/types.js';
import type { Json } from '../json.js';
import { isObject } from '../jsonText.js';
import { computedFieldCall, takesArguments } from './computedFields.js';
import { always, type Condition, type Join, type Operand } from './condition.js';
import type { Uses } from './dependencies.js';
import { dangling, Fault } from './fault.js';
import { columnComparison, valueComparison } from './filterComparison.js';
import { columnOperators, operatorName } from './filterOperators.js';
import { quoted } from './naming.js';
import type { TableFields } from './tables.js';
import type { ComputedField, Relationship } from './types.js';
import { sessionVariable } from './values.js';

export interface FilterContext {
  readonly tables: ReadonlyMap<string, TableFields>;
  /** The table the permission is on: what `["$", "column"]` refers to. */
  readonly root: TableFields;
  readonly source: string;
  readonly uses: Uses;
}

/**
 * A permission's boolean expression as a condition on rows of `table`. As in Hasura, related tables are looked at
 * without their own permissions, and names are those of the database.
 * @throws Fault when it names something that isn't there or uses an operator wrongly
 */
export function parseFilter(json: Json, table: TableFields, context: FilterContext): Condition {
  if (!isObject(json)) throw new Fault('expected an object for a boolean expression');
  const parts = Object.entries(json).flatMap(([key, value]) =>
    value === undefined ? [] : [parseEntry(key, value, table, context)],
  );
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'and', of: parts };
}

/** A filter that metadata may leave out. */
export const parseOptionalFilter = (
  json: Json | undefined,
  table: TableFields,
  context: FilterContext,
): Condition => (json === undefined || json === null ? always : parseFilter(json, table, context));

function parseEntry(key: string, value: Json, table: TableFields, context: FilterContext): Condition {
  switch (operatorName(key)) {
    case 'and':
    case 'or':
      if (!Array.isArray(value)) throw new Fault(`expected a list of boolean expressions for ${quoted(key)}`);
      return {
        kind: operatorName(key) === 'and' ? 'and' : 'or',
        of: value.map((each: Json) => parseFilter(each, table, context)),
      };
    case 'not':
      return { kind: 'not', of: parseFilter(value, table, context) };
    case 'exists':
      return parseExists(value, context);
    default:
      return parseField(key, value, table, context);
  }
}

function parseExists(json: Json, context: FilterContext): Condition {
  if (!isObject(json) || json._table === undefined || json._where === undefined) {
    throw new Fault('"_exists" needs the keys "_table" and "_where"');
  }
  const name = tableName(json._table);
  const table = context.tables.get(catalogKey(name));
  if (!table) throw new Fault(`table ${quoted(name)} does not exist in source: ${context.source}`);
  context.uses.add({ kind: 'table', table: name });
  return { kind: 'exists', table: name, where: parseFilter(json._where, table, context) };
}

function tableName(json: Json): QualifiedName {
  if (typeof json === 'string') return { schema: 'public', name: json };
  if (isObject(json) && typeof json.name === 'string') {
    return { schema: typeof json.schema === 'string' ? json.schema : 'public', name: json.name };
  }
  throw new Fault('"_table" must be a name, or an object with schema and name');
}

function parseField(name: string, value: Json, table: TableFields, context: FilterContext): Condition {
  const { uses } = context;
  const column = table.catalog.columns.find((each) => each.name === name);
  if (column) {
    const operand: Operand = {
      kind: 'column',
      row: 'current',
      through: [],
      column: name,
      type: column.type,
      nullable: column.nullable,
    };
    uses.add({ kind: 'column', table: qualified(table), column: name }, hasLiteral(value));
    return parseOperators(operand, name, column.type, value, table, context);
  }
  const relationship = table.relationships.find((each) => each.name === name);
  if (relationship) {
    uses.add({ kind: 'relationship', table: qualified(table), name });
    const target = getTable(relationship.target, context);
    return { kind: 'related', join: joinOf(relationship), where: parseFilter(value, target, context) };
  }
  const computedField = table.computedFields.find((each) => each.name === name);
  if (computedField) return parseComputedField(computedField, value, table, context);
  throw new Fault(`${quoted(name)} does not exist`);
}

function parseComputedField(
  field: ComputedField,
  value: Json,
  table: TableFields,
  context: FilterContext,
): Condition {
  if (takesArguments(field)) {
    throw new Fault(
      `Computed columns with input arguments can not be part of the where clause: ${quoted(field.name)}`,
    );
  }
  context.uses.add({ kind: 'computedField', table: qualified(table), name: field.name });
  const call = computedFieldCall(field);
  if (field.returnsTable) {
    const where = parseFilter(value, getTable(field.returnsTable, context), context);
    return { kind: 'relatedCall', call, where };
  }
  const type = field.function.returns;
  return parseOperators({ kind: 'call', call, type }, field.name, type, value, table, context);
}

/** `{"_gt": 1, "_lt": 5}`, or a bare value for equality. */
function parseOperators(
  left: Operand,
  name: string,
  type: PgType,
  json: Json,
  table: TableFields,
  context: FilterContext,
): Condition {
  if (!isObject(json)) return valueComparison(left, type, '_eq', json, name);
  const parts = Object.entries(json).flatMap(([key, value]) =>
    value === undefined ? [] : [parseOperator(left, name, type, key, value, table, context)],
  );
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'and', of: parts };
}

function parseOperator(
  left: Operand,
  name: string,
  type: PgType,
  key: string,
  value: Json,
  table: TableFields,
  context: FilterContext,
): Condition {
  const operator = operatorName(key);
  const comparison = operator === null ? undefined : columnOperators[operator];
  if (!comparison) return valueComparison(left, type, key, value, name);
  return columnComparison(left, type, name, comparison, otherColumn(value, table, context));
}

/** `"column"`, `["column"]`, `["$", "column"]` (of the permission's own row), `["relationship", …, "column"]`. */
function otherColumn(json: Json, table: TableFields, context: FilterContext): Operand & { kind: 'column' } {
  const path = typeof json === 'string' ? [json] : json;
  if (!Array.isArray(path) || path.length === 0 || !path.every((each) => typeof each === 'string')) {
    throw new Fault('expected a column name, or a list that leads to a column');
  }
  const fromRoot = path[0] === '$';
  const steps: string[] = fromRoot ? path.slice(1) : [...path];
  const name = steps.pop();
  if (name === undefined) throw new Fault('expected a column name after "$"');
  const through: Join[] = [];
  let at = fromRoot ? context.root : table;
  for (const step of steps) {
    const relationship = at.relationships.find((each) => each.name === step && each.kind === 'object');
    if (!relationship)
      throw new Fault(`${quoted(step)} is not an object relationship of table ${quoted(at)}`);
    context.uses.add({ kind: 'relationship', table: qualified(at), name: step });
    through.push(joinOf(relationship));
    at = getTable(relationship.target, context);
  }
  const column = at.catalog.columns.find((each) => each.name === name);
  if (!column) throw new Fault(`column ${quoted(name)} does not exist in table ${quoted(at)}`);
  context.uses.add({ kind: 'column', table: qualified(at), column: name });
  return {
    kind: 'column',
    row: fromRoot ? 'root' : 'current',
    through,
    column: name,
    type: column.type,
    nullable: column.nullable || through.length > 0,
  };
}

/** Compared with a value of its type, not only with session variables or columns. */
function hasLiteral(json: Json): boolean {
  if (!isObject(json)) return sessionVariable(json) === null;
  return Object.entries(json).some(([key, value = null]) => {
    const operator = operatorName(key) ?? '';
    return !(operator in columnOperators) && operator !== 'is_null' && sessionVariable(value) === null;
  });
}

/** Relationships to tables that fell out are gone too, but a computed field may still lead to one. */
function getTable(name: QualifiedName, { tables }: FilterContext): TableFields {
  const table = tables.get(catalogKey(name));
  if (!table) throw dangling(`table ${quoted(name)} is not tracked`);
  return table;
}

const joinOf = ({ target, columns }: Relationship): Join => ({ table: target, columns });

const qualified = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });
