import type { JsonObject } from '../json.js';
import type { Uses } from './dependencies.js';
import { Fault } from './fault.js';
import { quoted } from './naming.js';
import type { TableFields } from './tables.js';
import type { Presets } from './types.js';
import { permissionValue, sessionVariable } from './values.js';

/**
 * The `set` of a permission: column -> value.
 * @throws Fault when a column isn't there
 */
export function parsePresets(set: JsonObject, table: TableFields, uses: Uses): Presets {
  const presets = new Map<string, ReturnType<typeof permissionValue>>();
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined) continue;
    const column = table.catalog.columns.find((each) => each.name === name);
    if (!column) throw new Fault(`column ${quoted(name)} does not exist`);
    const onType = sessionVariable(value) === null;
    uses.add({ kind: 'column', table: { schema: table.schema, name: table.name }, column: name }, onType);
    presets.set(name, permissionValue(value, column.type));
  }
  return presets;
}
