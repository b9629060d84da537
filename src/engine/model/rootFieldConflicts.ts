import type { ActionMetadata } from '../metadata/types.js';
import { nameText, rootFieldNamesOf } from './naming.js';
import type { TableDraft } from './tables.js';
import type { TrackedFunction } from './types.js';

/** Remembers who has taken which root field and type, in the order in which objects are offered. */
export class RootFields {
  readonly #source: string;
  readonly #taken = new Map<string, string>();

  constructor(source: string) {
    this.#source = source;
  }

  /** Answers why the table can't have its names, or undefined and takes them. */
  takeTable({ base }: TableDraft): string | undefined {
    const names = rootFieldNamesOf(base);
    const owner = `table ${nameText(base)} in source ${this.#source}`;
    const own = duplicate(names.query) ?? duplicate(names.mutation);
    if (own !== undefined)
      return conflict(names.query.includes(own) ? 'query_root' : 'mutation_root', own, [owner, owner]);
    const typeOwner = this.#taken.get(`type ${base.graphqlName}`);
    if (typeOwner !== undefined) {
      return `Found conflicting definitions for GraphQL type '${base.graphqlName}'. The definition at ${owner} differs from the the definitions at [${typeOwner}].`;
    }
    const reason = this.#take(owner, [
      ...names.query.map((name) => ['query_root', name] as const),
      ...names.mutation.map((name) => ['mutation_root', name] as const),
    ]);
    if (reason === undefined) this.#taken.set(`type ${base.graphqlName}`, owner);
    return reason;
  }

  takeFunction(tracked: TrackedFunction): string | undefined {
    const root = tracked.exposedAs === 'query' ? 'query_root' : 'mutation_root';
    const names = [
      tracked.rootFields.function ?? tracked.graphqlName,
      ...(tracked.function.returnsSet && root === 'query_root'
        ? [tracked.rootFields.function_aggregate ?? `${tracked.graphqlName}_aggregate`]
        : []),
    ];
    const owner = `function ${nameText(tracked)} in source ${this.#source}`;
    return this.#take(
      owner,
      names.map((name) => [root, name] as const),
    );
  }

  takeAction(action: ActionMetadata): string | undefined {
    return this.#take(`action ${action.name}`, [
      [action.type === 'query' ? 'query_root' : 'mutation_root', action.name],
    ]);
  }

  #take(owner: string, fields: readonly (readonly [root: string, name: string])[]): string | undefined {
    for (const [root, name] of fields) {
      const other = this.#taken.get(`${root} ${name}`);
      if (other !== undefined) return conflict(root, name, [other, owner]);
    }
    for (const [root, name] of fields) this.#taken.set(`${root} ${name}`, owner);
    return undefined;
  }
}

const duplicate = (names: readonly string[]): string | undefined =>
  names.find((each, index) => names.indexOf(each) < index);

const conflict = (root: string, name: string, owners: readonly string[]): string =>
  `Encountered conflicting definitions in the selection set for '${root}' for field '${name}' defined in ` +
  `[${owners.join(', ')}]. Fields must not be defined more than once across all sources.`;
