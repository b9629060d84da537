import { parseTypeText } from '../../model/graphqlTypes.js';
import { isGraphqlName } from '../../model/naming.js';
import { type Place, parseFailed, type Read, string } from '../reader.js';

/** A name of GraphQL. @throws HasuraError parse-failed */
export const graphqlName: Read<string> = (value, at) => {
  const name = string(value, at);
  if (!isGraphqlName(name)) throw parseFailed(at, `${name} is not valid GraphQL name`);
  return name;
};

/** The text of a GraphQL type, e.g. `[UserInput!]!`. @throws HasuraError parse-failed */
export const graphqlType: Read<string> = (value, at) => {
  const type = string(value, at);
  if (!parseTypeText(type)) throw parseFailed(at, `not a valid GraphQL type: ${type}`);
  return type;
};

/** The custom root fields of one object differ. @throws HasuraError parse-failed */
export function checkRootFieldNames(names: readonly (string | undefined)[], at: Place): void {
  const given = names.filter((name) => name !== undefined);
  const repeated = new Set(given.filter((name, index) => given.indexOf(name) !== index));
  if (repeated.size === 0) return;
  const shown = [...repeated].map((name) => `"${name}"`).join(', ');
  throw parseFailed(at, `the following custom root field names are duplicated: ${shown}`);
}
