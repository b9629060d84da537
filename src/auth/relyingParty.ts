import type { Config } from '../config/config.js';
import type { RelyingParty } from '../webauthn/relyingParty.js';

/** This service as keys know it, from the settings. */
export function relyingPartyOf(config: Config): RelyingParty {
  const client = config.clientUrl === undefined ? undefined : new URL(config.clientUrl);
  const id = config.webauthnRpId ?? client?.hostname ?? 'localhost';
  return {
    id,
    name: config.webauthnRpName ?? id,
    origins: [...new Set([...(client ? [client.origin] : []), ...config.webauthnRpOrigins])],
    timeoutMs: config.webauthnTimeoutMs,
    attestation: config.webauthnAttestation,
    userVerification: config.webauthnUserVerification,
  };
}
