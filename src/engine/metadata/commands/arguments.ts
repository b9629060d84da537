import type { Json } from '../../json.js';
import { Fields, type Place, string } from '../reader.js';

/** Commands read what they know of their arguments and ignore the rest, as Hasura does. */
export const argsPlace: Place = { path: '$.args', strict: false };

export const argsOf = (args: Json): Fields => new Fields(args, argsPlace);

export const sourceOf = (fields: Fields): string => fields.withDefault('source', string, 'default');
