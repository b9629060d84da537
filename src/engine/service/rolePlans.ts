import type { OperationDefinitionNode } from 'graphql';
import { BoundedMap } from '../boundedMap.js';
import type { GraphQLRequest } from '../graphqlRequest.js';
import type { Model } from '../model/types.js';
import { chooseOperation, isWorthRemembering, type ParsedDocument, parseDocument } from '../plan/document.js';
import { type PlanOptions, planChosen } from '../plan/planOperation.js';
import { isCacheable, variablesShape } from '../plan/shape.js';
import type { OperationPlan } from '../plan/types.js';
import { buildRoleSchema } from '../schema/buildRoleSchema.js';
import type { RoleSchema } from '../schema/types.js';

/** Documents remembered for each role, and plans remembered for each document. */
const maximumDocuments = 1000;
const maximumShapes = 50;

interface KnownDocument {
  readonly document: ParsedDocument;
  readonly operation: OperationDefinitionNode;
  /** By the shape of the variables. */
  readonly plans: BoundedMap<string, OperationPlan>;
}

export interface RolePlansOptions extends PlanOptions {
  readonly backendOnly: boolean;
  readonly inferFunctionPermissions: boolean;
}

/** The schema of one role and the plans made with it; thrown away when the model changes. */
export class RolePlans {
  readonly schema: RoleSchema;
  readonly #options: PlanOptions;
  readonly #documents = new BoundedMap<string, KnownDocument>(maximumDocuments);

  constructor(model: Model, role: string, options: RolePlansOptions) {
    this.#options = options;
    this.schema = buildRoleSchema(model, role, options);
  }

  /** @throws HasuraError for a document that can't be read */
  find({ query, operationName }: GraphQLRequest): KnownDocument {
    const key = operationName === null ? query : `${operationName}\0${query}`;
    const known = this.#documents.get(key);
    if (known) return known;
    const document = parseDocument(query);
    const operation = chooseOperation(document, operationName);
    const found = { document, operation, plans: new BoundedMap<string, OperationPlan>(maximumShapes) };
    if (isWorthRemembering(query)) this.#documents.set(key, found);
    return found;
  }

  /** @throws HasuraError for the first fault */
  plan({ document, operation, plans }: KnownDocument, variables: GraphQLRequest['variables']): OperationPlan {
    const shape = variablesShape(operation, variables, this.schema);
    const known = plans.get(shape);
    if (known) return known;
    const plan = planChosen(document, operation, variables, this.schema, this.#options);
    if (isCacheable(plan)) plans.set(shape, plan);
    return plan;
  }
}
