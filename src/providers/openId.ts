import { hash, timingSafeEqual } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { OutageError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import { listOf, readObject, readText } from './claims.js';
import type { ConfiguredProvider } from './configuredProvider.js';
import { InvalidIdToken } from './invalidIdToken.js';
import { createKeys } from './keys.js';
import { type Outside, readJson } from './outside.js';
import { type Claims, fromSettings, type OpenIdConnect, type SettingRows } from './provider.js';

/** What the configuration document tells. */
interface Configuration {
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly userinfoUrl: string | undefined;
  readonly isIssReturned: boolean;
}

export interface OpenId {
  /** @throws OutageError. */
  configuration(): Promise<Configuration>;
  /**
   * The claims of an ID token. `nonce`: what it must hold; undefined demands that it holds none.
   *
   * @throws InvalidIdToken, or OutageError when the keys can't be had.
   */
  verify(
    idToken: string,
    expected: { readonly audiences: readonly string[]; readonly nonce: string | undefined },
  ): Promise<Claims>;
}

/** Documents and keys are fetched again when they are this old. */
const maxAgeMs = 3_600_000;
const clockToleranceSeconds = 60;

/**
 * A provider's side of OpenID Connect.
 *
 * Source: Discovery 1.0 section 4.3 (the document's issuer is the one that was asked for, exactly), Core 1.0 section 3.1.3.7.
 */
export function createOpenId(
  { settings }: ConfiguredProvider,
  protocol: OpenIdConnect<SettingRows>,
  { outside, clock }: { outside: Outside; clock: Clock },
): OpenId {
  const issuer = fromSettings(protocol.issuer, settings);
  const documentUrl =
    protocol.discoveryUrl === undefined
      ? `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
      : fromSettings(protocol.discoveryUrl, settings);
  const algorithms = [...(protocol.algorithms ?? ['RS256'])];

  const discover = async () => {
    const answer = await outside(documentUrl, { headers: { accept: 'application/json' } });
    const document = readObject(await readJson(answer, 'the configuration document'));
    if (document.issuer !== issuer) throw new OutageError('the configuration document names another issuer');
    const required = (name: string): string => {
      const value = readText(document[name]);
      if (value === undefined) throw new OutageError(`the configuration document lacks ${name}`);
      return value;
    };
    const configuration: Configuration = {
      issuer,
      authorizationUrl: required('authorization_endpoint'),
      tokenUrl: required('token_endpoint'),
      userinfoUrl: readText(document.userinfo_endpoint),
      // Where each tenant has an issuer of its own, there is none to compare with before the ID token is there.
      isIssReturned:
        document.authorization_response_iss_parameter_supported === true && protocol.issuerOf === undefined,
    };
    return {
      configuration,
      keys: createKeys(required('jwks_uri'), { outside, clock }),
      at: clock.now().getTime(),
    };
  };
  let discovered: ReturnType<typeof discover> | undefined;
  const current = async () => {
    const present = await (discovered ?? begin());
    return clock.now().getTime() - present.at < maxAgeMs ? present : begin();
  };
  /** A failure is not remembered. */
  function begin(): ReturnType<typeof discover> {
    const begun = discover();
    discovered = begun;
    begun.catch(() => {
      if (discovered === begun) discovered = undefined;
    });
    return begun;
  }

  return {
    configuration: async () => (await current()).configuration,
    async verify(idToken, { audiences, nonce }) {
      const { keys } = await current();
      try {
        const expected = protocol.issuerOf ? protocol.issuerOf(decodeJwt(idToken), settings) : issuer;
        if (expected === undefined) throw new InvalidIdToken('the issuer is not acceptable');
        const { payload } = await jwtVerify(idToken, keys, {
          issuer: expected,
          audience: [...audiences],
          algorithms,
          currentDate: clock.now(),
          clockTolerance: clockToleranceSeconds,
          requiredClaims: ['sub', 'exp', 'iat'],
        });
        assertParty(payload, audiences);
        if (!isNonceRight(payload.nonce, nonce)) throw new InvalidIdToken('the nonce is another one');
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) {
          // Without jose's own error, which holds the claims.
          throw new InvalidIdToken(`the ID token is not valid: ${error.message}`);
        }
        throw error;
      }
    },
  };
}

/** A token for several audiences is for the one that it names as authorized party. */
function assertParty({ aud, azp }: Claims, audiences: readonly string[]): void {
  if (Array.isArray(aud) && aud.length > 1 && !(typeof azp === 'string' && audiences.includes(azp))) {
    throw new InvalidIdToken('the ID token is for another party');
  }
}

/** Apps give providers the nonce or its SHA-256 in hex, as Apple's and Google's samples do; a token without one is replayable. */
function isNonceRight(claimed: unknown, expected: string | undefined): boolean {
  if (expected === undefined) return claimed === undefined;
  if (typeof claimed !== 'string') return false;
  return [expected, hash('sha256', expected, 'hex')].some((each) => isSame(each, claimed));
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whom ID tokens may be made for: the client id, and what the setting `audience` names. */
export function audiencesOf({ settings }: ConfiguredProvider): readonly string[] {
  return [settings.clientId, ...listOf(settings.audience)];
}
