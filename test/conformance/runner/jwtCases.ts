import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { compareAnswer, passed, type Verdict } from './compare.js';
import type { Missing } from './missing.js';
import { type CaseResult, type ClassRun, harnessEnvironment, runFixtures } from './runClass.js';
import type { Suite, TestClass } from './suite.js';
import { readYaml } from './suite.js';
import type { OpenTarget } from './target.js';
import { overHttp, overWebSocket } from './transports.js';

interface JwtCase {
  readonly id: string;
  readonly claims?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly extra?: Record<string, unknown>;
  readonly env?: Record<string, string>;
  readonly exp?: string;
  readonly signed_with?: string;
  readonly claims_as?: string;
  readonly send?: string;
  readonly transport?: string;
  readonly expect?: string;
  readonly code?: string;
  readonly message?: string;
  readonly message_ge_2_43?: string;
}

const key = 'a key of the conformance run, long enough for HS512: 0123456789 0123456789 0123';
const userClaims = {
  'x-hasura-user-id': '1',
  'x-hasura-allowed-roles': ['user', 'editor'],
  'x-hasura-default-role': 'user',
};
const namespace = 'https://hasura.io/jwt/claims';
const adminSecret = 'conformance-admin-secret';
const directory = 'queries/graphql_query/permissions';
const request = `${directory}/user_select_query_unpublished_articles.yaml`;

/** The tokens of `jwt_cases.json` against the tables of the permission cases; each case on a server of its own. */
export async function runJwtCases(
  suite: Suite,
  openTarget: OpenTarget,
  missing: Missing,
): Promise<CaseResult[]> {
  const { cases } = JSON.parse(readFileSync(join(suite.directory, 'jwt_cases.json'), 'utf8')) as {
    cases: JwtCase[];
  };
  const results: CaseResult[] = [];
  for (const each of cases) {
    const verdict = await runJwtCase(suite, each, openTarget, missing).catch(
      (error: unknown): Verdict => ({ outcome: 'dataDiffers', textDiffers: false, detail: String(error) }),
    );
    results.push({ class: 'jwt', tier: 'jwt', test: each.id, verdict });
  }
  return results;
}

async function runJwtCase(
  suite: Suite,
  test: JwtCase,
  openTarget: OpenTarget,
  missing: Missing,
): Promise<Verdict> {
  const config = typeof test.config?.claims_map === 'string' ? { claims_map: claimsMap } : test.config;
  const env = {
    ...harnessEnvironment,
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key, ...config }),
    ...test.env,
  };
  const target = await openTarget({ adminSecret, env });
  const group = { class: 'jwt', tier: 'jwt', dir: directory, setup_api: 'v1/query' } as TestClass;
  const run: ClassRun = { suite, group, target, missing, droppedColumns: new Map() };
  try {
    await runFixtures(run, [`${directory}/setup.yaml`]);
    const step = readYaml(suite, request) as {
      query: { query: string };
      headers: Record<string, string>;
      response: unknown;
    };
    const headers = { ...(await credentials(test)), ...roleHeader(test) };
    const sent = { url: '/v1/graphql', headers, body: step.query };
    if (test.transport === 'websocket') return await expectExpiry(target.url, sent);
    const { body } = await overHttp(target.url, sent);
    if (test.code === undefined) {
      return test.expect === 'data' ? compareAnswer(step.response, body) : isData(body);
    }
    const message = test.message_ge_2_43 ?? test.message;
    const wanted = { errors: [{ extensions: { path: '$', code: test.code }, message }] };
    return compareAnswer(wanted, body);
  } finally {
    await target.close();
  }
}

const roleHeader = (test: JwtCase): Record<string, string> =>
  test.send?.includes('X-Hasura-Role: admin') ? { 'X-Hasura-Role': 'admin' } : { 'X-Hasura-Role': 'user' };

/** As the unauthorized role the table may be hidden; what counts is that the request was let in as that role. */
function isData(body: unknown): Verdict {
  const code = (body as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code;
  if (code === undefined || code === 'validation-failed') return passed;
  return { outcome: 'codeDiffers', textDiffers: false, detail: JSON.stringify(body) };
}

const claimsMap = {
  'x-hasura-allowed-roles': { path: "$['roles']", default: ['user'] },
  'x-hasura-default-role': 'user',
  'x-hasura-user-id': { path: '$.user.id' },
};

async function credentials(test: JwtCase): Promise<Record<string, string>> {
  if (test.send?.startsWith('no token')) return {};
  const token = await sign(test);
  if (!test.send) return { Authorization: `Bearer ${token}` };
  const [name, value] = test.send.replace('<jwt>', token).split(': ');
  return { [name ?? '']: value ?? '' };
}

async function sign(test: JwtCase): Promise<string> {
  const claims = test.claims ?? userClaims;
  const path = test.config?.claims_namespace_path;
  const placed =
    path === '$'
      ? claims
      : path === '$.hasura.claims'
        ? { hasura: { claims } }
        : path === "$.hasura['claims%']"
          ? { hasura: { 'claims%': claims } }
          : { [namespace]: test.claims_as ? JSON.stringify(claims) : claims };
  const now = Math.floor(Date.now() / 1000);
  const offset = /<now([+-]\d+)s>/.exec(test.exp ?? '')?.[1] ?? '36000';
  const secret = new TextEncoder().encode(test.signed_with ? `not ${key}` : key);
  return new SignJWT({
    sub: '1234567890',
    name: 'John Doe',
    iat: now,
    exp: now + Number(offset),
    ...placed,
    ...test.extra,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(secret);
}

/** A subscription with a token that ends soon: the server closes the socket then. */
async function expectExpiry(
  url: string,
  sent: { url: string; headers: Record<string, string>; body: unknown },
): Promise<Verdict> {
  const body = { query: (sent.body as { query: string }).query.replace(/^\s*query/, 'subscription') };
  const first = await overWebSocket(url, 'graphql-transport-ws', { ...sent, body });
  if (typeof first.body !== 'object')
    return { outcome: 'dataDiffers', textDiffers: false, detail: String(first.body) };
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/graphql`, 'graphql-transport-ws');
  return new Promise<Verdict>((resolve) => {
    const started = Date.now();
    const timer = setTimeout(() => {
      socket.terminate();
      resolve({ outcome: 'dataDiffers', textDiffers: false, detail: 'the socket was still open 10 s later' });
    }, 10_000);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { headers: sent.headers } })),
    );
    socket.on('error', () => {});
    socket.on('close', (code) => {
      clearTimeout(timer);
      const early = Date.now() - started < 1_000;
      resolve(
        early ? { outcome: 'dataDiffers', textDiffers: false, detail: `closed at once: ${code}` } : passed,
      );
    });
  });
}
