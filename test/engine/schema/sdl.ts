import { printType } from 'graphql';
import type { Model } from '../../../src/engine/model/types.js';
import { buildRoleSchema, type RoleSchemaOptions } from '../../../src/engine/schema/buildRoleSchema.js';
import { toGraphQLSchema } from '../../../src/engine/schema/toGraphQLSchema.js';

/** A role's schema, read by type name. */
export function sdl(model: Model, role: string, options: Partial<RoleSchemaOptions> = {}) {
  const schema = toGraphQLSchema(buildRoleSchema(model, role, { backendOnly: false, ...options }));
  return {
    /** The type as SDL with its descriptions, or undefined. */
    described(name: string): string | undefined {
      const type = schema.getType(name);
      return type && printType(type);
    },
    /** Every field as `name(args): Type`, sorted; the values of an enum. */
    type(name: string): readonly string[] | undefined {
      return this.fields(name)?.map((field) => this.field(name, field) ?? field);
    },
    names: Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')),
    fields(name: string): readonly string[] | undefined {
      const type = schema.getType(name);
      if (!type) return undefined;
      if ('getFields' in type) return Object.keys(type.getFields());
      return 'getValues' in type ? type.getValues().map((value) => value.name) : [];
    },
    /** `name(args): Type` of one field; undefined if there is none. */
    field(typeName: string, fieldName: string): string | undefined {
      const type = schema.getType(typeName);
      const field = type && 'getFields' in type ? type.getFields()[fieldName] : undefined;
      if (!field) return undefined;
      const args = 'args' in field ? field.args.map((each) => `${each.name}: ${each.type}`) : [];
      return `${fieldName}${args.length > 0 ? `(${args.join(', ')})` : ''}: ${field.type}`;
    },
    description(typeName: string, fieldName?: string): string | null | undefined {
      const type = schema.getType(typeName);
      if (fieldName === undefined) return type?.description;
      return type && 'getFields' in type ? type.getFields()[fieldName]?.description : undefined;
    },
  };
}
