import { type Catalog, catalogKey } from '../catalog/types.js';
import type { CustomObjectType, CustomTypes, SourceCustomization } from '../metadata/types.js';
import type { Uses } from './dependencies.js';
import { Fault, reasonList } from './fault.js';
import { isScalarName, parseTypeText } from './graphqlTypes.js';
import { quoted, withAffixes } from './naming.js';
import type { TableFields } from './tables.js';

/** The types that Actions may name. */
export interface TypeNames {
  readonly scalars: (name: string) => boolean;
  readonly enums: ReadonlySet<string>;
  readonly inputObjects: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
}

/** @param catalogs of all sources: the scalars of each can be named */
export function typeNamesOf(types: CustomTypes, catalogs: readonly Catalog[]): TypeNames {
  const scalars = new Set(types.scalars.map((each) => each.name));
  return {
    scalars: (name) =>
      scalars.has(name) || isScalarName(name) || catalogs.some((each) => each.scalarTypes.has(name)),
    enums: new Set(types.enums.map((each) => each.name)),
    inputObjects: new Set(types.inputObjects.map((each) => each.name)),
    objects: new Set(types.objects.map((each) => each.name)),
  };
}

interface Context {
  readonly names: TypeNames;
  readonly sources: readonly Source[];
}

/** A source that relationships may lead to. */
interface Source {
  readonly name: string;
  readonly customization: SourceCustomization;
  readonly tables: ReadonlyMap<string, TableFields>;
  readonly uses: Uses;
}

/**
 * Custom types are taken as a whole or not at all, as in Hasura.
 * @throws Fault with all that is wrong with them
 */
export function checkCustomTypes(types: CustomTypes, context: Context): void {
  const faults = [
    ...nameFaults(types, context),
    ...types.enums.flatMap(({ name, values }) => {
      const repeated = duplicates(values.map((each) => each.value));
      return repeated.length > 0
        ? [`the enum type ${quoted(name)} has duplicate values: ${list(repeated)}`]
        : [];
    }),
    ...types.inputObjects.flatMap(({ name, fields }) => [
      ...repeatedFields(name, 'input object', fields),
      ...fields.flatMap((field) => inputFieldFaults(name, field, context.names)),
    ]),
    ...types.objects.flatMap((object) => objectFaults(object, context)),
  ];
  if (faults.length > 0) throw new Fault(reasonList('validation for the given custom types failed', faults));
}

function nameFaults(types: CustomTypes, { sources }: Context): string[] {
  const names = [types.inputObjects, types.objects, types.scalars, types.enums].flatMap((list) =>
    list.map((each) => each.name),
  );
  const repeated = duplicates(names);
  const tableNames = new Set(
    sources.flatMap(({ tables, customization }) =>
      [...tables.values()].map((each) => withAffixes(customization.typeNames, each.graphqlName)),
    ),
  );
  const taken = names.filter((each) => tableNames.has(each));
  return [
    ...(repeated.length > 0
      ? [`the following types have been defined more than once: ${list(repeated)}`]
      : []),
    ...(taken.length > 0 ? [`the following types are already defined by tables: ${list(taken)}`] : []),
  ];
}

type Field = CustomObjectType['fields'][number];

function repeatedFields(type: string, kind: string, fields: readonly Field[]): string[] {
  const repeated = duplicates(fields.map((each) => each.name));
  return repeated.length > 0
    ? [`the ${kind} type ${quoted(type)} has fields that are defined more than once: ${list(repeated)}`]
    : [];
}

function inputFieldFaults(type: string, field: Field, names: TypeNames): string[] {
  const parsed = parseTypeText(field.type);
  const place = `for field ${quoted(field.name)} in input object type ${quoted(type)}`;
  if (!parsed) return [`the type ${quoted(field.type)} ${place} is not a valid GraphQL type`];
  const { name } = parsed;
  if (names.scalars(name) || names.enums.has(name) || names.inputObjects.has(name)) return [];
  return [
    `the type ${quoted(name)} ${place} ${names.objects.has(name) ? 'is an object type' : 'does not exist'}`,
  ];
}

function objectFaults(object: CustomObjectType, context: Context): string[] {
  const { names } = context;
  const fieldFaults = object.fields.flatMap((field) => {
    const parsed = parseTypeText(field.type);
    // Two spaces, as Hasura writes it.
    const place = `for field ${quoted(field.name)} in  object type ${quoted(object.name)}`;
    if (!parsed) return [`the type ${quoted(field.type)} ${place} is not a valid GraphQL type`];
    const { name } = parsed;
    if (names.scalars(name) || names.enums.has(name) || names.objects.has(name)) return [];
    return [
      `the type ${quoted(name)} ${place} ${names.inputObjects.has(name) ? 'is an input object type' : 'does not exist'}`,
    ];
  });
  return [
    ...repeatedFields(object.name, 'object', [...object.fields, ...object.relationships.map(asField)]),
    ...fieldFaults,
    ...object.relationships.flatMap((each) => relationshipFaults(object, each, context)),
  ];
}

const asField = ({ name }: { readonly name: string }): Field => ({ name, type: '' });

function relationshipFaults(
  object: CustomObjectType,
  relationship: CustomObjectType['relationships'][number],
  { sources }: Context,
): string[] {
  const { name, source: sourceName = 'default', remoteTable, fieldMapping } = relationship;
  const source = sources.find((each) => each.name === sourceName);
  const table = source?.tables.get(catalogKey(remoteTable));
  if (!source || !table) {
    return [
      `the remote table ${quoted(remoteTable)} for relationship ${quoted(name)} in object type ${quoted(object.name)} does not exist`,
    ];
  }
  const { uses } = source;
  uses.add({ kind: 'table', table: remoteTable });
  return Object.entries(fieldMapping).flatMap(([fieldName, columnName]) => {
    const faults: string[] = [];
    const field = object.fields.find((each) => each.name === fieldName);
    const place = `for relationship ${quoted(name)} in object type ${quoted(object.name)}`;
    if (!field) faults.push(`the field ${quoted(fieldName)} ${place} does not exist`);
    if (field && parseTypeText(field.type)?.isList) {
      faults.push(`the type of the field ${quoted(fieldName)} ${place} is a list type`);
    }
    if (table.catalog.columns.some((each) => each.name === columnName)) {
      uses.add({ kind: 'column', table: remoteTable, column: columnName });
    } else {
      faults.push(
        `the column ${quoted(columnName)} of remote table ${quoted(remoteTable)} for relationship ${quoted(name)} ` +
          `of object type ${quoted(object.name)} does not exist`,
      );
    }
    return faults;
  });
}

const duplicates = (names: readonly string[]): string[] => [
  ...new Set(names.filter((each, index) => names.indexOf(each) < index)),
];

const list = (names: readonly string[]): string => names.map(quoted).join(', ');
