import type { Dependency, ObjectId } from './types.js';

/** Collects, while one object is built, what it refers to. */
export class Uses {
  readonly of: ObjectId;
  readonly #on = new Map<string, Dependency>();

  constructor(of: ObjectId) {
    this.of = of;
  }

  add(on: ObjectId, onType = false): void {
    const key = objectKey(on);
    const known = this.#on.get(key);
    if (!known || (onType && !known.onType)) this.#on.set(key, { of: this.of, on, onType });
  }

  list(): Dependency[] {
    return [...this.#on.values()];
  }
}

/** Equal for equal objects. */
function objectKey(object: ObjectId): string {
  switch (object.kind) {
    case 'table':
      return JSON.stringify(['table', object.table.schema, object.table.name]);
    case 'column':
      return JSON.stringify(['column', object.table.schema, object.table.name, object.column]);
    case 'constraint':
      return JSON.stringify(['constraint', object.table.schema, object.table.name, object.constraint]);
    case 'relationship':
    case 'computedField':
      return JSON.stringify([object.kind, object.table.schema, object.table.name, object.name]);
    case 'permission':
      return JSON.stringify(['permission', object.table.schema, object.table.name, object.role, object.type]);
    case 'function':
      return JSON.stringify(['function', object.function.schema, object.function.name]);
    case 'customTypes':
      return 'customTypes';
  }
}
