import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { routes } from '../../../src/rest/routes.js';
import { loadActionsSchema } from '../../../src/server/actionsSchema.js';
import { pick, type Random } from '../chaos/random.js';
import { adminSecret, type FuzzServer, metadataDir } from './fuzzServer.js';
import type { Making } from './goodValues.js';
import { OddValues } from './oddValues.js';
import {
  type FuzzRequest,
  graphqlRequest,
  type JsonSchema,
  linkRequest,
  pageRequest,
  type RestOperation,
  type RootField,
  restRequest,
  rootFieldsOf,
  webhookRequest,
} from './requests.js';
import { rawBytes } from './socket.js';
import { Stories } from './stories.js';
import type { World } from './world.js';

/** Of the requests that are under way at once so many tell stories. */
const storyPlaces = 3;

type Draft = Omit<FuzzRequest, 'account' | 'target'>;

/** How often something is wrong with a request: half of them the server may agree to, and nearly all of a story. */
const spoilt = { alone: 0.45, inStory: 0.08 } as const;

/** Makes the requests from the SDL, the OpenAPI document, and the schema of the engine. */
export class Drafts {
  readonly rest: readonly RestOperation[];
  readonly #actions: readonly RootField[];
  readonly #tables: readonly RootField[];
  readonly #random: Random;
  readonly #world: World;
  readonly #odd: OddValues;
  readonly #tellers: readonly Stories[];
  /** What is sent besides stories, by its share. */
  readonly #kinds: readonly (readonly [share: number, make: () => FuzzRequest])[];

  constructor(schemas: Schemas, random: Random, world: World) {
    this.rest = schemas.rest;
    this.#actions = schemas.actions;
    this.#tables = schemas.tables;
    this.#random = random;
    this.#world = world;
    this.#odd = new OddValues(random);
    this.#tellers = Array.from(
      { length: storyPlaces },
      () => new Stories(random, () => pick(random, world.usable().slice(-8))),
    );
    const toEngine = (root: RootField, to: Making) => graphqlRequest(root, '/v1/graphql', to);
    const toGraphql = (root: RootField, to: Making) => graphqlRequest(root, '/graphql', to);
    this.#kinds = [
      [0.27, () => this.#call('webhook', webhookRequest)],
      [0.2, () => this.#call('graphql', toGraphql)],
      [0.17, () => this.#call('engine', toEngine)],
      [0.2, () => this.#route('rest')],
      [0.05, () => (random() < 0.5 ? this.#route('strict') : this.#call('strict', toGraphql))],
      [0.04, () => this.#call('engine', toEngine, this.#tables)],
      [0.04, () => this.#page()],
      [0.03, () => this.#overSocket()],
    ];
  }

  /** @param place of those that are under way at once; some of them tell stories, and wait for each answer. */
  next(place: number): FuzzRequest {
    const story = this.#tellers[place]?.next();
    if (story) return this.#step(story);
    let rest = this.#random();
    for (const [share, make] of this.#kinds) {
      rest -= share;
      if (rest < 0) return make();
    }
    return this.#page();
  }

  #making(of: string, account = this.#world.account(this.#random), wrong: number = spoilt.alone): Making {
    return { random: this.#random, odd: this.#odd, world: this.#world, account, of, spoilt: wrong };
  }

  #call(
    target: FuzzRequest['target'],
    make: (root: RootField, to: Making) => Draft,
    roots = this.#actions,
  ): FuzzRequest {
    const root = pick(this.#random, roots);
    const to = this.#making(root.field.name);
    return { ...make(root, to), target, account: to.account };
  }

  #route(target: 'rest' | 'strict'): FuzzRequest {
    const operation = pick(this.#random, this.rest);
    const to = this.#making(operation.path);
    return { ...restRequest(operation, to), target, account: to.account };
  }

  #page(): FuzzRequest {
    const to = this.#making('page');
    return { ...pageRequest(to), target: 'page', account: to.account };
  }

  /** Some of it are no requests at all. */
  #overSocket(): FuzzRequest {
    const draft = this.#random() < 0.5 ? this.#route('rest') : this.#page();
    if (this.#random() < 0.5) return { ...draft, target: 'socket' };
    return {
      ...draft,
      of: 'bytes',
      target: 'socket',
      raw: rawBytes(this.#making('socket')),
      body: undefined,
    };
  }

  #step({ step, account }: ReturnType<Stories['next']>): FuzzRequest {
    const random = this.#random;
    const to = this.#making(step, account, spoilt.inStory);
    if (step === 'link') return { ...linkRequest(to), target: 'page', account };
    const twins = routes.filter((each) => each.kind === 'action' && each.action === step);
    const twin = twins.length > 0 && random() < 0.3 ? pick(random, twins) : undefined;
    const operation = twin && this.rest.find((each) => nameOf(each) === `${twin.method} ${twin.path}`);
    if (operation)
      return { ...restRequest(operation, { ...to, of: operation.path }), target: 'rest', account };
    const root = this.#actions.find(({ field }) => field.name === step);
    if (!root) throw new Error(`there is no Action ${step}`);
    if (random() < 0.4) return { ...webhookRequest(root, to), target: 'webhook', account };
    const path = random() < 0.5 || step.startsWith('admin') ? '/v1/graphql' : '/graphql';
    return { ...graphqlRequest(root, path, to), target: path === '/graphql' ? 'graphql' : 'engine', account };
  }
}

interface Schemas {
  readonly actions: readonly RootField[];
  /** What the engine has besides. */
  readonly tables: readonly RootField[];
  readonly rest: readonly RestOperation[];
}

export async function createDrafts(server: FuzzServer, random: Random, world: World): Promise<Drafts> {
  const actions = rootFieldsOf(await loadActionsSchema(metadataDir));
  const names = new Set(actions.map(({ field }) => field.name));
  const tables = rootFieldsOf(await introspect(server)).filter(({ field }) => !names.has(field.name));
  return new Drafts({ actions, tables, rest: await restOperations(server) }, random, world);
}

/** As the OpenAPI document has it: `POST /token`. */
export const nameOf = ({ method, path }: RestOperation): string => `${method.toUpperCase()} ${path}`;

async function introspect({ engine }: FuzzServer) {
  const response = await engine.fetch(`${engine.endpoint}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hasura-admin-secret': adminSecret,
      'x-hasura-role': 'user',
    },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data } = (await response.json()) as { data: IntrospectionQuery };
  return buildClientSchema(data);
}

async function restOperations({ app }: FuzzServer): Promise<readonly RestOperation[]> {
  const response = await app.fetch(new Request('http://auth/openapi.json'));
  const { paths } = (await response.json()) as {
    paths: Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>
    >;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => ({
      method,
      path,
      schema: requestBody?.content['application/json']?.schema,
    })),
  );
}
