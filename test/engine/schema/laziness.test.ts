import { describe, expect, it } from 'vitest';
import type { TrackedTable } from '../../../src/engine/model/types.js';
import { buildRoleSchema } from '../../../src/engine/schema/buildRoleSchema.js';
import { column, model, relationship, table } from './models.js';

/** Tables in a ring, and which of them had their comments read, which happens when their object is built. */
function ring(count: number) {
  const read = new Set<string>();
  const tables = Array.from({ length: count }, (_, index): TrackedTable => {
    const name = `table_${index}`;
    const plain = table(name, [column('id', 'int4!')], {
      relationships: [relationship('array', 'next', `table_${(index + 1) % count}`)],
    });
    return Object.defineProperty({ ...plain }, 'comment', {
      get: () => {
        read.add(name);
        return null;
      },
    });
  });
  return { schema: buildRoleSchema(model({ tables }), 'admin', { backendOnly: false }), read };
}

describe('a role schema', () => {
  it('builds what is asked for, and no other table', () => {
    const { schema, read } = ring(50);
    schema.query.fields.get('table_7');
    expect(schema.types.get('table_7')?.kind).toBe('object');
    expect([...read]).toEqual(['table_7']);
  });

  it('finds a type of a table by name before anything refers to it, without building the others', () => {
    const { schema, read } = ring(50);
    expect(schema.types.get('table_7_set_input')?.kind).toBe('input');
    expect(read.size).toBeLessThanOrEqual(1);
  });

  it('finds types that only other tables lead to, and knows which do not exist', () => {
    const { schema } = ring(5);
    expect(schema.types.get('table_3_arr_rel_insert_input')?.kind).toBe('input');
    expect(schema.types.get('table_3_obj_rel_insert_input')).toBeUndefined();
    expect(schema.types.get('toString')).toBeUndefined();
    expect(schema.types.has('nothing')).toBe(false);
  });

  it('iterates over every type, sorted, each of which is found by its name', () => {
    const { schema } = ring(3);
    const names = [...schema.types.keys()];
    expect(names).toHaveLength(schema.types.size);
    expect([...schema.types.values()].map((type) => type.name)).toEqual([...names].sort());
    for (const name of names) expect(schema.types.get(name)?.name).toBe(name);
  });

  it('says whether the role may introspect', () => {
    const disabled = model({ introspectionDisabledFor: new Set(['user']) });
    const enabled = (role: string) =>
      buildRoleSchema(disabled, role, { backendOnly: false }).introspectionEnabled;
    expect([enabled('user'), enabled('admin')]).toEqual([false, true]);
  });
});
