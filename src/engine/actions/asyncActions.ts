import { asHasuraError, type InternalErrors, qualifiedError, showsInternal } from '../errorBody.js';
import type { Json, JsonObject } from '../json.js';
import type { ActionMetadata, CustomTypes } from '../metadata/types.js';
import { isAsynchronous } from '../model/actions.js';
import type { ActionOutputField, ActionPlan } from '../plan/types.js';
import type { Session } from '../session.js';
import type { ActionLog, LoggedCall } from './actionLog.js';
import type { CallEnvironment } from './callWebhook.js';
import { projectOutput, type RelatedRows } from './projectOutput.js';
import { callAction } from './runAction.js';
import type { ClientHeaders } from './webhookHeaders.js';

export interface AsyncActionsOptions extends CallEnvironment {
  readonly log: ActionLog;
  /** What is served now. */
  model(): { readonly actions: readonly ActionMetadata[]; readonly customTypes: CustomTypes };
  /** HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL; 0: calls are logged and left to other processes. */
  readonly intervalMilliseconds: number;
  /** Whether a caller's own errors show `internal`, which may hold headers of the webhook. Hasura shows it to all. */
  readonly internalErrors: InternalErrors;
  readonly onError: (error: unknown) => void;
}

/** At once, as in Hasura. */
const maximumRunning = 10;

/** Actions of kind `asynchronous`: a mutation logs the call, a loop makes it, a query tells its result. */
export class AsyncActions {
  readonly #options: AsyncActionsOptions;
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isFailing = false;
  #isClosed = false;

  constructor(options: AsyncActionsOptions) {
    this.#options = options;
    if (options.intervalMilliseconds > 0) this.#schedule();
  }

  /** JSON text of the call's id. */
  async add({ action, input }: ActionPlan, session: Session, headers: ClientHeaders): Promise<string> {
    const id = await this.#options.log.add({
      action: action.name,
      input,
      headers: action.forwardClientHeaders ? withoutHasuras(headers) : {},
      session: Object.fromEntries(session.variables),
    });
    return JSON.stringify(id);
  }

  /**
   * JSON text of what has become of a call: null for anybody but an admin and who made it, which all session variables
   * decide.
   */
  async result(plan: ActionPlan, session: Session, relatedRows: RelatedRows): Promise<string> {
    const creator = session.role === 'admin' ? null : Object.fromEntries(session.variables);
    const found = await this.#options.log.find(String(plan.input.id), plan.action.name, creator);
    if (!found || plan.output.kind !== 'object') return 'null';
    const { type } = plan.output;
    const answer = { id: found.id, created_at: found.createdAt, errors: found.errors };
    const of = (field: ActionOutputField): JsonObject =>
      field.kind === 'field' && field.name === 'output'
        ? { output: found.response, [field.alias]: found.response }
        : answer;
    const members: string[] = [];
    for (const field of plan.output.fields) {
      const text = await projectOutput({ kind: 'object', type, fields: [field] }, of(field), relatedRows);
      members.push(text.slice(1, -1));
    }
    return `{${members.filter((each) => each !== '').join(',')}}`;
  }

  /** Calls under way are given back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#looking;
    const ids = [...this.#running.keys()];
    if (ids.length > 0) await this.#options.log.giveBack(ids).catch(this.#options.onError);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().then(() => {
        if (!this.#isClosed) this.#schedule();
      });
    }, this.#options.intervalMilliseconds);
    this.#timer.unref();
  }

  /** Takes new calls. An outage of the database is told once. */
  async #look(): Promise<void> {
    const { log, model, onError } = this.#options;
    const free = maximumRunning - this.#running.size;
    if (free === 0 || !model().actions.some(isAsynchronous)) return;
    try {
      for (const call of await log.take(free)) this.#running.set(call.id, this.#run(call));
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) onError(error);
      this.#isFailing = true;
    }
  }

  async #run(call: LoggedCall): Promise<void> {
    try {
      await this.#call(call);
    } catch (error) {
      this.#options.onError(error);
    }
    this.#running.delete(call.id);
  }

  async #call(call: LoggedCall): Promise<void> {
    const { log, onError, internalErrors } = this.#options;
    const { actions, customTypes } = this.#options.model();
    const action = actions.find((each) => each.name === call.action && isAsynchronous(each));
    // Dropped in the meantime.
    if (!action) return;
    const plan: ActionPlan = { action, input: call.input, output: { kind: 'leaf' } };
    let outcome: { response: Json } | { errors: Json };
    try {
      const request = {
        session: { variables: new Map(Object.entries(call.session)) },
        clientHeaders: call.headers as ClientHeaders,
        queryText: null,
      };
      outcome = { response: (await callAction(plan, request, { ...this.#options, customTypes })).body };
    } catch (error) {
      const internal = showsInternal(internalErrors, call.session['x-hasura-role']);
      outcome = { errors: qualifiedError(asHasuraError(error, onError), internal) };
    }
    if (!this.#isClosed) await log.finish(call.id, outcome);
  }
}

/** These are never forwarded, and the admin secret is one of them. */
const withoutHasuras = (headers: ClientHeaders): JsonObject =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-hasura-')));
