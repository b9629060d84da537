import { buildSession } from '../auth/session.js';
import type { Databases } from '../database/database.js';
import { HasuraError } from '../errors.js';
import { type GraphQLRequest, parseGraphQLRequest } from '../graphqlRequest.js';
import type { Json, JsonObject } from '../json.js';
import { isObject } from '../jsonText.js';
import type { BoundValue } from '../model/condition.js';
import { leavesOf } from '../plan/responseText.js';
import type { OperationPlan, SelectPlan } from '../plan/types.js';
import { onPool } from '../run/connection.js';
import type { Session } from '../session.js';
import { compileSelects, printSelect } from '../sql/query.js';

export interface ExplainRequest {
  readonly request: GraphQLRequest;
  /** Who the query is explained for: admin, or whom the session variables of `user` name. */
  readonly session: Session;
}

/**
 * Reads `{query: {query, variables, operationName}, user: {"x-hasura-role": …}}`.
 *
 * @throws HasuraError parse-failed with the path of what is wrong
 */
export function parseExplainRequest(body: Json): ExplainRequest {
  if (!isObject(body)) throw new HasuraError('parse-failed', 'expected an object with the key "query"');
  const { query, user = null } = body;
  if (query === undefined) throw new HasuraError('parse-failed', "the key 'query' was not present");
  const variables = userVariables(user);
  const role = variables.get('x-hasura-role') ?? 'admin';
  return {
    request: parseGraphQLRequest(query, '$.query'),
    session: buildSession(role, variables, { hasAdminSecret: true }),
  };
}

function userVariables(user: Json): Map<string, string> {
  if (user === null) return new Map();
  if (!isObject(user)) throw new HasuraError('parse-failed', 'expected an object', { path: '$.user' });
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(user)) {
    if (typeof value !== 'string') {
      throw new HasuraError('parse-failed', 'expected a string', { path: `$.user['${name}']` });
    }
    variables.set(name.toLowerCase(), value);
  }
  return variables;
}

type Bind = (value: BoundValue) => string | null;

/**
 * What the database would do for an operation, which isn't run: for a query a list of `{field, sql, plan}`, one for each
 * root field; for a subscription `{sql, plan}`. `plan` holds the lines of Postgres's `explain`.
 *
 * @throws HasuraError invalid-params for mutations and Actions, not-supported for streams
 */
export async function explainOperation(plan: OperationPlan, databases: Databases, bind: Bind): Promise<Json> {
  if (plan.kind === 'mutation') throw new HasuraError('invalid-params', 'only queries can be explained');
  if (plan.stream) {
    throw new HasuraError(
      'not-supported',
      'streaming subscriptions cannot be explained by the embedded engine',
    );
  }
  const explained: JsonObject[] = [];
  for (const leaf of plan.fields.flatMap(leavesOf)) {
    if (leaf.kind === 'action') {
      throw new HasuraError('invalid-params', 'query actions cannot be explained');
    }
    const found =
      leaf.kind === 'select' ? await explainSelect(leaf.select, leaf.source, databases, bind) : nothing;
    explained.push(plan.kind === 'subscription' ? found : { field: leaf.alias, ...found });
  }
  return plan.kind === 'subscription' ? (explained[0] ?? nothing) : explained;
}

/** Of a field that no database answers. */
const nothing: JsonObject = { sql: null, plan: null };

async function explainSelect(select: SelectPlan, source: string, databases: Databases, bind: Bind) {
  const { text, parameters } = compileSelects([select]);
  const statement = { text: `explain (format text) ${text}`, parameters };
  const rows = await onPool(databases.get(source), bind).run(statement, '$');
  return { sql: printSelect(select, bind), plan: rows.map(([line = '']) => line) };
}
