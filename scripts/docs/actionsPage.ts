import { readFile } from 'node:fs/promises';
import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql';
import { parse as parseYaml } from 'yaml';
import { commonErrors, findActionErrors } from './actionErrors.js';
import { code, generatedNote, table } from './markdown.js';

/** From the declarations that Hasura gets: nothing here is written by hand. */
export async function actionsPage(): Promise<string> {
  const document = parse(await readFile('hasura/metadata/actions.graphql', 'utf8'));
  const { actions } = parseYaml(await readFile('hasura/metadata/actions.yaml', 'utf8')) as {
    actions: DeclaredAction[];
  };
  const rolesOf = new Map(
    actions.map((each) => [each.name, (each.permissions ?? []).map(({ role }) => role)]),
  );
  const fields = document.definitions.flatMap(rootFields);
  const errors = findActionErrors();
  return `${generatedNote}

# Actions

Called on Hasura's endpoint like any other field. Roles: \`public\` is a caller without a token. Errors are
the codes in \`extensions.code\` ([errors.md](errors.md)) that an Action may be refused with, besides these, which any may:
${commonErrors.map(code).join(', ')}.
In [cookie mode](cookie-mode.md) those that answer a session, and signOut, may also say \`csrf-check-failed\`.

${fields
  .map(({ name, ...field }) =>
    actionSection({ name, ...field }, rolesOf.get(name.value) ?? [], errors.get(name.value) ?? []),
  )
  .join('\n')}
## Types

${document.definitions.flatMap(typeSection).join('\n')}`;
}

interface DeclaredAction {
  readonly name: string;
  readonly permissions?: readonly { readonly role: string }[];
}

const rootNames = new Set(['Query', 'Mutation']);

interface RootField extends FieldDefinitionNode {
  readonly operation: string;
}

function rootFields(node: DefinitionNode): RootField[] {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
  if (!rootNames.has(node.name.value)) return [];
  return (node.fields ?? []).map((field) => ({ ...field, operation: node.name.value.toLowerCase() }));
}

function actionSection(field: RootField, roles: readonly string[], errors: readonly string[]): string {
  const args = field.arguments ?? [];
  const rows = args.map((each) => [code(each.name.value), code(print(each.type)), describe(each)]);
  return `## ${field.name.value}

${describe(field)}

* ${field.operation}, answers ${code(print(field.type))}
* for ${roles.length > 0 ? roles.map(code).join(', ') : 'admin only'}${errors.length > 0 ? `\n* errors: ${errors.map(code).join(', ')}` : ''}
${rows.length > 0 ? `\n${table(['Argument', 'Type', 'Meaning'], rows)}\n` : ''}`;
}

function typeSection(node: DefinitionNode): string[] {
  const isType = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
  if (!isType || rootNames.has(node.name.value)) return [];
  const rows = (node.fields ?? []).map((each) => [
    code(each.name.value),
    code(print(each.type)),
    describe(each),
  ]);
  return [
    `### ${node.name.value}\n\n${node.description?.value ?? ''}\n\n${table(['Field', 'Type', 'Meaning'], rows)}\n`,
  ];
}

const describe = (node: FieldDefinitionNode | InputValueDefinitionNode) =>
  node.description?.value.trim() ?? '';
