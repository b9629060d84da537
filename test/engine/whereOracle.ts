import type { Json, JsonObject } from '../../src/engine/json.js';
import { randomNumbers } from './plan/randomDocuments.js';

/** A table as a role sees it, in SQL over the alias of its row. */
export interface OracleTable {
  readonly name: string;
  /** The role's filter. */
  readonly filter: (row: string) => string;
  /** Columns by name: what they read as, where that isn't the column itself, and values to compare with. */
  readonly columns: Readonly<
    Record<string, { readonly values: readonly Json[]; readonly sql?: (row: string) => string }>
  >;
  readonly relations: Readonly<
    Record<string, { readonly to: string; readonly on: (from: string, to: string) => string }>
  >;
}

const operators: Readonly<Record<string, string>> = {
  _eq: '=',
  _neq: '<>',
  _gt: '>',
  _gte: '>=',
  _lt: '<',
  _lte: '<=',
};

/**
 * Random conditions, each in GraphQL and in SQL. The SQL is written here a second time, in the plainest way, so that a
 * mistake in the engine's own doesn't stand on both sides.
 */
export class WhereOracle {
  readonly #tables: ReadonlyMap<string, OracleTable>;
  readonly #random: () => number;
  #alias = 0;

  constructor(tables: readonly OracleTable[], seed: number) {
    this.#tables = new Map(tables.map((each) => [each.name, each]));
    this.#random = randomNumbers(seed);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }

  #table(name: string): OracleTable {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`no table ${name}`);
    return table;
  }

  /** A `*_bool_exp`. */
  next(table: string, depth = 3): JsonObject {
    const { columns, relations } = this.#table(table);
    const kinds = ['column', 'column', ...(depth > 0 ? ['_and', '_or', '_not', 'relation'] : [])];
    const kind = this.#pick(kinds);
    switch (kind) {
      case '_and':
      case '_or':
        return {
          [kind]: Array.from({ length: Math.floor(this.#random() * 3) }, () => this.next(table, depth - 1)),
        };
      case '_not':
        return { _not: this.next(table, depth - 1) };
      case 'relation': {
        const name = this.#pick(Object.keys(relations));
        return { [name]: this.next(relations[name]?.to ?? '', depth - 1) };
      }
      default: {
        const name = this.#pick(Object.keys(columns));
        return { [name]: this.#comparison(columns[name]?.values ?? []) };
      }
    }
  }

  #comparison(values: readonly Json[]): JsonObject {
    const operator = this.#pick([...Object.keys(operators), '_in', '_nin', '_is_null']);
    if (operator === '_is_null') return { _is_null: this.#random() < 0.5 };
    if (operator in operators) return { [operator]: this.#pick(values) };
    return { [operator]: Array.from({ length: Math.floor(this.#random() * 3) }, () => this.#pick(values)) };
  }

  /** The rows of `table` that the role sees and the condition holds for. */
  rowsSql(table: string, where: JsonObject): string {
    return `${table} as r where ${this.#table(table).filter('r')} and ${this.#sql(table, 'r', where)}`;
  }

  columnSql(table: string, column: string, row: string): string {
    return this.#table(table).columns[column]?.sql?.(row) ?? `${row}.${column}`;
  }

  #sql(table: string, row: string, where: JsonObject): string {
    const parts = Object.entries(where).map(([key, value]) => {
      const list = (value ?? null) as readonly JsonObject[];
      if (key === '_and')
        return joined(
          list.map((each) => this.#sql(table, row, each)),
          'and',
          'true',
        );
      if (key === '_or')
        return joined(
          list.map((each) => this.#sql(table, row, each)),
          'or',
          'false',
        );
      if (key === '_not') return `not ${this.#sql(table, row, value as JsonObject)}`;
      const relation = this.#table(table).relations[key];
      if (!relation) return this.#comparisonSql(this.columnSql(table, key, row), value as JsonObject);
      this.#alias += 1;
      const inner = `i${this.#alias}`;
      const visible = this.#table(relation.to).filter(inner);
      const holds = this.#sql(relation.to, inner, value as JsonObject);
      return `exists (select from ${relation.to} ${inner} where ${relation.on(row, inner)} and ${visible} and ${holds})`;
    });
    return joined(parts, 'and', 'true');
  }

  #comparisonSql(left: string, comparison: JsonObject): string {
    const [[operator, value] = ['', null]] = Object.entries(comparison);
    if (operator === '_is_null') return `${left} is ${value === true ? '' : 'not '}null`;
    if (operator === '_in' || operator === '_nin') {
      const of = (value as readonly Json[]).map((each) => `${left} = ${literal(each)}`);
      return `${operator === '_in' ? '' : 'not '}${joined(of, 'or', 'false')}`;
    }
    return `${left} ${operators[operator]} ${literal(value ?? null)}`;
  }
}

const literal = (value: Json): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

const joined = (parts: readonly string[], word: string, none: string): string =>
  `(${parts.length === 0 ? none : parts.join(` ${word} `)})`;
