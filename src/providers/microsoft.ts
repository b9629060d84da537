import { readEmail, readText } from './claims.js';
import type { Claims, OpenIdConnect, Profile, Settings } from './provider.js';

/** The tenant that all personal accounts are in. */
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const several: ReadonlySet<string> = new Set(['common', 'organizations']);

/** A tenant's domain is none: it doesn't tell which issuer is its own. */
function readTenant(text: string): string {
  const tenant = text.toLowerCase();
  if (guid.test(tenant) || several.has(tenant) || tenant === 'consumers') return tenant;
  throw new Error('must be the id of a tenant (a GUID), common, organizations or consumers');
}

export const tenantSettings = {
  tenant: {
    doc: 'Id of the one tenant whose users may sign in (a GUID), or `common`, `organizations` or `consumers` for those of any, of any organization, or personal accounts.',
    default: 'common',
    read: readTenant,
  },
} as const;

type TenantSettings = Settings<typeof tenantSettings>;

/**
 * The Microsoft identity platform, version 2.0. Where several tenants may sign in, each ID token names its own as issuer.
 *
 * Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer
 */
export const microsoftProtocol: OpenIdConnect<typeof tenantSettings> = {
  kind: 'oidc',
  issuer: ({ tenant }) => issuerOfTenant(several.has(tenant) ? '{tenantid}' : idOf(tenant)),
  discoveryUrl: ({ tenant }) =>
    `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`,
  issuerOf({ tid }, { tenant }) {
    if (typeof tid !== 'string' || !guid.test(tid)) return undefined;
    const allowed =
      tenant === 'common' || (tenant === 'organizations' ? tid !== personal : tid === idOf(tenant));
    return allowed ? issuerOfTenant(tid) : undefined;
  },
};

/**
 * Anybody with a tenant of their own writes any address into `email`, and so does the holder of a guest account. It is
 * verified when Microsoft says so in the optional claim `xms_edov`, or, without that claim, when only one organization's
 * tenant may sign in: then its administrators vouch for what they wrote.
 *
 * Source: https://learn.microsoft.com/en-us/entra/identity-platform/migrate-off-email-claim-authorization
 */
export function readMicrosoftProfile(claims: Claims, id: string, { tenant }: TenantSettings): Profile {
  const pinned = guid.test(tenant) && tenant !== personal;
  return {
    id,
    ...readEmail(claims.email, claims.xms_edov === undefined ? pinned : isOwned(claims.xms_edov)),
    displayName: readText(claims.name),
  };
}

/** Documented as a boolean, and seen as a text and as a number too. */
function isOwned(claim: unknown): boolean {
  return [true, 'true', 1, '1'].some((each) => each === claim);
}

function issuerOfTenant(id: string): string {
  return `https://login.microsoftonline.com/${id}/v2.0`;
}

function idOf(tenant: string): string {
  return tenant === 'consumers' ? personal : tenant;
}
