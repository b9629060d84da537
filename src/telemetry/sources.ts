/** What is asked for its state at each scrape. */
export interface Sources {
  readonly hashing: () => { readonly running: number; readonly waiting: number };
  readonly hasura: () => {
    readonly inFlight: number;
    readonly waiting: number;
    readonly turnedAway: number;
  };
  /** How many custom claims are left out since Hasura does not know their path. */
  readonly brokenClaims: () => number;
  /** By queue; undefined when Hasura does not tell. Never throws. */
  readonly outbox: () => Promise<Readonly<Record<string, OutboxState>> | undefined>;
  /** Never throws. */
  readonly isReady: () => Promise<boolean>;
}

export interface OutboxState {
  readonly due: number;
  readonly retried: number;
  readonly abandoned: number;
  readonly oldestDueSeconds: number;
}
