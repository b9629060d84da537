/** A map whose keys are known and whose values are made when first asked for, once. */
export class LazyMap<Value> implements ReadonlyMap<string, Value> {
  readonly #builders: ReadonlyMap<string, () => Value>;
  readonly #built = new Map<string, Value>();

  constructor(builders: ReadonlyMap<string, () => Value>) {
    this.#builders = builders;
  }

  get(key: string): Value | undefined {
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const build = this.#builders.get(key);
    if (build === undefined) return undefined;
    const value = build();
    this.#built.set(key, value);
    return value;
  }

  has(key: string): boolean {
    return this.#builders.has(key);
  }

  get size(): number {
    return this.#builders.size;
  }

  keys(): MapIterator<string> {
    return this.#builders.keys();
  }

  *entries(): MapIterator<[string, Value]> {
    for (const key of this.#builders.keys()) yield [key, this.get(key) as Value];
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
