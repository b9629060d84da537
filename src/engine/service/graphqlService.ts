import type { AsyncActions } from '../actions/asyncActions.js';
import type { RelatedRows } from '../actions/projectOutput.js';
import { runAction } from '../actions/runAction.js';
import type { WebhookFetch } from '../actions/webhookFetch.js';
import type { Authenticator } from '../auth/authenticate.js';
import type { RequestHeaders } from '../auth/session.js';
import type { Databases } from '../database/database.js';
import type { GraphQLRequest } from '../graphqlRequest.js';
import type { Json } from '../json.js';
import { stringifyJson } from '../jsonText.js';
import type { Metadata } from '../metadata/types.js';
import { isAsynchronous } from '../model/actions.js';
import type { BoundValue } from '../model/condition.js';
import type { Model } from '../model/types.js';
import { checkAllowlist } from '../plan/allowlist.js';
import { bindValue } from '../plan/bindValue.js';
import { checkLimits } from '../plan/limits.js';
import { leavesOf } from '../plan/responseText.js';
import type { ActionPlan, OperationPlan } from '../plan/types.js';
import { executeOperation } from '../run/executeOperation.js';
import { loadRelatedRows } from '../run/relatedRows.js';
import type { EngineService } from '../server/service.js';
import type { Session } from '../session.js';
import type { LiveSource } from '../subscriptions/liveSource.js';
import type { GraphQLResult, GraphQLService, PreparedOperation } from '../subscriptions/service.js';
import { explainOperation, parseExplainRequest } from './explain.js';
import { liveSource } from './liveGroups.js';
import { RolePlans } from './rolePlans.js';

export interface GraphQLServiceOptions {
  readonly databases: Databases;
  readonly authenticator: Authenticator;
  readonly webhookFetch: WebhookFetch;
  /** Environment variables that metadata refers to. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configuredHeadersFirst: boolean;
  readonly asyncActions: AsyncActions;
  readonly inferFunctionPermissions: boolean;
  readonly stringifyNumericTypes: boolean;
  readonly collapsesNulls: boolean;
  /** What is served now; a change of metadata answers another object. */
  model(): Model;
  /** Whether requests are held to metadata's allow list. */
  readonly enableAllowlist: boolean;
  metadata(): Metadata;
}

/** Plans and runs GraphQL requests; roles' schemas and plans are made when first asked for. */
export function createGraphqlService(
  options: GraphQLServiceOptions,
): GraphQLService & Pick<EngineService, 'explain'> {
  const { databases, authenticator } = options;
  let plannedModel: Model | undefined;
  let roles = new Map<string, RolePlans>();

  function rolePlans({ role, backendOnly }: Session): RolePlans {
    const model = options.model();
    if (model !== plannedModel) {
      plannedModel = model;
      roles = new Map();
    }
    const key = backendOnly ? `${role}\0backend` : role;
    const known = roles.get(key);
    if (known) return known;
    const { inferFunctionPermissions, stringifyNumericTypes, collapsesNulls } = options;
    const made = new RolePlans(model, role, {
      backendOnly,
      inferFunctionPermissions,
      stringifyNumericTypes,
      collapsesNulls,
    });
    // A role that metadata doesn't know has an empty schema: nothing to keep, and a caller may invent any number.
    if (role === 'admin' || model.roles.has(role)) roles.set(key, made);
    return made;
  }

  return {
    authenticate: (headers) => authenticator.authenticate(headers),
    prepare(request, session, headers): PreparedOperation {
      const metadata = options.metadata();
      if (options.enableAllowlist) checkAllowlist(request.query, session.role, metadata);
      const plans = rolePlans(session);
      const found = plans.find(request);
      checkLimits(found.document, found.operation, metadata.apiLimits, session.role);
      const plan = plans.plan(found, request.variables);
      const bind = (value: BoundValue) => bindValue(value, request.variables, session);
      const run = () => execute(options, plan, bind, { request, session, headers });
      if (plan.kind !== 'subscription') return { kind: plan.kind, run };
      const source = asksActions(plan) ? ownSource(run) : liveSource(plan, databases, bind);
      return { kind: 'subscription', source };
    },
    async explain(body) {
      const { request, session } = parseExplainRequest(body);
      const plans = rolePlans(session);
      const plan = plans.plan(plans.find(request), request.variables);
      const bind = (value: BoundValue) => bindValue(value, request.variables, session);
      return stringifyJson(await explainOperation(plan, databases, bind));
    },
  };
}

const asksActions = ({ fields }: OperationPlan): boolean =>
  fields.flatMap(leavesOf).some(({ kind }) => kind === 'action');

/** Results of Actions are read for each subscriber alone: their plans hold for one request. */
const ownSource = (run: () => Promise<GraphQLResult>): LiveSource => ({
  group: {
    async poll(members) {
      const { data } = await run();
      return new Map(members.map(({ id }) => [id, { data, cursor: null }]));
    },
  },
  values: [],
  stream: null,
});

interface Asked {
  readonly request: GraphQLRequest;
  readonly session: Session;
  readonly headers: RequestHeaders;
}

type Bind = (value: BoundValue) => string | null;

async function execute(options: GraphQLServiceOptions, plan: OperationPlan, bind: Bind, asked: Asked) {
  const { databases } = options;
  const setCookies: string[] = [];
  const data = await executeOperation(plan, {
    databases,
    bind,
    async runAction(plan: ActionPlan) {
      const { session, headers } = asked;
      if (plan.asksResult) return options.asyncActions.result(plan, session, relatedRows(databases, bind));
      if (isAsynchronous(plan.action)) return options.asyncActions.add(plan, session, headers);
      const request = {
        session,
        clientHeaders: headers,
        queryText: asked.request.query,
      };
      const result = await runAction(plan, request, {
        fetch: options.webhookFetch,
        variables: options.env,
        customTypes: options.model().customTypes,
        configuredHeadersFirst: options.configuredHeadersFirst,
        relatedRows: relatedRows(databases, bind),
      });
      setCookies.push(...result.setCookies);
      return result.json;
    },
  });
  return { data, setCookies };
}

/** Keys come object by object from the webhook's answer; the statement takes them column by column, as text. */
const relatedRows =
  (databases: Databases, bind: Bind): RelatedRows =>
  ({ columns, source, select }, keys) => {
    const byColumn = columns.map(({ column, type }, index) => ({
      column,
      type,
      values: keys.map((key) => keyText(key[index] ?? null)),
    }));
    return loadRelatedRows(databases.get(source), bind, byColumn, select);
  };

function keyText(value: Json): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value : stringifyJson(value);
}
