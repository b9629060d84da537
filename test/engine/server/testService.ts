import { openAuthenticator } from '../../../src/engine/auth/authenticate.js';
import { parseJwtSecret } from '../../../src/engine/auth/parseJwtSecret.js';
import { HasuraError } from '../../../src/engine/errors.js';
import type { EngineService } from '../../../src/engine/server/service.js';
import type { LiveGroup } from '../../../src/engine/subscriptions/liveSource.js';

export const adminSecret = 'admin secret';
export const jwtKey = 'k'.repeat(32);
export const asAdmin = { 'x-hasura-admin-secret': adminSecret };

export interface TestService extends EngineService {
  health_: { database: boolean; consistentMetadata: boolean };
  /** What the operations answered by `{ value }` and `subscription { value }` read. */
  value: unknown;
  /** Makes polls fail. */
  broken: boolean;
  readonly polls: number[];
}

/**
 * An engine of a few operations, to look at the transports alone: `{ value }`, `{ role }`, `{ header }`, `{ cookies }`,
 * `{ variable }`, `{ fails }` (when run), `{ crashes }`, `{ cookie }`, `mutation { slow }`, `subscription { value }`;
 * anything else is refused as it would be by validation.
 */
export async function openTestService(): Promise<TestService> {
  const { authenticate } = await openAuthenticator({
    adminSecrets: [adminSecret],
    jwts: [parseJwtSecret(JSON.stringify({ type: 'HS256', key: jwtKey }))],
    unauthorizedRole: 'anonymous',
  });
  const group: LiveGroup = {
    async poll(members) {
      service.polls.push(members.length);
      if (service.broken) throw new HasuraError('unexpected', 'database query error');
      return new Map(
        members.map(({ id, values }) => [
          id,
          { data: JSON.stringify({ value: service.value, role: values[0] }), cursor: null },
        ]),
      );
    },
  };
  const service: TestService = {
    value: 1,
    broken: false,
    polls: [],
    health_: { database: true, consistentMetadata: true },
    authenticate,
    prepare({ query, variables }, session, headers) {
      const answer = (data: unknown, setCookies: string[] = []) => ({
        kind: 'query' as const,
        run: async () => ({ data: JSON.stringify(data), setCookies }),
      });
      switch (query) {
        case '{ value }':
          return answer({ value: service.value });
        case '{ role }':
          return answer({ role: session.role });
        case '{ header }':
          return answer({ header: headers['x-test'] });
        case '{ cookies }':
          return answer({ cookies: headers.cookie ?? null });
        case '{ variable }':
          return answer({ variable: variables.v });
        case '{ cookie }':
          return answer({ cookie: true }, ['a=1', 'b=2']);
        case '{ fails }':
          return {
            kind: 'query',
            run: async () => {
              throw new HasuraError('data-exception', 'it failed', { internal: { why: 'test' } });
            },
          };
        case '{ crashes }':
          throw new TypeError('secret stack');
        case 'subscription { value }':
          return { kind: 'subscription', source: { group, values: [session.role], stream: null } };
        default:
          throw new HasuraError('validation-failed', 'not a field', { path: '$.selectionSet.x' });
      }
    },
    runCommand: async (endpoint, command) => JSON.stringify({ endpoint, command }),
    explain: async () => '[]',
    dumpDatabase: async () => 'create table a ();',
    health: async () => service.health_,
    describeConfig: () => ({ is_jwt_set: true }),
    batchLimit: () => 3,
  };
  return service;
}
