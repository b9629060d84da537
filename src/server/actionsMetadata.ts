import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** The auth API as Hasura's metadata declares it. */
export interface ActionsMetadata {
  readonly schema: GraphQLSchema;
  /** The roles that may call an Action, by its name; `admin` may call all. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The part of `actions.yaml` that is read here. */
const actionsYaml = z.object({
  actions: z.array(
    z.object({ name: z.string(), permissions: z.array(z.object({ role: z.string() })).optional() }),
  ),
});

/**
 * Reads `actions.graphql` and `actions.yaml` of a Hasura metadata directory.
 *
 * @throws Error that names the file, when one of them is missing or broken.
 */
export async function loadActionsMetadata(metadataDir: string): Promise<ActionsMetadata> {
  const sdl = await load(join(metadataDir, 'actions.graphql'), buildActionsSchema);
  const roles = await load(join(metadataDir, 'actions.yaml'), (text) => {
    const { actions } = actionsYaml.parse(parseYaml(text));
    return new Map(
      actions.map(({ name, permissions }) => [name, new Set(permissions?.map(({ role }) => role))]),
    );
  });
  return { schema: sdl, roles };
}

async function load<T>(path: string, read: (text: string) => T): Promise<T> {
  try {
    return read(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

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
