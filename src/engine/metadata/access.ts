import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import { isList, isObject } from '../jsonText.js';
import type { Session } from '../session.js';
import { dmlCommands } from './commands/dml.js';
import type { Command } from './context.js';

/**
 * Every command is for admins, except those that read and write rows: these have permissions of their own.
 *
 * @throws HasuraError access-denied
 */
export function checkAccess(command: Pick<Command, 'type' | 'args'>, session: Session): void {
  if (session.role === 'admin' || isOpen(command.type, command.args)) return;
  throw new HasuraError('access-denied', 'restricted access : admin only', { path: '$.args' });
}

function isOpen(type: string, args: Json): boolean {
  if (Object.hasOwn(dmlCommands, type)) return true;
  if (!/^(concurrent_)?bulk$/.test(type) || !isList(args)) return false;
  return args.every(
    (each) => isObject(each) && typeof each.type === 'string' && isOpen(each.type, each.args ?? null),
  );
}
