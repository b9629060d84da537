/**
 * A map that forgets what was not used for long: it holds at most `maximum` entries, and at least the half of them that
 * were used last. Two generations instead of one order of use, since reading must not write.
 */
export class BoundedMap<Key, Value> {
  readonly #generation: number;
  #recent = new Map<Key, Value>();
  #former = new Map<Key, Value>();

  /** @param maximum at least 2. */
  constructor(maximum: number) {
    this.#generation = Math.floor(maximum / 2);
  }

  get(key: Key): Value | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const former = this.#former.get(key);
    if (former !== undefined) this.set(key, former);
    return former;
  }

  set(key: Key, value: Value): void {
    this.#former.delete(key);
    this.#recent.set(key, value);
    if (this.#recent.size < this.#generation) return;
    this.#former = this.#recent;
    this.#recent = new Map();
  }

  delete(key: Key): void {
    this.#recent.delete(key);
    this.#former.delete(key);
  }

  get size(): number {
    return this.#recent.size + this.#former.size;
  }
}
