import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import { computedFieldSubject, functionSubject } from '../../model/inconsistencies.js';
import { type Handlers, type MetadataContext, success } from '../context.js';
import { dependencyError, dependentsOf, dropField, dropObject } from '../dependents.js';
import { editSource, editTable, findTable, getSource, getTable, put } from '../edit.js';
import {
  emptyFunctionConfiguration,
  parseFunction,
  parseFunctionConfiguration,
  parseFunctionOrName,
} from '../parse/functions.js';
import { parseTableName, printName, sameName } from '../parse/names.js';
import { parseComputedField } from '../parse/tables.js';
import { boolean, nonEmptyString } from '../reader.js';
import type { FunctionMetadata, TableName } from '../types.js';
import { argsOf, argsPlace, sourceOf } from './arguments.js';

const refused = (
  code: 'already-tracked' | 'already-exists' | 'not-exists' | 'not-supported',
  message: string,
) => new HasuraError(code, message, { path: '$.args' });

function getFunction(context: MetadataContext, source: string, name: TableName): FunctionMetadata {
  const found = getSource(context.metadata(), source).functions.find((each) => sameName(each.function, name));
  if (found) return found;
  throw refused('not-exists', `function "${printName(name)}" does not exist in source: ${source}`);
}

const editFunction = (
  context: MetadataContext,
  source: string,
  name: TableName,
  edit: (item: FunctionMetadata) => FunctionMetadata,
) =>
  editSource(context.metadata(), source, (each) => ({
    ...each,
    functions: each.functions.map((item) => (sameName(item.function, name) ? edit(item) : item)),
  }));

/** `"f"`, `{schema, name}` or `{function, source?, …}`. */
function nameArguments(args: Json): { readonly source: string; readonly name: TableName } {
  if (!isObject(args) || args.function === undefined)
    return { source: 'default', name: parseTableName(args, argsPlace) };
  const fields = argsOf(args);
  return { source: sourceOf(fields), name: fields.required('function', parseTableName) };
}

async function track(args: Json, context: MetadataContext): Promise<Json> {
  const isFull = isObject(args) && args.function !== undefined;
  const item = isFull ? parseFunction(args, argsPlace) : parseFunctionOrName(args, argsPlace);
  const source = isFull ? sourceOf(argsOf(args)) : 'default';
  const current = getSource(context.metadata(), source);
  const name = printName(item.function);
  if (current.functions.some((each) => sameName(each.function, item.function))) {
    throw refused('already-tracked', `function already tracked: "${name}"`);
  }
  if (findTable(current, item.function))
    throw refused('not-supported', `table with name "${name}" already exists`);
  await context.apply(
    editSource(context.metadata(), source, (each) => ({ ...each, functions: [...each.functions, item] })),
    { refuse: { about: functionSubject(source, item).name }, refresh: { source } },
  );
  return success;
}

export const functionCommands: Handlers = {
  track_function: track,

  async untrack_function(args, context) {
    const { source, name } = nameArguments(args);
    getFunction(context, source, name);
    await context.apply(dropObject(context.metadata(), source, { kind: 'function', function: name }), {
      refuse: 'new',
    });
    return success;
  },

  async set_function_customization(args, context) {
    const { source, name } = nameArguments(args);
    const item = getFunction(context, source, name);
    const configuration = argsOf(args).withDefault(
      'configuration',
      parseFunctionConfiguration,
      emptyFunctionConfiguration,
    );
    await context.apply(
      editFunction(context, source, name, (each) => ({ ...each, configuration })),
      { refuse: { about: functionSubject(source, item).name } },
    );
    return success;
  },

  async create_function_permission(args, context) {
    const { source, name } = nameArguments(args);
    const role = argsOf(args).required('role', nonEmptyString);
    const item = getFunction(context, source, name);
    if (role === 'admin' || item.permissions.some((each) => each.role === role)) {
      throw refused(
        'already-exists',
        `permission of role "${role}" already exists for function "${printName(name)}" in source: "${source}"`,
      );
    }
    requireSelectPermission(context, source, name, role);
    await context.apply(
      editFunction(context, source, name, (each) => ({
        ...each,
        permissions: [...each.permissions, { role }],
      })),
      { refuse: { about: functionSubject(source, item).name } },
    );
    return success;
  },

  async drop_function_permission(args, context) {
    const { source, name } = nameArguments(args);
    const role = argsOf(args).required('role', nonEmptyString);
    if (!getFunction(context, source, name).permissions.some((each) => each.role === role)) {
      throw refused(
        'not-exists',
        `permission of role "${role}" does not exist for function "${printName(name)}" in source: "${source}"`,
      );
    }
    await context.apply(
      editFunction(context, source, name, (each) => ({
        ...each,
        permissions: each.permissions.filter((permission) => permission.role !== role),
      })),
      { refuse: 'new' },
    );
    return success;
  },
};

/** A role can call a function only if it may see the rows that come back. */
function requireSelectPermission(
  context: MetadataContext,
  source: string,
  name: TableName,
  role: string,
): void {
  const tracked = context.sourceModel(source).functions.find((each) => sameName(each, name));
  const table = tracked && findTable(getSource(context.metadata(), source), tracked.returnsTable);
  if (!table || table.selectPermissions.some((each) => each.role === role)) return;
  throw refused(
    'not-supported',
    `function permission can only be added when the function's return table "${printName(table.table)}" has select permission configured for role: "${role}"`,
  );
}

export const computedFieldCommands: Handlers = {
  async add_computed_field(args, context) {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const name = fields.required('table', parseTableName);
    const field = parseComputedField(args, argsPlace);
    getTable(context.metadata(), source, name);
    await context.apply(
      editTable(context.metadata(), source, name, (table) => ({
        ...table,
        computedFields: put(table.computedFields, field, (each) => each.name),
      })),
      { refuse: { about: computedFieldSubject(source, name, field).name }, refresh: { source } },
    );
    return success;
  },

  async drop_computed_field(args, context) {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const table = fields.required('table', parseTableName);
    const name = fields.required('name', nonEmptyString);
    const cascade = fields.withDefault('cascade', boolean, false);
    if (!getTable(context.metadata(), source, table).computedFields.some((each) => each.name === name)) {
      throw new HasuraError('not-exists', `computed field "${name}" does not exist`, { path: '$.args.name' });
    }
    const dependents = dependentsOf(context.sourceModel(source), { kind: 'computedField', table, name });
    if (dependents.length > 0 && !cascade) throw dependencyError(dependents, source);
    const next = dependents.reduce((draft, object) => dropObject(draft, source, object), context.metadata());
    await context.apply(
      editTable(next, source, table, (each) => dropField(each, name)),
      { refuse: 'new' },
    );
    return success;
  },
};
