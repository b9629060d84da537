import { z } from 'zod';
import { type CustomProviderEntry, customClaims } from '../providers/customProvider.js';
import { httpUrl } from './readers.js';

const url = z.string().refine((text) => {
  try {
    httpUrl(text);
    return true;
  } catch {
    return false;
  }
});

const common = {
  title: z.string().min(1).optional(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).optional(),
  scopes: z.array(z.string().min(1)).optional(),
  claims: z.partialRecord(z.enum(customClaims), z.string().min(1)).optional(),
};

const entry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('oidc'),
    ...common,
    issuer: url,
    discoveryUrl: url.optional(),
    audiences: z.array(z.string().min(1)).optional(),
    // Never `none`, and no algorithm whose key is the client secret.
    algorithms: z
      .array(
        z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']),
      )
      .min(1)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('oauth2'),
    ...common,
    issuer: url.optional(),
    authorizationUrl: url,
    tokenUrl: url,
    userinfoUrl: url,
  }),
]);

/** As Nhost Auth has it. */
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/);

export type CustomProviderEntries = Readonly<Record<string, CustomProviderEntry>>;

/** Reads `AUTH_PROVIDER_CUSTOM`. What is wrong is named by its place; values, which may be secret, are not repeated. */
export function parseCustomProviders(text: string): CustomProviderEntries {
  const parsed = z.record(slug, entry).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.map(String).join('.') || 'the whole');
  throw new Error(
    `must be JSON {slug: {type: "oidc", issuer, clientId, clientSecret} or {type: "oauth2", authorizationUrl, tokenUrl, userinfoUrl, clientId, clientSecret}}; wrong: ${[...new Set(places)].join(', ')}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('must be JSON');
  }
}
