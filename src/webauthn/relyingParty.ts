/** This service, as browsers and authenticators know it (WebAuthn L3 section 4, "Relying Party"). */
export interface RelyingParty {
  /** The domain that keys are bound to, such as `example.com`; a key works on it and on its subdomains. */
  readonly id: string;
  /** What some browsers show. */
  readonly name: string;
  /** Where ceremonies may happen: `https://app.example.com`, `android:apk-key-hash:…`, `ios:bundle-id:…`. */
  readonly origins: readonly string[];
  /** How long the browser may wait for the user. */
  readonly timeoutMs: number;
  readonly attestation: 'none' | 'indirect';
  /** Whether a key has to verify its user, by PIN or biometrics, or shall where it can. */
  readonly userVerification: 'required' | 'preferred';
}

/** What a key may sign with, as COSE algorithms, the best first: EdDSA, ES256, RS256 (Windows Hello on older machines). */
export const algorithms: readonly number[] = [-8, -7, -257];
