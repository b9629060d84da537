import type { Pool } from 'pg';
import type { Json, JsonObject } from '../json.js';
import { parseJson, stringifyJson } from '../jsonText.js';
import { sqlError } from '../run/sqlErrors.js';

/** A call that waits for its webhook. */
export interface LoggedCall {
  readonly id: string;
  readonly action: string;
  readonly input: Readonly<Record<string, Json>>;
  readonly headers: JsonObject;
  readonly session: Readonly<Record<string, string>>;
}

/** What has become of a call. */
export interface LoggedResult {
  readonly id: string;
  readonly createdAt: string;
  readonly errors: Json;
  readonly response: Json;
}

/** Hasura's table of asynchronous Actions; names and columns are Hasura's. */
const createLog = `
  create table if not exists hdb_catalog.hdb_action_log (
    id uuid primary key default gen_random_uuid(),
    action_name text,
    input_payload jsonb not null,
    request_headers jsonb not null,
    session_variables jsonb not null,
    response_payload jsonb,
    errors jsonb,
    created_at timestamptz not null default now(),
    response_received_at timestamptz,
    status text not null check (status in ('created', 'processing', 'completed', 'error'))
  )`;

/** The calls of asynchronous Actions, in the database that metadata is kept in. */
export class ActionLog {
  readonly #pool: Pool;
  #ready: Promise<unknown> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Answers the id of the new call. */
  async add(call: Omit<LoggedCall, 'id'>): Promise<string> {
    const [row] = await this.#run(
      `insert into hdb_catalog.hdb_action_log (action_name, input_payload, request_headers, session_variables, status)
       values ($1, $2, $3, $4, 'created') returning id::text`,
      [call.action, stringifyJson(call.input), stringifyJson(call.headers), stringifyJson(call.session)],
    );
    if (!row?.id) throw new Error('the call of an Action was not logged');
    return row.id;
  }

  /** Undefined when there is no such call, or `session` is given and another one made it. */
  async find(
    id: string,
    action: string,
    session: LoggedCall['session'] | null,
  ): Promise<LoggedResult | undefined> {
    const [row] = await this.#run(
      `select id::text, to_json(created_at) #>> '{}' as created_at, errors::text, response_payload::text as response
       from hdb_catalog.hdb_action_log
       where id = $1::uuid and action_name = $2 and ($3::jsonb is null or session_variables = $3::jsonb)`,
      [id, action, session && stringifyJson(session)],
    );
    return (
      row && {
        id: row.id ?? id,
        createdAt: row.created_at ?? '',
        errors: json(row.errors),
        response: json(row.response),
      }
    );
  }

  /** Calls that no other process has taken. */
  async take(limit: number): Promise<LoggedCall[]> {
    const rows = await this.#run(
      `update hdb_catalog.hdb_action_log set status = 'processing'
       where id in (select id from hdb_catalog.hdb_action_log where status = 'created' limit $1 for update skip locked)
       returning id::text, action_name, input_payload::text as input, request_headers::text as headers,
         session_variables::text as session`,
      [String(limit)],
    );
    return rows.map((row) => ({
      id: row.id ?? '',
      action: row.action_name ?? '',
      input: json(row.input) as LoggedCall['input'],
      headers: json(row.headers) as JsonObject,
      session: json(row.session) as LoggedCall['session'],
    }));
  }

  /** For calls that were taken and not finished: whoever comes next takes them again. */
  async giveBack(ids: readonly string[]): Promise<void> {
    await this.#run(`update hdb_catalog.hdb_action_log set status = 'created' where id = any($1::uuid[])`, [
      `{${ids.join(',')}}`,
    ]);
  }

  async finish(id: string, outcome: { readonly response: Json } | { readonly errors: Json }): Promise<void> {
    const failed = 'errors' in outcome;
    await this.#run(
      `update hdb_catalog.hdb_action_log
       set response_payload = $2, errors = $3, status = $4, response_received_at = now() where id = $1::uuid`,
      [
        id,
        failed ? null : stringifyJson(outcome.response),
        failed ? stringifyJson(outcome.errors) : null,
        failed ? 'error' : 'completed',
      ],
    );
  }

  async #run(sql: string, values: (string | null)[]): Promise<Record<string, string | null>[]> {
    this.#ready ??= this.#pool.query(createLog).catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    try {
      await this.#ready;
      return (await this.#pool.query<Record<string, string | null>>(sql, values)).rows;
    } catch (error) {
      throw sqlError(error, '$');
    }
  }
}

/** Removes the calls of an Action that is dropped. */
export async function forgetCalls(database: Pick<Pool, 'query'>, action: string): Promise<void> {
  const { rows } = await database.query<{ log: string | null }>(
    `select to_regclass('hdb_catalog.hdb_action_log')::text as log`,
  );
  if (rows[0]?.log)
    await database.query('delete from hdb_catalog.hdb_action_log where action_name = $1', [action]);
}

const json = (text: string | null | undefined): Json => (text == null ? null : parseJson(text));
