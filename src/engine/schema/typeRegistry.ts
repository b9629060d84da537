import type { NamedType, ObjectType, OutputField, TypeRef } from './types.js';

interface Definition {
  /** Key of the table whose type this is, null for shared ones. */
  readonly owner: string | null;
  readonly build: () => NamedType;
}

/** What the registry asks its schema for, when a name is looked up that no built type has referred to yet. */
export interface RegistryOrigin {
  readonly roots: readonly ObjectType[];
  /** Root fields of the tables (or Actions) that may own a type of this name, with their owner. */
  rootFieldsFor(name: string): Iterable<{ readonly owner: string; readonly field: OutputField }>;
  /** The same schema once more, unconnected to this one; whoever asked throws it away. */
  copy(): ReadonlyMap<string, NamedType>;
}

/**
 * The types of one role. A type is defined by whoever refers to it and built when it is first asked for, so a role
 * that uses two tables of three hundred holds the types of two.
 *
 * Iterating visits every type the roots reach, sorted by name, in a copy that isn't kept.
 */
export class TypeRegistry implements ReadonlyMap<string, NamedType> {
  readonly #definitions = new Map<string, Definition>();
  readonly #built = new Map<string, NamedType>();
  #origin: RegistryOrigin | null = null;
  #names: ReadonlySet<string> | null = null;
  #expanded = false;

  /** Names a type; the first definition of a name holds. */
  define(name: string, owner: string | null, build: () => NamedType): string {
    if (!this.#definitions.has(name)) this.#definitions.set(name, { owner, build });
    return name;
  }

  connect(origin: RegistryOrigin): void {
    this.#origin = origin;
    for (const root of origin.roots) this.#built.set(root.name, root);
  }

  get(name: string): NamedType | undefined {
    return this.#getDefined(name) ?? this.#search(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Builds and keeps all. */
  expand(): this {
    if (this.#expanded || this.#origin === null) return this;
    this.#visit(this.#origin.roots, () => true);
    for (const name of this.#definitions.keys()) this.#getDefined(name);
    this.#expanded = true;
    return this;
  }

  get size(): number {
    return this.#allNames().size;
  }

  keys(): MapIterator<string> {
    return this.#allNames().values();
  }

  *entries(): MapIterator<[string, NamedType]> {
    yield* this.#complete();
  }

  *values(): MapIterator<NamedType> {
    for (const [, type] of this.#complete()) yield type;
  }

  [Symbol.iterator](): MapIterator<[string, NamedType]> {
    return this.entries();
  }

  forEach(visit: (type: NamedType, name: string, map: ReadonlyMap<string, NamedType>) => void): void {
    for (const [name, type] of this.#complete()) visit(type, name, this);
  }

  #complete(): [string, NamedType][] {
    if (!this.#expanded && this.#origin !== null) return [...this.#origin.copy()];
    return [...this.#built].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  #allNames(): ReadonlySet<string> {
    this.#names ??= new Set(this.#complete().map(([name]) => name));
    return this.#names;
  }

  #getDefined(name: string): NamedType | undefined {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const type = this.#definitions.get(name)?.build();
    if (type !== undefined) this.#built.set(name, type);
    return type;
  }

  /**
   * A name that comes from the request (`$where: notes_bool_exp`, `__type(name:)`) and that nothing built so far
   * refers to. Looks among the likely table's types first, so that the cost doesn't grow with the number of tables.
   */
  #search(name: string): NamedType | undefined {
    const origin = this.#origin;
    if (this.#expanded || origin === null || this.#names?.has(name) === false) return undefined;
    for (const { owner, field } of origin.rootFieldsFor(name)) {
      this.#visit([field], (each) => this.#definitions.get(each)?.owner === owner, name);
      if (this.#definitions.has(name)) return this.#getDefined(name);
    }
    if (!this.#allNames().has(name)) return undefined;
    this.#visit(origin.roots, () => true, name);
    return this.#getDefined(name);
  }

  /** Breadth first from `start` through the types that `enter` accepts, until `wanted` is defined. */
  #visit(
    start: readonly (ObjectType | OutputField)[],
    enter: (name: string) => boolean,
    wanted?: string,
  ): void {
    const seen = new Set<string>();
    const queue: string[] = [];
    const add = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      if (enter(name)) queue.push(name);
    };
    for (const each of start) {
      for (const name of 'kind' in each ? namesInType(each) : namesInField(each)) add(name);
    }
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (wanted !== undefined && this.#definitions.has(wanted)) return;
      const type = this.#getDefined(next);
      if (type !== undefined) for (const name of namesInType(type)) add(name);
    }
  }
}

/** The name at the end of a type reference. */
export function baseName(ref: TypeRef): string {
  return ref.kind === 'named' ? ref.name : baseName(ref.of);
}

function* namesInField(field: OutputField): Generator<string> {
  yield baseName(field.type);
  for (const argument of field.arguments.values()) yield baseName(argument.type);
}

function* namesInType(type: NamedType): Generator<string> {
  if (type.kind === 'object') for (const field of type.fields.values()) yield* namesInField(field);
  if (type.kind === 'input') for (const field of type.fields.values()) yield baseName(field.type);
}
