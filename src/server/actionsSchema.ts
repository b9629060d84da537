import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedScalarTypes,
  visit,
} from 'graphql';
import { readMetadata } from './readMetadata.js';

/** The auth API as `actions.graphql` of a Hasura metadata directory declares it. @throws Error that names the file. */
export const loadActionsSchema = (metadataDir: string): Promise<GraphQLSchema> =>
  readMetadata(metadataDir, 'actions.graphql', buildActionsSchema);

/**
 * The schema of an `actions.graphql`. The hasura CLI writes `type Mutation {…}` once per Action, so types of one name
 * are merged; and it uses Postgres scalars such as `uuid` without declaring them, so these are added.
 */
export function buildActionsSchema(sdl: string): GraphQLSchema {
  const document = parse(sdl);
  const definitions = mergeByName(document.definitions);
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...definitions, ...missingScalars(document)] });
}

function mergeByName(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  const merged = new Map<string, DefinitionNode>();
  for (const each of definitions) {
    const extendsObject = each.kind === Kind.OBJECT_TYPE_EXTENSION;
    const definition = extendsObject ? { ...each, kind: Kind.OBJECT_TYPE_DEFINITION as const } : each;
    const name = 'name' in definition ? (definition.name?.value ?? '') : '';
    const former = merged.get(name);
    const bothObjects =
      former?.kind === Kind.OBJECT_TYPE_DEFINITION && definition.kind === Kind.OBJECT_TYPE_DEFINITION;
    const fields = bothObjects ? [...(former.fields ?? []), ...(definition.fields ?? [])] : [];
    merged.set(name, bothObjects ? { ...former, fields } : definition);
  }
  return [...merged.values()];
}

function missingScalars(document: DocumentNode): DefinitionNode[] {
  const declared = new Set(specifiedScalarTypes.map(({ name }) => name));
  const used = new Set<string>();
  visit(document, { NamedType: ({ name }) => void used.add(name.value) });
  for (const each of document.definitions) if ('name' in each && each.name) declared.add(each.name.value);
  return [...used]
    .filter((name) => !declared.has(name))
    .map((value) => ({ kind: Kind.SCALAR_TYPE_DEFINITION, name: { kind: Kind.NAME, value } }));
}
