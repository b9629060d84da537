/** What a subscription asks for, ready to be polled together with others. */
export interface LiveSource {
  /** One object for everyone who subscribes to one operation in one role. */
  readonly group: LiveGroup;
  /** Everything else that the result depends on: bound values, as text. Equal values share one result. */
  readonly values: readonly (string | null)[];
  /** Streaming subscriptions: where they begin, null for the first row. Live queries: null. */
  readonly stream: { readonly cursor: string | null } | null;
}

export interface LiveGroup {
  /**
   * Answers all members with one statement, by their id.
   *
   * @throws HasuraError when it fails for any of them
   */
  poll(members: readonly LiveMember[]): Promise<ReadonlyMap<string, LiveResult>>;
}

export interface LiveMember {
  readonly id: string;
  readonly values: readonly (string | null)[];
  readonly cursor: string | null;
}

export interface LiveResult {
  /** JSON text of the response's `data`. */
  readonly data: string;
  /** Streams: where they stand after this batch; null when there was nothing new. */
  readonly cursor: string | null;
}
