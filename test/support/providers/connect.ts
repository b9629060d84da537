import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/lib/clock.js';
import { Secret } from '../../../src/lib/secret.js';
import type { ConfiguredProvider } from '../../../src/providers/configuredProvider.js';
import { createOutside } from '../../../src/providers/outside.js';
import type { Provider } from '../../../src/providers/provider.js';
import {
  createProviderClient,
  type Identity,
  type ProviderClient,
} from '../../../src/providers/providerClient.js';
import type { Counterpart } from './counterparts.js';
import type { Dialect } from './dialect.js';
import { type Landing, type ScriptedProvider, startProvider } from './startProvider.js';

const redirectUri = 'https://auth.example.com/v1/signin/provider/callback';
/** The application's registration. What HTTP Basic has to encode is in its secret. */
export const client = { id: 'the-client', secret: 's3cret/+=&%: x', redirectUri };

interface Sent {
  readonly url: string;
  readonly secret: string;
  readonly state: string;
}

/** A provider and the client that talks to it, without the rest of the flow. */
export interface Connection {
  readonly server: ScriptedProvider;
  /** Where the browser is sent, and what has to be remembered. */
  authorize(parameters?: Readonly<Record<string, string>>): Promise<Sent>;
  /** What the client makes of it when the browser comes back. `timeoutMs`: how long the provider may take. */
  redeem(landing: Landing, sent: Pick<Sent, 'secret' | 'state'>, timeoutMs?: number): Promise<Identity>;
  /** Both, with what a browser does between them. */
  signIn(timeoutMs?: number): Promise<Identity>;
  readonly client: ProviderClient;
}

/** @param altered what differs from the provider's file, to see that the server minds. */
export function connect(counterpart: Counterpart, altered: Partial<Provider> = {}): Promise<Connection> {
  return connectTo(counterpart.dialect, configure(counterpart, altered));
}

export async function connectTo(dialect: Dialect, configured: ConfiguredProvider): Promise<Connection> {
  const server = await startProvider(dialect, client);
  const patient = clientOf(configured, server, 10_000);

  const connection: Connection = {
    server,
    client: patient,
    async authorize(parameters = {}) {
      const state = randomUUID();
      return { ...(await patient.authorize({ redirectUri, state, parameters })), state };
    },
    redeem({ url, form }, { secret, state }, timeoutMs) {
      const callback = Object.fromEntries([...new URL(url).searchParams, ...form]);
      const used = timeoutMs === undefined ? patient : clientOf(configured, server, timeoutMs);
      return used.redeem(callback, { redirectUri, state, secret });
    },
    async signIn(timeoutMs) {
      const sent = await connection.authorize();
      return connection.redeem(await server.visit(sent.url), sent, timeoutMs);
    },
  };
  return connection;
}

function clientOf(
  configured: ConfiguredProvider,
  server: ScriptedProvider,
  timeoutMs: number,
): ProviderClient {
  const outside = createOutside({ fetch: server.fetch, timeoutMs, isHttpAllowed: false });
  return createProviderClient(configured, { outside, clock: systemClock });
}

function configure(
  { provider, settings, isOauth1 }: Counterpart,
  altered: Partial<Provider>,
): ConfiguredProvider {
  const defaults = Object.entries(provider.settings ?? {}).map(([key, row]) => [key, row.default]);
  const secret = new Secret(client.secret);
  const used = { ...provider, ...altered };
  return {
    provider: used,
    isCustom: false,
    scopes: used.scopes,
    settings: { ...Object.fromEntries(defaults), ...settings, clientId: client.id },
    clientSecret: provider.clientSecret || isOauth1 ? undefined : secret,
    consumer: isOauth1 ? { key: client.id, secret } : undefined,
  };
}
