import type { CustomTypes } from '../metadata/types.js';

/** `[UserId!]!` as data. */
export type OutputType =
  | { readonly kind: 'named'; readonly name: string; readonly nonNull: boolean }
  | { readonly kind: 'list'; readonly of: OutputType; readonly nonNull: boolean };

const known = new Map<string, OutputType>();

/** Reads an output type of metadata, which has been validated before. */
export function parseOutputType(text: string): OutputType {
  let type = known.get(text);
  if (!type) {
    type = parse(text.trim());
    known.set(text, type);
  }
  return type;
}

function parse(text: string): OutputType {
  const nonNull = text.endsWith('!');
  const inner = nonNull ? text.slice(0, -1).trim() : text;
  if (inner.startsWith('[') && inner.endsWith(']')) {
    return { kind: 'list', of: parse(inner.slice(1, -1).trim()), nonNull };
  }
  return { kind: 'named', name: inner, nonNull };
}

const requiredFields = new WeakMap<CustomTypes, ReadonlyMap<string, readonly string[]>>();

/** Object type -> its fields that can't be null. */
export function requiredFieldsOf(types: CustomTypes): ReadonlyMap<string, readonly string[]> {
  let byType = requiredFields.get(types);
  if (!byType) {
    byType = new Map(
      types.objects.map(({ name, fields }) => [
        name,
        fields.filter((field) => parseOutputType(field.type).nonNull).map((field) => field.name),
      ]),
    );
    requiredFields.set(types, byType);
  }
  return byType;
}
