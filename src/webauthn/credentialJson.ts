import { z } from 'zod';

/** What browsers send: the results of `PublicKeyCredential.toJSON()` (WebAuthn L3 section 5.1). Further keys are let be. */

const base64url = z
  .string()
  .max(65_536)
  .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'must be base64url');

const transports = z.array(z.string().max(32)).max(16).nullish();

const common = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
};

/** RegistrationResponseJSON. Older clients have the transports outside of `response`. */
export const registrationJson = z.looseObject({
  ...common,
  response: z.looseObject({ clientDataJSON: base64url, attestationObject: base64url, transports }),
  transports,
});

/** AuthenticationResponseJSON. A security key that is no passkey gives no user handle. */
export const assertionJson = z.looseObject({
  ...common,
  response: z.looseObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: z.string().max(1024).nullish(),
  }),
});

export type RegistrationJson = z.output<typeof registrationJson>;
export type AssertionJson = z.output<typeof assertionJson>;

const clientDataJson = z.looseObject({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
});

/** What the browser says about the ceremony (CollectedClientData); the signature covers it. */
export type ClientData = z.output<typeof clientDataJson>;

/** The client data of a response, or undefined for what is none. Nothing in it is verified. */
export function parseClientData({ response }: RegistrationJson | AssertionJson): ClientData | undefined {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8');
    return clientDataJson.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
