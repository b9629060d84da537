import { introspect } from '../../../src/engine/catalog/introspect.js';
import type { Database } from '../../../src/engine/database/database.js';
import { HasuraError } from '../../../src/engine/errors.js';
import type { Json, JsonObject } from '../../../src/engine/json.js';
import { parseJson } from '../../../src/engine/jsonText.js';
import { parseMetadata } from '../../../src/engine/metadata/parse.js';
import { buildModel } from '../../../src/engine/model/buildModel.js';
import { readEnumValues } from '../../../src/engine/model/enums.js';
import type { Model } from '../../../src/engine/model/types.js';
import { bindValue } from '../../../src/engine/plan/bindValue.js';
import type { PlanOptions } from '../../../src/engine/plan/planOperation.js';
import { executeOperation } from '../../../src/engine/run/executeOperation.js';
import { RolePlans } from '../../../src/engine/service/rolePlans.js';
import type { Session } from '../../../src/engine/session.js';
import { openTestDatabase } from '../../support/database.js';

export type Answer =
  | { readonly data: Json }
  | { readonly code: string; readonly path: string; readonly message: string };

export interface Who {
  readonly role?: string;
  readonly [variable: `x-hasura-${string}`]: string;
}

/** Every stage from GraphQL text to JSON over one database. */
export interface TestEngine {
  /** The same with other options. */
  readonly with: (options: PlanOptions) => TestEngine;
  readonly model: Model;
  readonly database: Database;
  readonly ask: (
    query: string,
    variables?: JsonObject | string,
    who?: Who,
    operationName?: string,
  ) => Promise<Answer>;
}

/** @param tables `tables` of a source, as in metadata */
export async function openTestEngine(
  sql: string,
  tables: Json,
  functions: Json = [],
  inheritedRoles: Json = [],
): Promise<TestEngine> {
  const database = await openTestDatabase();
  await database.pool.query(sql);
  const metadata = parseMetadata({
    version: 3,
    sources: [{ name: 'default', kind: 'postgres', configuration: {}, tables, functions }],
    inherited_roles: inheritedRoles,
  });
  const catalog = await introspect(database.pool);
  const [source] = metadata.sources;
  if (!source) throw new Error('no source');
  const enumValues = await readEnumValues(database.pool, source, catalog);
  const model = buildModel(metadata, new Map([['default', { catalog, enumValues }]]));
  if (model.inconsistencies.length > 0) throw new Error(JSON.stringify(model.inconsistencies));
  return over(database, model, {});
}

function over(database: Database, model: Model, planOptions: PlanOptions): TestEngine {
  const roles = new Map<string, RolePlans>();
  const databases = { get: () => database };

  const plansOf = (role: string) => {
    const options = { backendOnly: false, inferFunctionPermissions: true, ...planOptions };
    const plans = roles.get(role) ?? new RolePlans(model, role, options);
    roles.set(role, plans);
    return plans;
  };

  const ask: TestEngine['ask'] = async (
    query,
    given = {},
    { role = 'admin', ...rest } = {},
    operationName,
  ) => {
    const variables = (typeof given === 'string' ? parseJson(given) : given) as JsonObject;
    const session: Session = {
      role,
      variables: new Map([['x-hasura-role', role], ...Object.entries(rest)]),
      hasAdminSecret: true,
      backendOnly: false,
    };
    try {
      const request = { query, variables, operationName: operationName ?? null };
      const plans = plansOf(role);
      const plan = plans.plan(plans.find(request), variables);
      const bind = (value: Parameters<typeof bindValue>[0]) => bindValue(value, variables, session);
      const runAction = () => Promise.reject(new Error('No Actions here'));
      return { data: JSON.parse(await executeOperation(plan, { databases, bind, runAction })) as Json };
    } catch (error) {
      if (!(error instanceof HasuraError)) throw error;
      return { code: error.code, path: error.path, message: error.message };
    }
  };
  return { model, database, ask, with: (options) => over(database, model, options) };
}
