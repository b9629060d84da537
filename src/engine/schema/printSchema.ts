import { printSchema as printGraphQLSchema } from 'graphql';
import { toGraphQLSchema } from './toGraphQLSchema.js';
import type { RoleSchema } from './types.js';

/** A role's schema as SDL, sorted by name, with a final newline. Equal schemas print equally. */
export const printSchema = (schema: RoleSchema): string => `${printGraphQLSchema(toGraphQLSchema(schema))}\n`;
