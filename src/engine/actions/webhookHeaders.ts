import type { ActionMetadata } from '../metadata/types.js';
import { hasuraVersion } from '../version.js';
import { type EnvironmentVariables, fillTemplate, getVariable } from './environment.js';

/** The client's headers by lower-case name, as Node gives them. */
export interface ClientHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
}

/** Hasura's default for `ignored_client_headers`. */
const ignoredByDefault: readonly string[] = [
  'Content-Length',
  'Content-MD5',
  'User-Agent',
  'Host',
  'Origin',
  'Referer',
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Accept-Datetime',
  'Cache-Control',
  'Connection',
  'DNT',
  'Content-Type',
];

/**
 * Of this connection, not of the request (RFC 9110 section 7.6.1), or wrong for the body that is sent: never passed
 * on, whatever an Action's `ignored_client_headers` says.
 */
const hopByHop =
  /^(content-length|host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|accept-encoding|sec-websocket-.*)$/;

const forwardedAs: Readonly<Record<string, string>> = {
  host: 'X-Forwarded-Host',
  'user-agent': 'X-Forwarded-User-Agent',
  origin: 'X-Forwarded-Origin',
};

/**
 * What the webhook is called with. Of headers with one name the first of client, default, configured wins;
 * with `configuredFirst` (HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE) configured, default, client.
 */
export function webhookHeaders(
  action: ActionMetadata,
  client: ClientHeaders,
  variables: EnvironmentVariables,
  configuredFirst: boolean,
): Record<string, string> {
  const groups: Header[][] = [
    action.forwardClientHeaders ? clientHeaders(action, client) : [],
    [
      ['Content-Type', 'application/json'],
      ['User-Agent', `hasura-graphql-engine/${hasuraVersion}`],
    ],
    configuredHeaders(action, variables),
  ];
  if (configuredFirst) groups.reverse();
  const headers: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [name, value] of groups.flat()) {
    const key = name.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    headers[name] = value;
  }
  return headers;
}

type Header = readonly [name: string, value: string];

function clientHeaders(action: ActionMetadata, client: ClientHeaders): Header[] {
  const ignored = new Set(
    (action.ignoredClientHeaders ?? ignoredByDefault).map((each) => each.toLowerCase()),
  );
  const forwarded: Header[] = [];
  const passed: Header[] = [];
  for (const [name, given] of Object.entries(client)) {
    const value = typeof given === 'string' ? given : given?.join(', ');
    if (value === undefined) continue;
    const renamed = forwardedAs[name];
    if (renamed) forwarded.push([renamed, value]);
    if (name.startsWith('x-hasura-') || ignored.has(name) || hopByHop.test(name)) continue;
    passed.push([name, value]);
  }
  return [...forwarded, ...passed];
}

function configuredHeaders(action: ActionMetadata, variables: EnvironmentVariables): Header[] {
  return action.headers.map(({ name, value, valueFromEnv }) => [
    name,
    valueFromEnv === undefined ? fillTemplate(value ?? '', variables) : getVariable(valueFromEnv, variables),
  ]);
}
