import type { RootField } from './types.js';

/** A root field that has a value of its own: all but the objects around them. */
export type LeafField = Exclude<RootField, { kind: 'group' }>;

export const leavesOf = (field: RootField): readonly LeafField[] =>
  field.kind === 'group' ? field.fields.flatMap(leavesOf) : [field];

/** The JSON text of `data`, of the texts of its fields. */
export function responseText(fields: readonly RootField[], textOf: (field: LeafField) => string): string {
  const members = fields.map((field) => `${JSON.stringify(field.alias)}:${valueText(field, textOf)}`);
  return `{${members.join(',')}}`;
}

function valueText(field: RootField, textOf: (field: LeafField) => string): string {
  switch (field.kind) {
    case 'group':
      return responseText(field.fields, textOf);
    case 'constant':
      return field.text;
    default:
      return textOf(field);
  }
}
