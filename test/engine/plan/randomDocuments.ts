import type { Json } from '../../../src/engine/json.js';
import type {
  InputField,
  NamedType,
  ObjectType,
  OutputField,
  RoleSchema,
  TypeRef,
} from '../../../src/engine/schema/types.js';

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface RandomRequest {
  readonly query: string;
  readonly variables: Record<string, Json>;
}

/** Mostly valid operations on a schema, with a fault here and there. */
export class RandomDocuments {
  readonly #schema: RoleSchema;
  readonly #random: () => number;
  /** How often something is wrong: 0 is never. */
  readonly #faults: number;
  #declared: string[] = [];
  #values: Record<string, Json> = {};

  constructor(schema: RoleSchema, seed: number, faults: number) {
    this.#schema = schema;
    this.#random = randomNumbers(seed);
    this.#faults = faults;
  }

  next(): RandomRequest {
    this.#declared = [];
    this.#values = {};
    const kind = this.#pick(['query', 'query', 'mutation', 'subscription'] as const);
    const root = this.#schema[kind] ?? this.#schema.query;
    const body = this.#selection(root, 4, kind === 'subscription' ? 1 : 2);
    const header = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    return { query: `${kind} q${header} ${body}`, variables: this.#values };
  }

  /** A value of an input type, e.g. `notes_bool_exp`. */
  value(typeName: string): Json {
    return this.#value({ kind: 'named', name: typeName, nonNull: true }, 4);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #wrong(): boolean {
    return this.#chance(this.#faults);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }

  #selection(type: ObjectType, depth: number, count = 1 + Math.floor(this.#random() * 3)): string {
    const all = [...type.fields.values()];
    const leaves = all.filter((field) => !this.#objectOf(field));
    const usable = depth <= 1 && leaves.length > 0 ? leaves : all;
    const parts = Array.from({ length: count }, () => this.#field(this.#pick(usable), depth));
    if (this.#chance(0.1)) parts.push('__typename');
    if (this.#chance(0.1)) parts.push(`... on ${type.name} { ${this.#field(this.#pick(usable), depth)} }`);
    if (this.#wrong())
      parts.push(this.#pick(['nothing', 'id { x }', '__schema', '... on Other { x }', 'id @what']));
    return `{ ${parts.join(' ')} }`;
  }

  #objectOf({ type }: OutputField): ObjectType | undefined {
    const named = this.#schema.types.get(nameOf(type));
    return named?.kind === 'object' ? named : undefined;
  }

  #field(field: OutputField, depth: number): string {
    const alias = this.#chance(0.7) ? `a${Math.floor(this.#random() * 1e6)}: ` : '';
    const given = [...field.arguments.values()].filter(
      (each) => (each.type.nonNull && !this.#wrong()) || this.#chance(0.4),
    );
    const texts = given.map((each) => `${each.name}: ${this.#argument(each)}`);
    if (this.#wrong()) texts.push('wrong: 1');
    const directive = this.#chance(0.05) ? this.#pick([' @include(if: true)', ' @skip(if: false)']) : '';
    const inner = this.#objectOf(field);
    const body = inner && !this.#wrong() ? ` ${this.#selection(inner, depth - 1)}` : '';
    const list = texts.length > 0 ? `(${texts.join(', ')})` : '';
    return `${alias}${field.name}${list}${directive}${body}`;
  }

  #argument({ type }: InputField): string {
    const value = this.#value(type, 4);
    if (!this.#chance(0.3)) return this.#print(value, type);
    const name = `v${this.#declared.length}`;
    const declared = this.#wrong() ? this.#pick(['Int', '[Int!]', 'jsonb']) : showType(type);
    this.#declared.push(`$${name}: ${declared}`);
    if (!this.#wrong()) this.#values[name] = value;
    return `$${name}`;
  }

  #value(type: TypeRef, depth: number): Json {
    if (!type.nonNull && this.#chance(0.05)) return null;
    if (this.#wrong()) return this.#pick<Json>([null, 1, 'x', true, 1.5, [], {}, { x: 1 }, [[1]], -1, 1e30]);
    if (type.kind === 'list') {
      return Array.from({ length: Math.floor(this.#random() * 3) }, () => this.#value(type.of, depth));
    }
    const named = this.#schema.types.get(type.name) as NamedType;
    if (named.kind === 'enum') return this.#pick([...named.values.keys()]);
    return named.kind === 'input'
      ? this.#inputObject([...named.fields.values()], depth)
      : this.#scalar(type.name);
  }

  #inputObject(fields: readonly InputField[], depth: number): Json {
    const isRequired = ({ type, default: given }: InputField) => type.nonNull && given === undefined;
    const chosen = fields.filter(isRequired);
    const optional = fields.filter((each) => !isRequired(each));
    if (depth > 0 && optional.length > 0) {
      const count = 1 + Math.floor(this.#random() * 2);
      for (let index = 0; index < count; index += 1) chosen.push(this.#pick(optional));
    }
    return Object.fromEntries(chosen.map(({ name, type }) => [name, this.#value(type, depth - 1)]));
  }

  #scalar(name: string): Json {
    switch (name) {
      case 'Int':
        return Math.floor(this.#random() * 10);
      case 'Boolean':
        return this.#chance(0.5);
      case 'Float':
      case 'numeric':
        return Math.floor(this.#random() * 100) / 4;
      case 'uuid':
        return '00000000-0000-4000-8000-00000000000'.concat(String(Math.floor(this.#random() * 10)));
      case 'timestamptz':
        return '2024-01-01T00:00:00Z';
      case 'bigint':
        return '9007199254740993';
      case 'jsonb':
        return this.#pick<Json>([{ a: [1, null] }, 'text', 3, []]);
      default:
        return this.#pick(['a', 'title', "it's", '%a_', '']);
    }
  }

  /** In GraphQL syntax, enum values without quotes where the type has them. */
  #print(value: Json, type: TypeRef): string {
    if (Array.isArray(value)) {
      const of = type.kind === 'list' ? type.of : type;
      return `[${value.map((each: Json) => this.#print(each, of)).join(', ')}]`;
    }
    const named = this.#schema.types.get(nameOf(type));
    if (typeof value === 'object' && value !== null) {
      const fields = named?.kind === 'input' ? named.fields : undefined;
      const parts = Object.entries(value).map(
        ([key, each]) => `${key}: ${this.#print(each ?? null, fields?.get(key)?.type ?? type)}`,
      );
      return `{${parts.join(', ')}}`;
    }
    return named?.kind === 'enum' && typeof value === 'string' ? value : JSON.stringify(value);
  }
}

const nameOf = (type: TypeRef): string => (type.kind === 'list' ? nameOf(type.of) : type.name);

function showType(type: TypeRef): string {
  const text = type.kind === 'list' ? `[${showType(type.of)}]` : type.name;
  return type.nonNull ? `${text}!` : text;
}
