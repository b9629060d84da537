import { HasuraError } from '../errors.js';
import type { ActionMetadata, SourceMetadata } from '../metadata/types.js';
import { isAsynchronous } from './actions.js';
import { nameText, rootFieldNamesOf, withAffixes } from './naming.js';
import type { TableDraft } from './tables.js';
import type { TrackedFunction } from './types.js';

type Root = 'query_root' | 'mutation_root';

/**
 * Remembers who has taken which root field and type, in the order in which objects are offered.
 *
 * Taking one twice throws HasuraError unexpected (500): to Hasura nothing of metadata with such names is usable.
 */
export class RootFields {
  readonly #taken = new Map<string, string>();

  takeNamespace({ name, customization }: SourceMetadata): void {
    const { namespace } = customization.rootFields;
    if (!namespace) return;
    const roots: readonly Root[] = ['query_root', 'mutation_root'];
    this.#take(
      `source ${name}`,
      undefined,
      roots.map((root) => [root, namespace] as const),
    );
  }

  takeTable(source: SourceMetadata, { base }: TableDraft): void {
    const names = rootFieldNamesOf(base);
    const owner = `table ${nameText(base)} in source ${source.name}`;
    const own = duplicate(names.query) ?? duplicate(names.mutation);
    if (own !== undefined) {
      throw conflict(names.query.includes(own) ? 'query_root' : 'mutation_root', own, [owner, owner]);
    }
    const type = withAffixes(source.customization.typeNames, base.graphqlName);
    const typeOwner = this.#taken.get(`type ${type}`);
    if (typeOwner !== undefined) {
      throw unusable(
        `Found conflicting definitions for GraphQL type '${type}'. The definition at ${owner} differs from the the definitions at [${typeOwner}].`,
      );
    }
    this.#take(owner, source, [
      ...names.query.map((name) => ['query_root', name] as const),
      ...names.mutation.map((name) => ['mutation_root', name] as const),
    ]);
    this.#taken.set(`type ${type}`, owner);
  }

  takeFunction(source: SourceMetadata, tracked: TrackedFunction): void {
    const root: Root = tracked.exposedAs === 'query' ? 'query_root' : 'mutation_root';
    const names = [
      tracked.rootFields.function ?? tracked.graphqlName,
      ...(tracked.function.returnsSet && root === 'query_root'
        ? [tracked.rootFields.function_aggregate ?? `${tracked.graphqlName}_aggregate`]
        : []),
    ];
    const owner = `function ${nameText(tracked)} in source ${source.name}`;
    this.#take(
      owner,
      source,
      names.map((name) => [root, name] as const),
    );
  }

  takeAction(action: ActionMetadata): void {
    const own: Root = action.type === 'query' ? 'query_root' : 'mutation_root';
    const roots: Root[] = isAsynchronous(action) ? [own, 'query_root'] : [own];
    const names = roots.map((root) => [root, action.name] as const);
    this.#take(`action ${action.name}`, undefined, names);
  }

  /** @param source whose prefix, suffix and namespace the names get */
  #take(
    owner: string,
    source: SourceMetadata | undefined,
    fields: readonly (readonly [root: Root, name: string])[],
  ): void {
    const { namespace, ...affixes } = source?.customization.rootFields ?? {};
    const place = namespace ? ` ${namespace}` : '';
    const named = fields.map(([root, name]) => [root, withAffixes(affixes, name)] as const);
    for (const [root, name] of named) {
      const other = this.#taken.get(`${root}${place} ${name}`);
      if (other !== undefined) throw conflict(root, name, [other, owner]);
    }
    for (const [root, name] of named) this.#taken.set(`${root}${place} ${name}`, owner);
  }
}

const duplicate = (names: readonly string[]): string | undefined =>
  names.find((each, index) => names.indexOf(each) < index);

const conflict = (root: Root, name: string, owners: readonly string[]): HasuraError =>
  unusable(
    `Encountered conflicting definitions in the selection set for '${root}' for field '${name}' defined in ` +
      `[${owners.join(', ')}]. Fields must not be defined more than once across all sources.`,
  );

const unusable = (message: string): HasuraError =>
  new HasuraError('unexpected', message, { path: '$.args', status: 500 });
