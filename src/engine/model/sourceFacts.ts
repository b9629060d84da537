import type { Catalog } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { EnumValues } from './enums.js';

/** What the database of a source says. */
export interface SourceFacts {
  readonly catalog: Catalog;
  readonly enumValues: EnumValues;
}

/** Why the database of a source can't be asked, in the words of an inconsistency. */
export interface SourceFault {
  readonly fault: string;
  /** More, as Hasura adds it to the inconsistency: what the driver said. */
  readonly message?: Json;
}
