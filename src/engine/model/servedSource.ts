import type { Metadata, SourceMetadata } from '../metadata/types.js';

/** The source whose tables are served: `default` if it is one of Postgres, else the first of Postgres. */
export function servedSource(metadata: Metadata): SourceMetadata | undefined {
  const candidates = metadata.sources.filter((each) => each.kind === 'postgres');
  return candidates.find((each) => each.name === 'default') ?? candidates[0];
}
