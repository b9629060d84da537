import { parse } from 'graphql';
import { HasuraError } from '../../errors.js';
import type { Json, JsonObject } from '../../json.js';
import { isList, isObject } from '../../jsonText.js';
import { type Handlers, type MetadataContext, success } from '../context.js';
import {
  boolean,
  child,
  Fields,
  jsonObject,
  list,
  nonEmptyString,
  parseFailed,
  type Read,
  string,
} from '../reader.js';
import { argsOf, argsPlace } from './arguments.js';

const refused = (code: 'already-exists' | 'not-exists', message: string): HasuraError =>
  new HasuraError(code, message, { path: '$.args' });

const nameOf = (item: Json, key = 'name'): Json | undefined => (isObject(item) ? item[key] : undefined);

function getCollection(context: MetadataContext, name: string): JsonObject {
  const found = context.metadata().queryCollections.find((each) => nameOf(each) === name);
  if (isObject(found)) return found;
  throw refused('not-exists', `query collection with name "${name}" does not exist`);
}

const queriesOf = (collection: JsonObject): readonly Json[] => {
  const definition = collection.definition;
  return isObject(definition) && isList(definition.queries) ? definition.queries : [];
};

/** `{queries: [{name, query}]}`, whose names differ and whose queries are documents of GraphQL. */
const parseDefinition: Read<JsonObject> = (value, at) => {
  const fields = new Fields(value, at);
  const queries = fields.required('queries', (each, place) => list(parseQuery)(each, place));
  const names = queries.map(({ name }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (repeated.size > 0) {
    const shown = [...repeated].map((name) => `"${name}"`).join(', ');
    throw new HasuraError('not-supported', `found duplicate query names ${shown}`, {
      path: child(at, 'queries').path,
    });
  }
  return jsonObject(value, at);
};

const parseQuery: Read<{ readonly name: string }> = (value, at) => {
  const fields = new Fields(value, at);
  fields.required('query', graphqlText);
  return { name: fields.required('name', nonEmptyString) };
};

const graphqlText: Read<string> = (value, at) => {
  const text = string(value, at);
  try {
    parse(text);
  } catch {
    throw parseFailed(at, 'parsing the graphql query failed');
  }
  return text;
};

async function saveCollections(context: MetadataContext, queryCollections: readonly Json[]): Promise<Json> {
  await context.apply({ ...context.metadata(), queryCollections }, { refuse: 'none' });
  return success;
}

const replaceQueries = (context: MetadataContext, name: string, queries: readonly Json[]): Promise<Json> =>
  saveCollections(
    context,
    context
      .metadata()
      .queryCollections.map((each) =>
        isObject(each) && each.name === name ? { ...each, definition: { queries } } : each,
      ),
  );

async function saveAllowlist(context: MetadataContext, allowlist: readonly Json[]): Promise<Json> {
  await context.apply({ ...context.metadata(), allowlist }, { refuse: 'none' });
  return success;
}

/** Kept and exported; whether requests are held to the allow list is the server's setting. */
export const collectionCommands: Handlers = {
  create_query_collection(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const definition = fields.required('definition', parseDefinition);
    const collections = context.metadata().queryCollections;
    if (collections.some((each) => nameOf(each) === name)) {
      const message = `query collection with name "${name}" already exists`;
      throw new HasuraError('already-exists', message, { path: '$.args.name' });
    }
    const comment = fields.maybe('comment', string, 'comment');
    return saveCollections(context, [...collections, { name, definition, ...comment }]);
  },

  async drop_query_collection(args, context) {
    const fields = argsOf(args);
    const name = fields.required('collection', nonEmptyString);
    const cascade = fields.withDefault('cascade', boolean, false);
    getCollection(context, name);
    const { allowlist, queryCollections } = context.metadata();
    const kept = allowlist.filter((each) => nameOf(each, 'collection') !== name);
    if (kept.length < allowlist.length) {
      if (!cascade) {
        throw new HasuraError(
          'dependency-error',
          `query collection with name "${name}" is present in the allowlist; cannot proceed to drop`,
          { path: '$.args.collection' },
        );
      }
      await saveAllowlist(context, kept);
    }
    return saveCollections(
      context,
      queryCollections.filter((each) => nameOf(each) !== name),
    );
  },

  rename_query_collection(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const newName = fields.required('new_name', nonEmptyString);
    getCollection(context, name);
    return saveCollections(
      context,
      context
        .metadata()
        .queryCollections.map((each) =>
          isObject(each) && each.name === name ? { ...each, name: newName } : each,
        ),
    );
  },

  add_query_to_collection(args, context) {
    const fields = argsOf(args);
    const collection = fields.required('collection_name', nonEmptyString);
    const name = fields.required('query_name', nonEmptyString);
    const query = fields.required('query', graphqlText);
    const queries = queriesOf(getCollection(context, collection));
    if (queries.some((each) => nameOf(each) === name)) {
      throw refused(
        'already-exists',
        `query with name "${name}" already exists in collection "${collection}"`,
      );
    }
    return replaceQueries(context, collection, [...queries, { name, query }]);
  },

  drop_query_from_collection(args, context) {
    const fields = argsOf(args);
    const collection = fields.required('collection_name', nonEmptyString);
    const name = fields.required('query_name', nonEmptyString);
    const queries = queriesOf(getCollection(context, collection));
    if (!queries.some((each) => nameOf(each) === name)) {
      throw refused('not-exists', `query with name "${name}" not found in collection "${collection}"`);
    }
    return replaceQueries(
      context,
      collection,
      queries.filter((each) => nameOf(each) !== name),
    );
  },

  add_collection_to_allowlist(args, context) {
    const fields = new Fields(args, argsPlace);
    const collection = fields.required('collection', nonEmptyString);
    getCollection(context, collection);
    const { allowlist } = context.metadata();
    if (allowlist.some((each) => nameOf(each, 'collection') === collection)) return success;
    const scope = fields.maybe('scope', jsonObject, 'scope');
    return saveAllowlist(context, [...allowlist, { collection, ...scope }]);
  },

  drop_collection_from_allowlist(args, context) {
    const collection = argsOf(args).required('collection', nonEmptyString);
    const { allowlist } = context.metadata();
    if (!allowlist.some((each) => nameOf(each, 'collection') === collection)) {
      throw refused('not-exists', `collection "${collection}" doesn't exist in the allowlist`);
    }
    return saveAllowlist(
      context,
      allowlist.filter((each) => nameOf(each, 'collection') !== collection),
    );
  },

  update_scope_of_collection_in_allowlist(args, context) {
    const fields = argsOf(args);
    const collection = fields.required('collection', nonEmptyString);
    const scope = fields.required('scope', jsonObject);
    const { allowlist } = context.metadata();
    if (!allowlist.some((each) => nameOf(each, 'collection') === collection)) {
      throw refused('not-exists', `collection "${collection}" doesn't exist in the allowlist`);
    }
    return saveAllowlist(
      context,
      allowlist.map((each) => (nameOf(each, 'collection') === collection ? { collection, scope } : each)),
    );
  },
};

export const limitCommands: Handlers = {
  async set_api_limits(args, context) {
    await context.apply(
      { ...context.metadata(), apiLimits: jsonObject(args, argsPlace) },
      { refuse: 'none' },
    );
    return success;
  },
  async remove_api_limits(_args, context) {
    await context.apply({ ...context.metadata(), apiLimits: {} }, { refuse: 'none' });
    return success;
  },
};
