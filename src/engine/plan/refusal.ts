import { HasuraError, type HasuraErrorCode } from '../errors.js';

/** A fault in the request, at `path` in Hasura's notation. */
export function refuse(path: string, message: string, code: HasuraErrorCode = 'validation-failed'): never {
  throw new HasuraError(code, message, { path });
}
