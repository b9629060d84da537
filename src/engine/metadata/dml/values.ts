import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isNumber } from '../../jsonText.js';
import type { BoundValue } from '../../model/condition.js';
import type { TableColumn } from '../../model/types.js';
import { numberText } from '../../plan/given.js';
import { coerceScalar } from '../../plan/scalars.js';
import { showScientific } from '../../plan/scientific.js';
import { scalarName } from '../../schema/scalars.js';
import { kindOf, type Place, parseFailed } from '../reader.js';
import type { Access } from './access.js';
import { getColumn } from './tables.js';

/** A column that a value is written to. `otherwise` ends the error about a field that is no column. */
export function valueColumn(access: Access, name: string, otherwise: string, at: Place): TableColumn {
  const { relationships, computedFields } = access.table;
  const isRelationship = relationships.some((each) => each.name === name);
  if (!isRelationship && !computedFields.some((each) => each.name === name)) {
    return getColumn(access, name, at);
  }
  const kind = isRelationship ? 'relationship' : 'computed field';
  const message = `expecting a postgres column; but, "${name}" is a ${kind}; ${otherwise}`;
  throw new HasuraError('unexpected-payload', message, { path: at.path });
}

/**
 * A value of the v1 query language: strings are left to the database whatever the type, other JSON has to fit it.
 *
 * @throws HasuraError parse-failed
 */
export function columnValue(value: Json, { type }: TableColumn, at: Place): BoundValue {
  const bound = { kind: 'value', source: { from: 'literal', value }, type } as const;
  if (value === null || typeof value === 'string' || type.isArray) return bound;
  const scalar = scalarName(type);
  if (geoJson.has(scalar)) return bound;
  const builtIn = builtIns[scalar];
  if (builtIn) builtIn(value, at);
  else coerceScalar(scalar, { form: 'json', value }, at.path);
  return bound;
}

/** PostGIS reads these from the text of an object of GeoJSON. */
const geoJson: ReadonlySet<string> = new Set(['geometry', 'geography']);

const mismatch = (decoder: string, expected: string, value: Json, at: Place) =>
  parseFailed(at, `parsing ${decoder} failed, expected ${expected}, but encountered ${kindOf(value)}`);

/** GraphQL's own scalars are refused in the words of the decoder of JSON here. */
const builtIns: Readonly<Record<string, (value: Json, at: Place) => void>> = {
  Int(value, at) {
    if (!isNumber(value)) throw mismatch('Int32', 'Number', value, at);
    const number = Number(numberText(value));
    if (Number.isInteger(number) && number >= -(2 ** 31) && number < 2 ** 31) return;
    const shown = showScientific(numberText(value));
    throw parseFailed(
      at,
      `parsing Int32 failed, value is either floating or will cause over or underflow ${shown}`,
    );
  },
  Float(value, at) {
    if (!isNumber(value)) throw mismatch('Double', 'Number', value, at);
  },
  Boolean(value, at) {
    if (typeof value !== 'boolean') throw mismatch('Bool', 'Boolean', value, at);
  },
  String(value, at) {
    throw mismatch('Text', 'String', value, at);
  },
};
