import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
} from 'graphql';
import { z } from 'zod';
import { actions } from '../../actions/index.js';
import type { ActionName } from '../action.js';
import { problems } from '../errors.js';
import { answerOfAction, answerOfSite, resultSchemas } from './openapiAnswers.js';
import { bodyOf, type ObjectSchema, type Schema } from './openapiBodies.js';
import { type ActionRoute, type Route, routes } from './routes.js';

/**
 * The OpenAPI 3.1 description of the REST routes. Bodies are the Actions' input schemas; answers are what each route makes
 * of its Action's result; errors are the table of codes.
 *
 * @param sdl the schema of `actions.graphql`, which has the results and the words about them.
 */
export function describeRest(sdl: GraphQLSchema, version: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, sdl) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Auth',
      version,
      description: 'The REST routes, in the dialect of Nhost Auth. Each is the twin of a GraphQL Action.',
    },
    servers: [{ url: '/v1' }, { url: '/' }],
    paths,
    components: {
      schemas: resultSchemas(sdl),
      responses: Object.fromEntries(statuses.map((status) => [`Error${status}`, errorResponse(status)])),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

const statuses = [...new Set(Object.values(problems).map(({ status }) => status))].sort((a, b) => a - b);

/** Refusals that concern the path, not a route. */
const ofNoRoute: readonly number[] = [404, 405];
/** Refusals of a request that can hold nothing wrong. */
const ofAnyRoute: readonly number[] = [500];

function operation(route: Route, sdl: GraphQLSchema): object {
  const words = `${route.method} ${route.path}`.toLowerCase().split(/[^a-z0-9]+/);
  const expected = route.kind === 'site' ? ofAnyRoute : statuses.filter((each) => !ofNoRoute.includes(each));
  return {
    operationId: words.filter(Boolean).join('-'),
    ...pathParameters(route.path),
    ...(route.kind === 'action' && partsOfAction(route, sdl)),
    ...(route.kind === 'token' && partsOfToken),
    responses: {
      200: { description: 'Done', content: json(answerOf(route, sdl)) },
      ...Object.fromEntries(
        expected.map((status) => [status, { $ref: `#/components/responses/Error${status}` }]),
      ),
    },
  };
}

function pathParameters(path: string): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  };
}

function answerOf(route: Route, sdl: GraphQLSchema): Schema {
  switch (route.kind) {
    case 'site':
      return answerOfSite(route);
    case 'token':
      return { const: 'OK' };
    case 'action':
      return answerOfAction(route, fieldOf(route.action, sdl).type);
  }
}

const partsOfToken = {
  summary: 'Says whether an access token is valid: that of the body, or the bearer.',
  security: [{}, { bearer: [] }],
  requestBody: {
    required: false,
    content: json({ type: 'object', properties: { token: { type: 'string' } }, additionalProperties: false }),
  },
};

function partsOfAction(route: ActionRoute, sdl: GraphQLSchema): object {
  const bearers = { required: [{ bearer: [] }], optional: [{}, { bearer: [] }], ignored: [] };
  return {
    summary: fieldOf(route.action, sdl).description ?? '',
    security: bearers[route.bearer],
    ...(route.method === 'POST' && {
      requestBody: {
        required: !route.isBodyOptional,
        content: json(bodyOf(route, inputSchema(route.action, sdl))),
      },
    }),
  };
}

function json(schema: Schema | ObjectSchema): object {
  return { 'application/json': { schema } };
}

function fieldOf(name: ActionName, sdl: GraphQLSchema): GraphQLField<unknown, unknown> {
  const field = sdl.getMutationType()?.getFields()[name] ?? sdl.getQueryType()?.getFields()[name];
  if (!field) throw new Error(`The Action ${name} is not in actions.graphql`);
  return field;
}

function inputSchema(name: ActionName, sdl: GraphQLSchema): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(actions[name].input, {
    io: 'input',
    unrepresentable: 'any',
  });
  for (const { name: arg, type, description } of fieldOf(name, sdl).args) {
    explain(schema.properties?.[arg], type, description);
  }
  return schema as ObjectSchema;
}

/** Adds the words of the SDL to a schema and to what is in it. */
function explain(schema: unknown, type: GraphQLInputType, description: string | null | undefined): void {
  if (typeof schema !== 'object' || schema === null) return;
  if (description) Object.assign(schema, { description });
  const nullable = getNullableType(type);
  if (!isInputObjectType(nullable)) return;
  const choices = (schema as { anyOf?: readonly ObjectSchema[] }).anyOf ?? [];
  for (const { name, type: inner, description: words } of Object.values(nullable.getFields())) {
    for (const { properties } of choices) explain(properties?.[name], inner, words);
  }
}

function errorResponse(status: number): object {
  const codes = Object.entries(problems).filter(([, problem]) => problem.status === status);
  return {
    description: codes.map(([code, { message }]) => `\`${code}\`: ${message}`).join('\n\n'),
    content: json({
      type: 'object',
      properties: {
        status: { const: status },
        error: { enum: codes.map(([code]) => code) },
        message: { type: 'string' },
        details: { type: 'string', description: 'Which part of the request was wrong' },
        reason: {
          type: 'string',
          description: 'The own code of the hook that refused, of `refused-by-hook`',
        },
      },
      required: ['status', 'error', 'message'],
    }),
  };
}
