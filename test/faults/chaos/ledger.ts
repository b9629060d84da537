/** What the server has promised to clients, to be held against what is there in the end. */
export interface Ledger {
  /** Accounts whose sign-up was answered, by address. */
  readonly accounts: Map<string, { readonly password: string }>;
  readonly sessions: Session[];
  /** Requests for a mail, by address: answered with success, or not answered. */
  readonly mails: Map<string, { acknowledged: number; unknown: number }>;
  /** Tickets from mails that were used, by their text. */
  readonly tickets: Map<string, TicketUses>;
  /** What must never happen, as a sentence. */
  readonly violations: string[];
  /** How often each operation was done, and how it ended. */
  readonly counts: Map<string, number>;
}

export interface Session {
  readonly email: string;
  refreshToken: string;
  /** `ending`: it was asked to end, and no answer came. */
  state: 'live' | 'ending' | 'ended';
  /** Whether a client works with it: one chain has one user. */
  taken: boolean;
}

export interface TicketUses {
  readonly email: string;
  successes: number;
  /** Uses that were not answered: one of them may have been the one. */
  unknown: number;
}

export function createLedger(): Ledger {
  return {
    accounts: new Map(),
    sessions: [],
    mails: new Map(),
    tickets: new Map(),
    violations: [],
    counts: new Map(),
  };
}

export function count(ledger: Ledger, what: string): void {
  ledger.counts.set(what, (ledger.counts.get(what) ?? 0) + 1);
}
