import { randomBytes } from 'node:crypto';
import { isUuid } from '../../../src/lib/ids.js';
import type { InboxMessage } from '../../../src/mail/inbox.js';
import { createAuthenticator, type SoftAuthenticator } from '../../support/softAuthenticator.js';
import { pick, type Random } from '../chaos/random.js';
import { type Canaries, canary } from './canaries.js';
import { clientUrl } from './fuzzServer.js';

/** What the fuzzer knows of an account that it may use. */
export interface Account {
  readonly email: string;
  readonly username: string;
  readonly phoneNumber: string;
  readonly password: string;
  userId: string | undefined;
  accessToken: string | undefined;
  refreshToken: string | undefined;
  totpSecret: string | undefined;
  recoveryCodes: readonly string[];
  personalAccessToken: string | undefined;
  mfaTicket: string | undefined;
}

/** Of the newest so many are kept: memory has to stay flat. */
const kept = { accounts: 40, tickets: 100, codes: 100, keys: 40 };

/** What was learnt from answers and messages, to be sent again. */
export class World {
  readonly accounts: Account[] = [];
  readonly tickets: string[] = [];
  readonly exchangeCodes: string[] = [];
  /** The newest code by the address or number that it was sent to. */
  readonly codes = new Map<string, string>();
  /** Options of WebAuthn that the server has given. */
  creation: Parameters<SoftAuthenticator['create']>[0] | undefined;
  request: Parameters<SoftAuthenticator['get']>[0] | undefined;
  authenticator = createAuthenticator({ origin: clientUrl });
  /** Addresses of those whose secrets nobody may be told. */
  readonly victims = new Set<string>();
  readonly #canaries: Canaries;
  #focus: Account | undefined;
  #count = 0;

  constructor(canaries: Canaries) {
    this.#canaries = canaries;
  }

  /** For a while the same one: what is deep needs several steps. */
  account(random: Random): Account {
    if (this.accounts.length === 0 || random() < 0.08) return this.newAccount();
    if (this.#focus === undefined || random() < 0.02) this.#focus = pick(random, this.usable());
    return random() < 0.6 ? this.#focus : pick(random, this.accounts);
  }

  /** Those with a session, if there are any. */
  usable(): readonly Account[] {
    const all = this.accounts.filter(({ accessToken }) => accessToken !== undefined);
    return all.length > 0 ? all : this.accounts;
  }

  newAccount(): Account {
    this.#count += 1;
    const name = `${this.#count.toString(36)}${randomBytes(3).toString('hex')}`;
    const account = {
      email: `fuzz-${name}@example.com`,
      username: `fuzz.${name}`,
      phoneNumber: `+3361${String(1_000_000 + this.#count).slice(-7)}`,
      password: canary('password'),
      userId: undefined,
      accessToken: undefined,
      refreshToken: undefined,
      totpSecret: undefined,
      recoveryCodes: [],
      personalAccessToken: undefined,
      mfaTicket: undefined,
    };
    this.accounts.push(account);
    if (this.accounts.length > kept.accounts) this.accounts.shift();
    return account;
  }

  /** Takes from an answer, at any depth, what can be sent again. */
  learn(value: unknown, account: Account, depth = 0): void {
    if (typeof value !== 'object' || value === null || depth > 8) return;
    for (const [key, each] of Object.entries(value)) {
      if (typeof each === 'string') this.#learnText(key, each, account);
      else if (key === 'user' && isId(each)) account.userId = each.id;
      else if (key === 'recoveryCodes' && Array.isArray(each)) account.recoveryCodes = each.map(String);
      else this.learn(each, account, depth + 1);
    }
    this.#learnOptions(value);
    this.#canaries.remember(...account.recoveryCodes);
  }

  #learnText(key: string, text: string, account: Account): void {
    const isSecret = ['refreshToken', 'totpSecret', 'ticket', 'personalAccessToken'].includes(key);
    if (isSecret) this.#canaries.remember(text);
    if (key === 'accessToken') account.accessToken = text;
    if (key === 'refreshToken') account.refreshToken = text;
    if (key === 'totpSecret') account.totpSecret = text;
    if (key === 'personalAccessToken') account.personalAccessToken = text;
    if (key === 'ticket') account.mfaTicket = text;
  }

  #learnOptions(value: object): void {
    if (!('challenge' in value) || typeof value.challenge !== 'string') return;
    if ('rp' in value && 'user' in value) this.creation = value as typeof this.creation;
    else if ('rpId' in value) this.request = value as typeof this.request;
    if (this.authenticator.keys.length > kept.keys)
      this.authenticator = createAuthenticator({ origin: clientUrl });
  }

  learnLocation(location: string): void {
    const code = /[?&#]code=([^&#]+)/.exec(location)?.[1];
    if (code !== undefined) push(this.exchangeCodes, decodeURIComponent(code), kept.tickets);
  }

  learnMessage({ to, link, text }: InboxMessage): void {
    const ticket = link === undefined ? null : new URL(link).searchParams.get('ticket');
    const code = /\b\d{6}\b/.exec(text)?.[0];
    if (this.victims.has(to)) {
      if (ticket) this.#canaries.plant(ticket);
      return;
    }
    if (ticket) {
      this.#canaries.remember(ticket);
      push(this.tickets, ticket, kept.tickets);
    }
    if (code === undefined) return;
    this.codes.set(to, code);
    const [oldest] = this.codes.keys();
    if (this.codes.size > kept.codes && oldest !== undefined) this.codes.delete(oldest);
  }
}

function isId(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && isUuid(String(value.id));
}

function push<T>(list: T[], item: T, limit: number): void {
  list.push(item);
  if (list.length > limit) list.shift();
}
