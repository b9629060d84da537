import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';

/** Address of the nth generated user; the first is 1. */
export const generatedEmail = (user: number): string => `user${user}@example.com`;

/** Refresh token of the one session that the nth generated user has. */
export function generatedToken(user: number): string {
  const hex = createHash('md5').update(`token${user}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

interface Population {
  readonly users: number;
  /** All of them have it. */
  readonly passwordHash: string;
}

/**
 * Fills a database that has the project's tables with users, two roles and a session each, by COPY through files in
 * `directory`, which the PostgreSQL server writes and reads itself. Ids and tokens are in no order, as random ones are.
 * Answers how many seconds it took.
 */
export async function fillWithUsers(
  databaseUrl: string,
  directory: string,
  { users, passwordHash }: Population,
): Promise<number> {
  const started = performance.now();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const series = `generate_series(1, ${users}) as n`;
  const id = `md5('user' || n)::uuid`;
  const copy = async (table: string, columns: string, values: string): Promise<void> => {
    const file = client.escapeLiteral(join(directory, 'rows'));
    await client.query(`copy (select ${values}) to ${file}`);
    await client.query(`copy auth.${table} (${columns}) from ${file}`);
  };
  try {
    // The rows refer to each other rightly; checking two million of them would take longer than writing them.
    await client.query('set session_replication_role = replica');
    await copy(
      'users',
      'id, locale, email, email_verified, display_name, password_hash',
      `${id}, 'en', 'user' || n || '@example.com', true, 'User ' || n, ${client.escapeLiteral(passwordHash)} from ${series}`,
    );
    await copy(
      'user_roles',
      'user_id, role',
      `${id}, role from ${series}, unnest(array['user', 'me']) as role`,
    );
    await copy(
      'refresh_tokens',
      'user_id, expires_at, type, refresh_token_hash',
      `${id}, now() + interval '30 days', 'regular',
        '\\x' || encode(sha256((md5('token' || n)::uuid)::text::bytea), 'hex') from ${series}`,
    );
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  return (performance.now() - started) / 1000;
}
