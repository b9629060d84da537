import { HasuraError } from '../../errors.js';
import type { TrackedTable } from '../../model/types.js';
import type { MetadataContext } from '../context.js';

/** A tracked table as the caller's role sees it. */
export interface Access {
  readonly table: TrackedTable;
  readonly role: string;
  readonly context: MetadataContext;
}

export const denied = (message: string): HasuraError =>
  new HasuraError('permission-denied', message, { path: '$.args' });
