import type { ActionMetadata, SourceMetadata } from '../metadata/types.js';
import { nameText, rootFieldNamesOf, withAffixes } from './naming.js';
import type { TableDraft } from './tables.js';
import type { TrackedFunction } from './types.js';

type Root = 'query_root' | 'mutation_root';

/** Remembers who has taken which root field and type, in the order in which objects are offered. */
export class RootFields {
  readonly #taken = new Map<string, string>();

  /** Answers why the source can't have its namespace, or undefined and takes it. The same holds for the rest. */
  takeNamespace({ name, customization }: SourceMetadata): string | undefined {
    const { namespace } = customization.rootFields;
    if (!namespace) return undefined;
    const roots: readonly Root[] = ['query_root', 'mutation_root'];
    return this.#take(
      `source ${name}`,
      undefined,
      roots.map((root) => [root, namespace] as const),
    );
  }

  takeTable(source: SourceMetadata, { base }: TableDraft): string | undefined {
    const names = rootFieldNamesOf(base);
    const owner = `table ${nameText(base)} in source ${source.name}`;
    const own = duplicate(names.query) ?? duplicate(names.mutation);
    if (own !== undefined)
      return conflict(names.query.includes(own) ? 'query_root' : 'mutation_root', own, [owner, owner]);
    const type = withAffixes(source.customization.typeNames, base.graphqlName);
    const typeOwner = this.#taken.get(`type ${type}`);
    if (typeOwner !== undefined) {
      return `Found conflicting definitions for GraphQL type '${type}'. The definition at ${owner} differs from the the definitions at [${typeOwner}].`;
    }
    const reason = this.#take(owner, source, [
      ...names.query.map((name) => ['query_root', name] as const),
      ...names.mutation.map((name) => ['mutation_root', name] as const),
    ]);
    if (reason === undefined) this.#taken.set(`type ${type}`, owner);
    return reason;
  }

  takeFunction(source: SourceMetadata, tracked: TrackedFunction): string | undefined {
    const root: Root = tracked.exposedAs === 'query' ? 'query_root' : 'mutation_root';
    const names = [
      tracked.rootFields.function ?? tracked.graphqlName,
      ...(tracked.function.returnsSet && root === 'query_root'
        ? [tracked.rootFields.function_aggregate ?? `${tracked.graphqlName}_aggregate`]
        : []),
    ];
    const owner = `function ${nameText(tracked)} in source ${source.name}`;
    return this.#take(
      owner,
      source,
      names.map((name) => [root, name] as const),
    );
  }

  takeAction(action: ActionMetadata): string | undefined {
    const root: Root = action.type === 'query' ? 'query_root' : 'mutation_root';
    return this.#take(`action ${action.name}`, undefined, [[root, action.name]]);
  }

  /** @param source whose prefix, suffix and namespace the names get */
  #take(
    owner: string,
    source: SourceMetadata | undefined,
    fields: readonly (readonly [root: Root, name: string])[],
  ): string | undefined {
    const { namespace, ...affixes } = source?.customization.rootFields ?? {};
    const place = namespace ? ` ${namespace}` : '';
    const named = fields.map(([root, name]) => [root, withAffixes(affixes, name)] as const);
    for (const [root, name] of named) {
      const other = this.#taken.get(`${root}${place} ${name}`);
      if (other !== undefined) return conflict(root, name, [other, owner]);
    }
    for (const [root, name] of named) this.#taken.set(`${root}${place} ${name}`, owner);
    return undefined;
  }
}

const duplicate = (names: readonly string[]): string | undefined =>
  names.find((each, index) => names.indexOf(each) < index);

const conflict = (root: Root, name: string, owners: readonly string[]): string =>
  `Encountered conflicting definitions in the selection set for '${root}' for field '${name}' defined in ` +
  `[${owners.join(', ')}]. Fields must not be defined more than once across all sources.`;
