import { afterEach, describe, expect, it } from 'vitest';
import { entraid } from '../../src/providers/entraid.js';
import { type Connection, connect } from '../support/providers/connect.js';
import type { Counterpart } from '../support/providers/counterparts.js';
import { contoso, microsoft, personal } from '../support/providers/microsoft.js';
import { ada } from '../support/providers/startProvider.js';

const fabrikam = '8d2d1f7b-1f5e-4f1f-9b1c-3e7d2f5a6b7c';
let connection: Connection | undefined;

afterEach(async () => {
  await connection?.server.close();
});

async function signIn(options: Parameters<typeof microsoft>[0], isOwner = true) {
  const counterpart: Counterpart = {
    title: entraid.title,
    provider: entraid,
    dialect: microsoft(options),
    settings: { tenant: options.tenant },
    isOauth1: false,
    email: 'told',
    hasProfileCall: false,
    hasRefreshTokens: true,
    isCodeBound: true,
    expected: () => ({}),
  };
  connection = await connect(counterpart);
  connection.server.play({ account: { ...ada, emailVerified: isOwner } });
  return (await connection.signIn()).profile;
}

describe('an address of Microsoft', () => {
  // https://learn.microsoft.com/en-us/entra/identity-platform/migrate-off-email-claim-authorization
  it.each([
    ['any tenant', 'common', contoso, { xms_edov: true }, true],
    ['any tenant', 'common', contoso, { xms_edov: '1' }, true],
    ['any tenant', 'common', contoso, { xms_edov: false }, false],
    ['any tenant', 'common', contoso, { xms_edov: '0' }, false],
    ['any tenant', 'common', contoso, {}, false],
    ['any organization', 'organizations', contoso, {}, false],
    ['personal accounts', 'consumers', personal, {}, false],
    ['personal accounts, by id', personal, personal, {}, false],
    ['one organization', contoso, contoso, {}, true],
    ['one organization', contoso, contoso, { xms_edov: true }, true],
    ['one organization', contoso, contoso, { xms_edov: false }, false],
  ] as readonly (readonly [string, string, string, { readonly xms_edov?: unknown }, boolean])[])(
    'of %s (%s, %s) with %j is verified: %s',
    async (_, tenant, home, claim, expected) => {
      const options = { tenant, home, tellsOwner: 'xms_edov' in claim, owner: claim.xms_edov };
      expect(await signIn(options)).toMatchObject({ email: ada.email, emailVerified: expected });
    },
  );
});

describe('a tenant', () => {
  it.each([
    ['another organization', contoso, fabrikam],
    ['personal accounts', contoso, personal],
    ['personal accounts', 'organizations', personal],
    ['an organization', 'consumers', contoso],
  ])('keeps out %s (%s, %s)', async (_, tenant, home) => {
    await expect(signIn({ tenant, home })).rejects.toMatchObject({ code: 'oauth-token-echange-failed' });
  });

  it.each([
    [contoso.toUpperCase(), contoso],
    ['Common', 'common'],
    ['consumers', 'consumers'],
  ])('is read from %s', (text, tenant) => {
    expect(entraid.settings?.tenant.read(text)).toBe(tenant);
  });

  it.each(['contoso.onmicrosoft.com', `${contoso}/../common`, 'common?x='])('is not read from %s', (text) => {
    expect(() => entraid.settings?.tenant.read(text)).toThrow('must be the id of a tenant (a GUID)');
  });
});
