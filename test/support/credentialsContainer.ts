import type { Lies, SoftAuthenticator } from './softAuthenticator.js';

/** What a page finds in a browser and Node has not: `navigator.credentials` and what belongs to it, over an authenticator. */
export function browserGlobals(authenticator: SoftAuthenticator): Record<string, unknown> {
  class PublicKeyCredential {}
  const location = { hostname: 'app.example.com', href: 'https://app.example.com/' };
  return {
    PublicKeyCredential,
    window: { PublicKeyCredential, location },
    navigator: { credentials: createContainer(authenticator) },
  };
}

interface Descriptor {
  readonly id: ArrayBuffer;
}

interface CreationOptions {
  readonly challenge: ArrayBuffer;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: Uint8Array };
}

interface RequestOptions {
  readonly challenge: ArrayBuffer;
  readonly rpId: string;
  readonly allowCredentials?: readonly Descriptor[];
}

function createContainer(authenticator: SoftAuthenticator) {
  return {
    async create({ publicKey }: { publicKey: CreationOptions }) {
      const { challenge, rp, user } = publicKey;
      const made = authenticator.create({ challenge: text(challenge), rp, user: { id: text(user.id) } });
      const { clientDataJSON, attestationObject, transports } = made.response;
      return credential(made.id, {
        clientDataJSON: bytes(clientDataJSON),
        attestationObject: bytes(attestationObject),
        getTransports: () => transports,
      });
    },
    async get({ publicKey }: { publicKey: RequestOptions }, lies: Lies = {}) {
      const { challenge, rpId, allowCredentials = [] } = publicKey;
      const allowed = allowCredentials.map(({ id }) => ({ id: text(id) }));
      const made = authenticator.get({ challenge: text(challenge), rpId, allowCredentials: allowed }, lies);
      const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
      return credential(made.id, {
        clientDataJSON: bytes(clientDataJSON),
        authenticatorData: bytes(authenticatorData),
        signature: bytes(signature),
        userHandle: userHandle === null ? null : bytes(userHandle),
      });
    },
  };
}

function credential(id: string, response: object) {
  return {
    id,
    rawId: bytes(id),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response,
    getClientExtensionResults: () => ({}),
  };
}

function bytes(base64url: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(base64url, 'base64url')).buffer;
}

function text(buffer: ArrayBuffer | Uint8Array): string {
  return Buffer.from(buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer)).toString('base64url');
}
