import type { Connection, PoolClient, Submittable } from 'pg';

/** A row as it arrives: each column as text. */
export type Row = readonly (string | null)[];

export interface BoundStatement {
  readonly text: string;
  readonly values: (string | null)[];
  /** Of the prepared statement; undefined for one that is used once. */
  readonly name: string | undefined;
}

/** What pg's `Connection` has besides its types: the statements that the server knows, by name. */
type PreparedConnection = Connection & { readonly parsedStatements: Readonly<Record<string, string>> };

/**
 * Runs one statement by the extended protocol (PostgreSQL 55.2.3) and answers its rows.
 *
 * Every value is text, so nobody needs the types of the columns: unlike pg's own query this one doesn't ask for them,
 * and hands on the rows as the driver reads them.
 *
 * @throws pg's errors
 */
export const runText = (client: PoolClient, statement: BoundStatement): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    client.query(new TextQuery(statement, resolve, reject));
  });

/** What pg's client expects of a query of one's own; it calls these methods as the messages arrive. */
class TextQuery implements Submittable {
  /** The client notes them when the server has prepared the statement. */
  readonly name: string | undefined;
  readonly text: string;
  readonly values: (string | null)[];
  readonly #resolve: (rows: readonly Row[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #rows: Row[] = [];

  constructor(
    { name, text, values }: BoundStatement,
    resolve: (rows: readonly Row[]) => void,
    reject: (error: unknown) => void,
  ) {
    this.name = name;
    this.text = text;
    this.values = values;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    const { parsedStatements } = connection as PreparedConnection;
    const { name = '', text } = this;
    // PGlite's stream has no packets, and none of this.
    const stream: Partial<Connection['stream']> = connection.stream;
    // All messages leave as one packet.
    stream.cork?.();
    if (name === '' || parsedStatements[name] === undefined)
      connection.parse({ name, text, types: [] }, true);
    connection.bind({ statement: name, values: this.values }, true);
    connection.execute(null, true);
    connection.sync();
    stream.uncork?.();
  }

  handleRowDescription(): void {}

  handleDataRow({ fields }: { readonly fields: Row }): void {
    this.#rows.push(fields);
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handleReadyForQuery(): void {
    this.#resolve(this.#rows);
  }

  /** After this the server sends ReadyForQuery, since the Sync is on its way. */
  handleError(error: unknown): void {
    this.#reject(error);
  }
}
