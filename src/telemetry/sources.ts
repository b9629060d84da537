/** What is asked for its state at each scrape. */
export interface Sources {
  readonly hashing: () => { readonly running: number; readonly waiting: number };
  readonly hasura: () => {
    readonly inFlight: number;
    readonly waiting: number;
    readonly turnedAway: number;
  };
  /** Undefined when Hasura does not tell. Never throws. */
  readonly outbox: () => Promise<OutboxState | undefined>;
  readonly isReady: () => boolean;
}

export interface OutboxState {
  readonly due: number;
  readonly retried: number;
  readonly abandoned: number;
  readonly oldestDueSeconds: number;
}
