import { HasuraError } from '../../errors.js';
import type { SourceModel, TrackedTable } from '../../model/types.js';

/** A tracked table as the caller's role sees it. */
export interface Access {
  readonly table: TrackedTable;
  readonly role: string;
  readonly source: SourceModel;
  readonly stringifyNumericTypes: boolean;
}

export const denied = (message: string): HasuraError =>
  new HasuraError('permission-denied', message, { path: '$.args' });
