import { join } from 'node:path';
import { freePort } from '../../test/support/postgresServer.js';
import { authEnvironment, authReady } from './authServer.js';
import { buildProduct, projectDir } from './build.js';
import { type EngineProcess, startEngine } from './engineServer.js';
import type { Target } from './load.js';
import { type RunningProcess, startProcess } from './processes.js';

/** The whole product on a database: the engine and the auth server, a process each. */
export interface Stack {
  readonly engine: EngineProcess;
  readonly auth: RunningProcess;
  stop(): Promise<void>;
}

export async function startStack(databaseUrl: string): Promise<Stack> {
  const port = await freePort();
  const secrets = authEnvironment('');
  const engine = await startEngine(databaseUrl, {
    PROJECT_DIR: join(projectDir, 'hasura'),
    ACTION_BASE_URL: `http://127.0.0.1:${port}`,
    ACTION_SECRET: secrets.ACTION_SECRET ?? '',
    HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'public',
  });
  const auth = await startProcess(process.execPath, buildProduct(), {
    env: { ...secrets, HASURA_GRAPHQL_ENDPOINT: engine.url, AUTH_PORT: String(port) },
    ready: authReady,
  });
  return {
    engine,
    auth,
    async stop() {
      await auth.stop();
      await engine.stop();
    },
  };
}

/** What a client asks in one step: a GraphQL request, with the token of who is signed in. */
export interface Ask {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token?: string;
}

/** A client of GraphQL; `data` of its answer. @throws Error for an answer with errors */
export async function ask<Data>(url: string, { query, variables = {}, token }: Ask): Promise<Data> {
  const response = await fetch(`${url}/v1/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return dataOf<Data>(response.status, await response.text());
}

function dataOf<Data>(status: number, text: string): Data {
  const { data, errors } = JSON.parse(text) as { data?: Data; errors?: unknown };
  if (status !== 200 || errors !== undefined || !data) throw new Error(`GraphQL: ${status} ${text}`);
  return data;
}

/** A GraphQL mutation without a token as a target of load; `read` is given each answer's data. */
export function mutationTarget<Data>(
  origin: string,
  query: string,
  variables: (index: number) => object,
  read: (data: Data, index: number) => void,
): Target {
  return {
    origin,
    path: '/v1/graphql',
    body: (index) => JSON.stringify({ query, variables: variables(index) }),
    check: (status, text, index) => read(dataOf<Data>(status, text), index),
  };
}

export const signInMutation = `mutation SignIn($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { session { accessToken refreshToken } }
}`;

export const refreshMutation = `mutation Refresh($refreshToken: String!) {
  refresh(refreshToken: $refreshToken) { accessToken refreshToken }
}`;
