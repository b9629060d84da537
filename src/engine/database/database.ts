import type { Pool } from 'pg';

/** Postgres, or PGlite behind the same driver. Values arrive as the text Postgres prints; nothing is parsed. */
export interface Database {
  readonly kind: 'postgres' | 'pglite';
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The databases behind the sources of metadata. */
export interface Databases {
  /** @throws HasuraError not-exists when metadata has no such source, or it can't be served */
  get(source: string): Database;
}

/** pg's hook for reading values: parsing would lose bigints, numerics and the printed form of timestamps. */
export const textTypes = { getTypeParser: () => (text: string) => text };
