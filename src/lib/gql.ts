/** The text of a GraphQL document with its fragments, under the name by which editors know one. */
export const gql = (parts: TemplateStringsArray, ...fragments: readonly string[]): string =>
  String.raw({ raw: parts }, ...fragments);
