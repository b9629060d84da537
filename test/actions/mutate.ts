import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type GraphQLOutputType, getNamedType, isObjectType } from 'graphql';
import type { App } from '../../src/app.js';
import { buildActionsSchema } from '../../src/server/actionsSchema.js';
import { actionSecret, type GraphqlReply, type TestServer } from '../support/startTestServer.js';

const schema = buildActionsSchema(
  readFileSync(resolve(import.meta.dirname, '../../hasura/metadata/actions.graphql'), 'utf8'),
);

/** Calls the Action `name` through Hasura, as clients do; asks for every field of its result, which is `data`. */
export async function mutate(
  server: TestServer,
  name: string,
  variables: Readonly<Record<string, unknown>>,
  as: { readonly token?: string; readonly admin?: boolean; readonly headers?: Record<string, string> } = {},
): Promise<GraphqlReply> {
  const { data, ...reply } = await server.graphql(mutationOf(name, Object.keys(variables)), {
    ...as,
    variables,
  });
  return { ...reply, data: data?.[name] };
}

/** An argument that the Action does not have goes as a text, so that Hasura gets to see it. */
function mutationOf(name: string, given: readonly string[]): string {
  const field = schema.getMutationType()?.getFields()[name];
  if (!field) throw new Error(`there is no Action ${name}`);
  const typeOf = (arg: string) => field.args.find((each) => each.name === arg)?.type ?? 'String';
  const declared = given.map((arg) => `$${arg}: ${typeOf(arg)}`).join(', ');
  const passed = given.map((arg) => `${arg}: $${arg}`).join(', ');
  const [variables, args] = given.length > 0 ? [`(${declared})`, `(${passed})`] : ['', ''];
  return `mutation ${variables} { ${name}${args} ${selectionOf(field.type)} }`;
}

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields());
  return `{ ${fields.map((field) => `${field.name} ${selectionOf(field.type)}`).join(' ')} }`;
}

/** Calls an Action of another auth server on the same Hasura, as Hasura does for somebody who is not signed in. */
export async function callWebhook(
  app: App,
  name: string,
  input: Readonly<Record<string, unknown>>,
  session: Readonly<Record<string, string>> = { 'x-hasura-role': 'public' },
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
): Promise<{ readonly data: any; readonly code: string | undefined }> {
  const response = await app.fetch(
    new Request('http://auth/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-action-secret': actionSecret },
      body: JSON.stringify({ action: { name }, input, session_variables: session }),
    }),
  );
  const body = await response.json();
  return response.ok ? { data: body, code: undefined } : { data: undefined, code: body.extensions.code };
}
