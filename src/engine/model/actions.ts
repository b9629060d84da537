import type { ActionMetadata } from '../metadata/types.js';
import { transformFault } from '../transforms/parseTransform.js';
import type { TypeNames } from './customTypes.js';
import { Fault } from './fault.js';
import { parseTypeText } from './graphqlTypes.js';
import { quoted } from './naming.js';

/**
 * Checks an Action against the custom types.
 * @throws Fault when a type isn't there or the Action uses what isn't supported
 */
export function checkAction(action: ActionMetadata, names: TypeNames): void {
  for (const { type } of action.arguments) {
    const name = parseTypeText(type)?.name ?? type;
    if (!names.scalars(name) && !names.enums.has(name) && !names.inputObjects.has(name)) {
      throw new Fault(
        `the type: ${quoted(name)} is not defined in custom types or it is not a scalar/enum/input_object`,
      );
    }
  }
  const output = parseTypeText(action.outputType)?.name ?? action.outputType;
  if (!names.scalars(output) && !names.objects.has(output)) {
    throw new Fault(`the type: ${quoted(output)} is not an object or scalar type defined in custom types`);
  }
  const isTaken = [names.objects, names.inputObjects, names.enums].some((each) => each.has(action.name));
  if (isAsynchronous(action) && (isTaken || names.scalars(action.name))) {
    throw new Fault(`the type of its result, ${quoted(action.name)}, is a custom type or a scalar already`);
  }
  const fault = transformFault(action);
  if (fault) throw new Fault(`the ${fault.of} transform of the action can't be used: ${fault.error.message}`);
}

/** Its mutation answers an id at once, and a query of its name what became of the call. */
export const isAsynchronous = ({ type, kind }: ActionMetadata): boolean =>
  type === 'mutation' && kind === 'asynchronous';
