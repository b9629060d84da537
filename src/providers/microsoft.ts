import { readEmail, readText } from './claims.js';
import type { Claims, OpenIdConnect, Profile, Settings } from './provider.js';

/** The tenant that all personal accounts are in. */
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const several: ReadonlySet<string> = new Set(['common', 'organizations']);

export const tenantSettings = {
  tenant: {
    doc: 'Id of the one tenant whose users may sign in (a GUID), or `common`, `organizations` or `consumers` for those of any, of any organization, or personal accounts.',
    default: 'common',
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
  issuer: ({ tenant }) => issuerOfTenant(several.has(tenant) ? '{tenantid}' : tenantId(tenant)),
  discoveryUrl: ({ tenant }) =>
    `https://login.microsoftonline.com/${tenant.toLowerCase()}/v2.0/.well-known/openid-configuration`,
  issuerOf({ tid }, { tenant }) {
    if (typeof tid !== 'string' || !guid.test(tid)) return undefined;
    const allowed =
      tenant === 'common' || (tenant === 'organizations' ? tid !== personal : tid === tenantId(tenant));
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
  const pinned = guid.test(tenant.toLowerCase()) && tenant.toLowerCase() !== personal;
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

/** @throws Error for a tenant's domain: which issuer is its own can't be told from that. */
function tenantId(tenant: string): string {
  const id = tenant === 'consumers' ? personal : tenant.toLowerCase();
  if (!guid.test(id))
    throw new Error('the tenant must be an id (a GUID), common, organizations or consumers');
  return id;
}
