import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import type { Inconsistency } from '../model/types.js';
import type { ApplyOptions } from './context.js';

/** Parents of an inherited role whose permissions can't be merged: listed, but no object that a command could fail for. */
const inheritedConflict = 'inherited role permission inconsistency';

/** The error that a change of metadata ends with, if it brings inconsistencies that `refuse` doesn't allow. */
export function inconsistencyRefusal(
  refuse: ApplyOptions['refuse'],
  before: readonly Inconsistency[],
  after: readonly Inconsistency[],
): HasuraError | undefined {
  if (refuse === 'none') return undefined;
  if (refuse === 'any') {
    if (after.length === 0) return undefined;
    return refusal('unexpected', 'cannot continue due to inconsistent metadata', after);
  }
  const known = new Set(before.map((each) => each.name));
  const added = after.filter((each) => !known.has(each.name) && each.type !== inheritedConflict);
  if (added.length === 0) return undefined;
  if (refuse === 'new') {
    return refusal('unexpected', 'cannot continue due to newly found inconsistent metadata', added, 500);
  }
  const own = added.filter((each) => each.name === refuse.about);
  if (own.length > 0) return refusal('invalid-configuration', own.map((each) => each.reason).join(', '), own);
  return refusal('unexpected', 'cannot continue due to new inconsistent metadata', added);
}

const refusal = (
  code: 'unexpected' | 'invalid-configuration',
  message: string,
  objects: readonly Inconsistency[],
  status = 400,
): HasuraError =>
  new HasuraError(code, message, { path: '$.args', status, internal: inconsistenciesJson(objects) });

export const inconsistenciesJson = (objects: readonly Inconsistency[]): Json =>
  objects.map((each) => ({ ...each }) as Json);
