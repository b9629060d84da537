import type { OperationDefinitionNode } from 'graphql';
import type { Model } from '../model/types.js';
import type { RoleSchema } from '../schema/types.js';
import { BoundedMap } from './boundedMap.js';
import { chooseOperation, parseDocument } from './document.js';
import { type GraphqlRequest, planChosen } from './planOperation.js';
import { variablesShape } from './shape.js';
import type { OperationPlan } from './types.js';

type PlansByShape = BoundedMap<string, OperationPlan>;

/**
 * Plans by role, operation and shape of variables. They are held by the role's schema and by the parsed document, of
 * which `parseDocument` keeps a bounded number; so whoever rebuilds schemas when metadata changes has nothing to clear.
 */
export class PlanCache {
  readonly #plans = new WeakMap<RoleSchema, WeakMap<OperationDefinitionNode, PlansByShape>>();
  readonly #shapesPerOperation: number;

  constructor(shapesPerOperation = 50) {
    this.#shapesPerOperation = shapesPerOperation;
  }

  /**
   * The plan of a request, planned now or before.
   *
   * @throws HasuraError for a fault in the request; faults aren't kept.
   */
  plan(request: GraphqlRequest, schema: RoleSchema, model: Model): OperationPlan {
    const document = parseDocument(request.query);
    const operation = chooseOperation(document, request.operationName);
    const values = request.variables ?? {};
    const shape = variablesShape(operation, values, schema);
    const plans = this.#plansOf(schema, operation);
    const known = plans.get(shape);
    if (known) return known;
    const plan = planChosen(document, operation, values, schema, model);
    if (plan.reusable) plans.set(shape, plan);
    return plan;
  }

  #plansOf(schema: RoleSchema, operation: OperationDefinitionNode): PlansByShape {
    const byOperation = this.#plans.get(schema) ?? new WeakMap<OperationDefinitionNode, PlansByShape>();
    this.#plans.set(schema, byOperation);
    const plans = byOperation.get(operation) ?? new BoundedMap(this.#shapesPerOperation);
    byOperation.set(operation, plans);
    return plans;
  }
}
