import {
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Schema } from './openapiBodies.js';
import type { ActionRoute, Site, SiteRoute } from './routes.js';

/** The object types of the SDL. Fields that may be null may be left out. */
export function resultSchemas(sdl: GraphQLSchema): Record<string, Schema> {
  const roots = [sdl.getQueryType(), sdl.getMutationType()];
  const types = Object.values(sdl.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__') && !roots.includes(type));
  return Object.fromEntries(types.map((type) => [type.name, objectSchema(type)]));
}

function objectSchema(object: GraphQLObjectType): Schema {
  const fields = Object.values(object.getFields());
  return {
    type: 'object',
    description: object.description ?? '',
    properties: Object.fromEntries(
      fields.map(({ name, type, description }) => [
        name,
        { ...schemaOf(type), description: description ?? '' },
      ]),
    ),
    required: fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  };
}

const scalars: Readonly<Record<string, Schema>> = {
  String: { type: 'string' },
  Int: { type: 'integer' },
  Boolean: { type: 'boolean' },
  uuid: { type: 'string', format: 'uuid' },
  timestamptz: { type: 'string', format: 'date-time' },
  jsonb: {},
};

function schemaOf(type: GraphQLOutputType): Schema {
  const schema = schemaOfPresent(getNullableType(type));
  const isPlain = isNonNullType(type) || Object.keys(schema).length === 0;
  return isPlain ? schema : { anyOf: [schema, { type: 'null' }] };
}

function schemaOfPresent(type: GraphQLNullableType & GraphQLOutputType): Schema {
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType) };
  if (isObjectType(type)) return { $ref: `#/components/schemas/${type.name}` };
  const scalar = scalars[type.name];
  if (!scalar) throw new Error(`The scalar ${type.name} has no JSON Schema`);
  return scalar;
}

/** What stands for a value while a route makes its answer: the schemas are put where the values would be. */
type Places = Map<unknown, Schema>;

/** The form of what a route answers, found by letting it answer with places instead of values. */
export function answerOfAction({ answer }: ActionRoute, type: GraphQLOutputType): Schema {
  const places: Places = new Map();
  return formOf(answer(placeOf(type, places) as never), places);
}

const jwksSchema: Schema = {
  type: 'object',
  properties: { keys: { type: 'array', items: { type: 'object', required: ['kty'] } } },
  required: ['keys'],
};

export function answerOfSite({ answer }: SiteRoute): Schema {
  const version = 'the version';
  const jwks: ReturnType<Site['jwks']> = { keys: [] };
  const places: Places = new Map<unknown, Schema>([
    [version, { type: 'string' }],
    [jwks, jwksSchema],
  ]);
  return formOf(answer({ version, jwks: () => jwks }), places);
}

/** An object of its own for each value, so that it is known again; with the fields of the first level. */
function placeOf(type: GraphQLOutputType, places: Places): object {
  const nullable = getNullableType(type);
  const fields = isObjectType(nullable) ? Object.values(nullable.getFields()) : [];
  const place = Object.fromEntries(fields.map((field) => [field.name, placeOf(field.type, places)]));
  places.set(place, schemaOf(type));
  return place;
}

function formOf(value: unknown, places: Places): Schema {
  const known = places.get(value);
  if (known) return known;
  if (typeof value !== 'object' || value === null) return { const: value };
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(value).map(([key, part]) => [key, formOf(part, places)])),
    required: Object.keys(value),
  };
}
